import Mail

/// A mark of the ticket in the HTML of our mail that is not seen, but stands in what an answer quotes. It is what is left where
/// a provider rewrites our Message-ID and a mail program drops References (Amazon SES and Mail of iOS, odoo/odoo#280971).
///
/// `deskbell-ref:7k.c4qk…`: the ticket in base 36, for whom it was made, and a signature as in `ReplyAddress`.
enum BodyToken {
    private static let mark = Array("deskbell-ref:".utf8)

    /// To stand at the end of the body. Not in the plain text, where people would see it.
    static func html(
        ticket: Ticket, recipient: String, audience: Audience = .customer, keys: Keys
    ) -> String {
        let token = TicketToken.text(
            ticket: ticket.id, recipient: recipient, audience: audience, purpose: .bodyToken, keys: keys)
        return """
            <div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:#ffffff">\
            deskbell-ref:\(token)</div>
            """
    }

    /// The marks in a mail, the first ones of each part; those for staff and mailboxes only with a valid signature, those for a
    /// customer hold together with the address that they were made for, which the sender check asks.
    static func clues(in text: String, html: String?, keys: Keys) -> [Clue] {
        var found: [Clue] = []
        for part in [html, text].compactMap(\.self) {
            for word in words(in: part) where found.count < 5 {
                let ticket = word.prefix { $0 != "." }
                let clue = TicketToken.clue(
                    word, by: .bodyToken, detail: "deskbell-ref:\(ticket)", purpose: .bodyToken, keys: keys)
                if let clue, !found.contains(clue) { found.append(clue) }
            }
        }
        return found
    }

    /// What stands behind each mark, up to the end of the word.
    private static func words(in text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            var words: [String] = [], start = 0
            while words.count < 5, let at = find(bytes, from: start) {
                words.append(String(decoding: word(bytes, at: at), as: UTF8.self).lowercased())
                start = at
            }
            return words
        }
    }

    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
        bytes[start...].prefix(90).prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    /// HTML as people see it, without the marks: what a mail hides is brought to light where it is sanitised.
    static func removed(from html: String) -> String {
        var html = html
        return html.withUTF8 { bytes in
            var kept: [UInt8] = [], start = 0
            while let at = find(bytes, from: start) {
                kept += bytes[start..<at - mark.count]
                start = word(bytes, at: at).endIndex
            }
            return String(decoding: kept + bytes[start...], as: UTF8.self)
        }
    }

    /// The place behind the next mark.
    private static func find(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        var index = start
        while index <= bytes.count - mark.count {
            if bytes[index] == mark[0], bytes[index + 9] == mark[9],
                bytes[index..<index + mark.count].elementsEqual(mark)
            {
                return index + mark.count
            }
            index += 1
        }
        return nil
    }
}
