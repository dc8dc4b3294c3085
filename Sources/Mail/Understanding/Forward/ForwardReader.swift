/// Finds what was forwarded: an attached message, else a block in the text.
struct ForwardReader {
    private let mail: Email

    init(_ mail: Email) { self.mail = mail }

    func read() -> ForwardedMail? {
        if mail.type.subtype == "report" || BounceSigns.isFromDaemon(mail) { return nil }
        let isForward = Subject.isForward(mail.subject)
        var found = attached()
        if found == nil, isForward || Separator.mayAnnounceForward(mail.text) {
            found = ForwardedText(mail.text, hasForwardSubject: isForward).read()
        }
        if let forward = found, forward.subject == nil, isForward {
            found?.subject = Subject.withoutPrefixes(mail.subject)
        }
        if found?.messageID == nil, found?.attachments.isEmpty == true { found?.attachments = mail.attachments }
        return found
    }

    /// The first attached message. It is read one level deep: what is inside it stays a file.
    private func attached() -> ForwardedMail? {
        guard let raw = mail.content.enclosed.first,
            mail.attachments.contains(where: { $0.mimeType == "message/rfc822" })
        else { return nil }
        let original = Email(parsing: raw)
        guard original.from != nil else { return nil }
        return ForwardedMail(
            name: original.from?.name, address: original.from?.address,
            subject: original.subject.isEmpty ? nil : original.subject, date: original.date, text: original.text,
            comment: mail.split().reply, messageID: original.messageID, attachments: original.attachments)
    }
}

/// A forwarded mail in a text: a separator with a header block below it, or a header block alone if the subject says
/// that this is a forward.
struct ForwardedText {
    private let lines: [TextLine]
    /// What is beyond the lines that are looked at.
    private let rest: ArraySlice<UInt8>
    private let hasForwardSubject: Bool

    /// What was found: the block, where it begins with its separator, and where the original text begins.
    private struct Found {
        var block: HeaderBlock
        var start: Int
        var bodyStart: Int
        var depth: Int
    }

    init(_ text: String, hasForwardSubject: Bool) {
        (lines, rest) = TextLines.bounded(text)
        self.hasForwardSubject = hasForwardSubject
    }

    func read() -> ForwardedMail? {
        guard let found = belowSeparator() ?? (hasForwardSubject ? blockAlone() : nil) else {
            return hasForwardSubject ? belowAttribution() : nil
        }
        let (name, address) = Self.person(found.block.values[.from] ?? "")
        let rest = lines[min(found.bodyStart, lines.count)...]
        // Missive quotes the original below an unquoted block.
        let isQuoted =
            found.depth == 0 && rest.contains { $0.isQuoted } && rest.allSatisfy { $0.isQuoted || $0.isEmpty }
        let body = rest.map { TextLine(Self.unquoted($0.bytes, isQuoted ? 1 : found.depth)) }
        return ForwardedMail(
            name: name, address: address, subject: found.block.values[.subject],
            date: found.block.values[.date].flatMap(MailDate.parse), text: whole(TextLines.text(body)),
            comment: comment(above: found.start))
    }

    private func whole(_ text: String) -> String {
        rest.isEmpty ? text : "\(text)\n\(String(decoding: rest, as: UTF8.self).withoutTrailingLines)"
    }

    /// The forwarder's words: their signature stands above the original too.
    private func comment(above index: Int) -> String {
        TextLines.text(lines[..<SignatureStart.find(lines, 0..<index)])
    }

    private func belowSeparator() -> Found? {
        for index in lines.indices where !lines[index].isEmpty {
            if let rest = Separator.textAfterForwardedMessage(lines[index]), !rest.isEmpty,
                let found = inlineBlock(index, rest)
            {
                return found
            }
            let isKnown = Separator.isForwardedMessage(lines[index])
            guard isKnown || Separator.isRuledText(lines[index]) else { continue }
            var next = index + 1
            while next < lines.count, lines[next].isEmpty { next += 1 }
            guard next < lines.count else { return nil }
            if let block = HeaderBlock(lines, at: next, minimum: isKnown ? 2 : 3) {
                return Found(block: block, start: index, bodyStart: next + block.length, depth: lines[next].quoteDepth)
            }
            if let found = inlineBlock(index, String(decoding: lines[next].content, as: UTF8.self), at: next) {
                return found
            }
        }
        return nil
    }

    private func inlineBlock(_ start: Int, _ text: String, at line: Int? = nil) -> Found? {
        HeaderBlock(inline: text).map {
            Found(block: $0, start: start, bodyStart: (line ?? start) + 1, depth: lines[start].quoteDepth)
        }
    }

    private func blockAlone() -> Found? {
        for index in lines.indices where lines[index].isShort {
            if Attribution.length(lines, at: index) != nil { return nil }
            if let block = HeaderBlock(lines, at: index) {
                return Found(
                    block: block, start: index, bodyStart: index + block.length, depth: lines[index].quoteDepth)
            }
        }
        return nil
    }

    /// Some programs forward with the line that others put above an answer: "On …, Ann <ann@example.org> wrote:".
    private func belowAttribution() -> ForwardedMail? {
        for index in lines.indices where lines[index].isShort {
            guard !lines[index].isQuoted, let length = Attribution.length(lines, at: index) else { continue }
            let rest = lines[(index + length)...]
            // With quote marks it is an answer whose subject was kept.
            guard rest.first(where: { !$0.isEmpty })?.isQuoted == false else { return nil }
            let words = lines[index..<(index + length)].map { String(decoding: $0.content, as: UTF8.self) }.joined(
                separator: " ")
            guard let bracket = words.firstIndex(where: { $0 == "<" || $0 == "(" }),
                let address = Self.person(String(words[bracket...])).address
            else { return nil }
            return ForwardedMail(
                name: Self.lastName(in: words[..<bracket]), address: address, subject: nil,
                date: MailDate.parse(String(words[..<bracket])), text: whole(TextLines.text(rest)),
                comment: comment(above: index))
        }
        return nil
    }

    /// The words after the last comma and the last number: "On 10/11/2026 10:00, "Ann Customer"".
    private static func lastName(in words: Substring) -> String? {
        let last = words.split(separator: ",").last ?? ""
        let name = last.split(separator: " ").reversed().prefix { !$0.contains(where: \.isNumber) }.reversed().joined(
            separator: " ")
        return withoutQuotes(name)
    }

    private static func withoutQuotes(_ name: String) -> String? {
        var name = Substring(name.trimmed)
        while let first = name.first, "\"'«»“”„> ".contains(first) { name = name.dropFirst() }
        while let last = name.last, "\"'«»“”„< ".contains(last) { name = name.dropLast() }
        return name.isEmpty ? nil : String(name)
    }

    /// `Ann <ann@example.org>`, `Ann [mailto:ann@example.org]`, `Ann (ann@example.org)`, a name alone.
    private static func person(_ value: String) -> (name: String?, address: String?) {
        let plain = value.replacing("[mailto:", with: "<").replacing("<mailto:", with: "<").replacing("]", with: ">")
        if let address = Address.list(parsing: plain).first {
            return (address.name.flatMap(withoutQuotes), address.address)
        }
        let words = plain.split { " <>()\"'\u{A0}".contains($0) }
        guard
            let address = words.first(where: { $0.contains("@") }).flatMap({ Address.list(parsing: String($0)).first })
        else {
            return (plain.isEmpty ? nil : plain, nil)
        }
        let name = String(plain.prefix { !"<(".contains($0) }).trimmed
        return (name.contains("@") ? nil : withoutQuotes(name), address.address)
    }

    private static func unquoted(_ bytes: ArraySlice<UInt8>, _ depth: Int) -> ArraySlice<UInt8> {
        var rest = bytes
        for _ in 0..<depth {
            guard let mark = rest.firstIndex(where: { !$0.isBlank }), rest[mark] == .greater else { break }
            rest = rest[(mark + 1)...]
        }
        return depth > 0 && rest.first == .space ? rest.dropFirst() : rest
    }
}
