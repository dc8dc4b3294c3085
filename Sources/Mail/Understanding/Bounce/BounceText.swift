/// Reports in plain words: qmail, Exim, sendmail, Exchange, and whatever else servers write.
enum BounceText {
    private static let limit = 100

    /// What the server says, and what it returns of the mail (which is not its word).
    static func split(_ text: String) -> (words: ArraySlice<UInt8>, returned: ArraySlice<UInt8>) {
        let bytes = Array(text.utf8.prefix(256 << 10))
        var position = 0
        var pastRule: Int?
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: .lf) ?? bytes.count
            let line = bytes[position..<end]
            if line.count < 200, isReturnLine(line) {
                pastRule = position
                return (bytes[..<position], bytes[min(end + 1, bytes.count)...])
            }
            if line.hasPrefixFolded("received: from ") || line.hasPrefixFolded("return-path: <")
                || line.hasPrefixFolded("message-id: <")
            {
                let start = pastRule ?? position
                return (bytes[..<start], bytes[start...])
            }
            position = end + 1
        }
        return (bytes[...], [])
    }

    /// The recipients that the words name; one without an address if they name none.
    static func recipients(in words: ArraySlice<UInt8>, returned: ArraySlice<UInt8>, mail: Email) -> [DeliveryStatus] {
        let own = Set(
            ([mail.from] + mail.to.map { $0 }).compactMap { $0?.key } + mail.envelopeRecipients.map(Address.key(of:)))
        var found: [(address: String, words: String)] = []
        let failed = mail.headers.all("X-Failed-Recipients").flatMap { Address.list(parsing: $0) }
        let sections = failed.count > 1 ? named(in: words, except: own) : []
        for address in failed {
            let section = sections.first { Address.key(of: $0.address) == address.key }?.words
            found.append((address.address, section ?? String(decoding: words, as: UTF8.self)))
        }
        if found.isEmpty { found = named(in: words, except: own) }
        if found.count == 1 { found[0].words = String(decoding: words, as: UTF8.self) }
        if found.isEmpty { found = [(recipient(of: returned, mail), String(decoding: words, as: UTF8.self))] }
        let isDelay = BounceDelay.isTold(by: mail)
        return found.prefix(limit).map { status($0.address, words: $0.words, isDelay: isDelay) }
    }

    private static func status(_ address: String, words: String, isDelay: Bool) -> DeliveryStatus {
        let diagnostic = BounceDiagnostic.find(in: words, address: address)
        let code = StatusCode.best(status: "", diagnostic: diagnostic, text: words)
        let action = isDelay ? "delayed" : "failed"
        return DeliveryStatus(
            address: address, action: action, status: code,
            isHard: !isDelay && BounceReason.isHard(address, status: code, diagnostic: diagnostic, text: words),
            diagnostic: diagnostic)
    }

    /// Each address in the words with the lines from there to the next one.
    static func named(in words: ArraySlice<UInt8>, except own: Set<String>) -> [(
        address: String, words: String
    )] {
        var found: [Mention] = []
        var position = words.startIndex
        while position < words.endIndex, found.count < limit {
            let end = words[position...].firstIndex(of: .lf) ?? words.endIndex
            let line = words[position..<end]
            for address in addresses(in: line) where !own.contains(Address.key(of: address)) {
                let isAside = asides.isPrefix(of: Folding.folded(line.prefix(40)))
                if let known = found.firstIndex(where: { Address.key(of: $0.address) == Address.key(of: address) }) {
                    found[known].end = max(found[known].end, end)
                    found[known].isAside = found[known].isAside && isAside
                } else {
                    found.append(Mention(address: address, start: position, end: end, isAside: isAside))
                }
            }
            position = end + 1
        }
        // What was said to the next server, and where an address comes from, are aliases of a recipient who is named, too.
        if found.contains(where: { !$0.isAside }) { found.removeAll(where: \.isAside) }
        return found.enumerated().map { index, mention in
            // Addresses in one line have what follows it in common.
            let next = found[(index + 1)...].first { $0.start > mention.start }
            let stop = next.map { max($0.start, mention.end) } ?? words.endIndex
            return (mention.address, String(decoding: words[mention.start..<max(stop, mention.start)], as: UTF8.self))
        }
    }

    private struct Mention {
        let address: String
        /// Of the line that names it first, and the end of the one that does so last.
        let start: Int
        var end: Int
        /// Whether it stands only where aliases do.
        var isAside: Bool
    }

    private static let asides = PhraseList([
        ">>> rcpt", ">>> mail", ">>> data", "<<< ", "(generated from", "(ultimately generated from", "(expanded from",
    ])

    /// "has moved to ann@new.example": that address takes mail.
    private static func withoutNewAddress(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let folded = line.map(\.lowered)
        let starts = [" moved to ", "please try ", "replaced by "].compactMap {
            folded.firstRange(of: $0.utf8)?.lowerBound
        }
        return starts.min().map { line.prefix($0) } ?? line
    }

    /// Words with an `@` and a domain in a line, without what surrounds them.
    private static func addresses(in line: ArraySlice<UInt8>) -> [String] {
        guard line.count < 2000, line.contains(.at), !line.trimmed().hasPrefixFolded("message-id") else { return [] }
        let isSeparator: (UInt8) -> Bool = {
            $0.isWhitespace
                || [
                    .less, .greater, .openParenthesis, .closeParenthesis, .comma, .semicolon, .quote, .openBracket,
                    .closeBracket, .apostrophe, 0x60,
                ].contains($0)
        }
        return withoutNewAddress(line).split(whereSeparator: isSeparator).prefix(20).flatMap(GluedAddress.parts)
            .compactMap { word in
                var core = word
                while let last = core.last, last == .dot || last == .colon || last == .hyphen { core = core.dropLast() }
                if core.hasPrefixFolded("mailto:") { core = core.dropFirst(7) }
                if let colon = core.lastIndex(of: .colon), colon < (core.firstIndex(of: .at) ?? core.endIndex) {
                    core = core[(colon + 1)...]
                }
                guard let at = core.lastIndex(of: .at), at > core.startIndex, core[(at + 1)...].contains(.dot),
                    core.count < 256
                else { return nil }
                return Address.list(parsing: Array(core)).first?.address
            }
    }

    private static func recipient(of returned: ArraySlice<UInt8>, _ mail: Email) -> String {
        let bytes = mail.content.enclosed.first ?? Array(returned.drop { $0.isWhitespace })
        let headers = bytes.withUnsafeBufferPointer {
            HeaderScanner.scan($0, from: 0, to: min($0.count, 64 << 10), isPart: false, limits: .standard).headers
        }
        return headers.raw("To").flatMap { AddressParser.parse($0).addresses.first?.address } ?? ""
    }

    private static func isReturnLine(_ line: ArraySlice<UInt8>) -> Bool {
        let text = Folding.folded(line)
        guard text.count > 8, let first = text.first, let last = text.last else { return false }
        // "You can delete your own text from the attached returned message." is no heading.
        let isHeading = "-=*_#".utf8.contains(first) || "-=*_#:".utf8.contains(last)
        return returnLines.occurs(in: text[...]) || isHeading && returnHeadings.occurs(in: text[...])
    }

    private static let returnLines = PhraseList([
        "this is a copy of the message", "below this line is a copy of the message", "original message follows",
        "unsent message below", "message header follows", "header of the original message", "original message header",
        "message text follows",
        "returned message follows", "original message:", "copy of the original message", "copy of your message",
        "original message -----", "----- original message", "message headers follow",
        "the original message was attached",
        "your message was:", "start of original message",
    ])

    private static let returnHeadings = PhraseList([
        "исходное сообщение", "копия сообщения", "returned message", "your original message", "included message",
        "undelivered message",
    ])
}
