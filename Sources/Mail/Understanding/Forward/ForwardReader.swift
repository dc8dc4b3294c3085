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

    /// Whichever comes first tells what the mail is: below the head or attribution of an answer everything is history,
    /// and a forward in it was somebody else's.
    func read() -> ForwardedMail? {
        for index in lines.indices where !lines[index].isEmpty {
            let line = lines[index]
            if ReplyMarker.matches(line) { return nil }
            if let found = atSeparator(index) { return mail(found) }
            guard line.isShort, line.quoteDepth < 2 else { continue }
            if Separator.isForwardedMessage(line) { return belowBareSeparator(index) }
            // Without the subject's word, what is quoted is the history of an answer.
            if line.isQuoted, !hasForwardSubject { continue }
            if let block = HeaderBlock(lines, at: index) {
                let start = Separator.start(of: lines, withRuleAbove: index)
                let found = Found(block: block, start: start, bodyStart: index + block.length, depth: line.quoteDepth)
                return hasForwardSubject ? mail(found) : nil
            }
            if !line.isQuoted, let length = Attribution.length(lines, at: index) {
                return hasForwardSubject ? belowAttribution(index, length, start: index) : nil
            }
        }
        return nil
    }

    private func mail(_ found: Found) -> ForwardedMail {
        let (name, address) = Self.person(found.block.values[.from] ?? "")
        let rest = withoutSeparator(lines[min(found.bodyStart, lines.count)...], of: lines[found.start])
        // Missive quotes the original below an unquoted block.
        let isQuoted =
            found.depth == 0 && rest.contains { $0.isQuoted } && rest.allSatisfy { $0.isQuoted || $0.isEmpty }
        let body = withoutEnd(rest).map { TextLine(Self.unquoted($0.bytes, isQuoted ? 1 : found.depth)) }
        return ForwardedMail(
            name: name, address: address, subject: found.block.values[.subject],
            date: found.block.values[.date].flatMap(MailDate.parse), text: whole(TextLines.text(body)),
            comment: comment(above: found.start))
    }

    /// Zoho writes its separator below the head once more, The Bat! draws a line to cut along.
    private func withoutSeparator(_ rest: ArraySlice<TextLine>, of first: TextLine) -> ArraySlice<TextLine> {
        guard let index = rest.prefix(3).firstIndex(where: { !$0.isEmpty }) else { return rest }
        let isRepeated = rest[index].isShort && rest[index].folded == first.folded
        return isRepeated || Separator.isScissors(rest[index]) ? rest[(index + 1)...] : rest
    }

    private func whole(_ text: String) -> String {
        rest.isEmpty ? text : "\(text)\n\(String(decoding: rest, as: UTF8.self).withoutTrailingLines)"
    }

    /// The forwarder's words: their signature stands above the original too.
    private func comment(above index: Int) -> String {
        TextLines.text(lines[..<SignatureStart.find(lines, 0..<index)])
    }

    /// A separator with a head below it, or in the same line.
    private func atSeparator(_ index: Int) -> Found? {
        if let rest = Separator.textAfterForwardedMessage(lines[index]), !rest.isEmpty,
            let found = inlineBlock(index, rest)
        {
            return found
        }
        let isKnown = Separator.isForwardedMessage(lines[index])
        guard isKnown || Separator.isRuledText(lines[index]), let next = lineBelow(index) else { return nil }
        if let block = HeaderBlock(lines, at: next, minimum: isKnown ? 2 : 3) {
            return Found(block: block, start: index, bodyStart: next + block.length, depth: lines[next].quoteDepth)
        }
        if let block = HeaderBlock(bare: lines, at: next) {
            return Found(block: block, start: index, bodyStart: next + block.length, depth: lines[next].quoteDepth)
        }
        return inlineBlock(index, String(decoding: lines[next].content, as: UTF8.self), at: next)
    }

    private func lineBelow(_ index: Int) -> Int? {
        lines[(index + 1)...].firstIndex { !$0.isEmpty }
    }

    /// Yandex puts an attribution below its separator; others put nothing there.
    private func belowBareSeparator(_ index: Int) -> ForwardedMail? {
        guard let next = lineBelow(index) else { return nil }
        if let length = Attribution.length(lines, at: next),
            let found = belowAttribution(next, length, start: index)
        {
            return found
        }
        let body = lines[next...].map { TextLine(Self.unquoted($0.bytes, lines[next].quoteDepth)) }
        return ForwardedMail(
            name: nil, address: nil, subject: nil, text: whole(TextLines.text(body)), comment: comment(above: index))
    }

    private func inlineBlock(_ start: Int, _ text: String, at line: Int? = nil) -> Found? {
        HeaderBlock(inline: text).map {
            Found(block: $0, start: start, bodyStart: (line ?? start) + 1, depth: lines[start].quoteDepth)
        }
    }

    /// Some programs forward with the line that others put above an answer: "On …, Ann <ann@example.org> wrote:".
    private func belowAttribution(_ index: Int, _ length: Int, start: Int) -> ForwardedMail? {
        let rest = lines[(index + length)...]
        // With quote marks it is an answer whose subject was kept.
        guard start < index || rest.first(where: { !$0.isEmpty })?.isQuoted == false else { return nil }
        let words = lines[index..<(index + length)].map { String(decoding: $0.content, as: UTF8.self) }.joined(
            separator: " ")
        guard let bracket = words.firstIndex(where: { $0 == "<" || $0 == "(" }),
            let address = Self.person(String(words[bracket...])).address
        else { return nil }
        return ForwardedMail(
            name: Self.lastName(in: words[..<bracket]), address: address, subject: nil,
            date: MailDate.parse(String(words[..<bracket])), text: whole(TextLines.text(withoutEnd(rest))),
            comment: comment(above: start))
    }

    /// Yandex and The Bat! say where the forwarded mail ends.
    private func withoutEnd(_ rest: ArraySlice<TextLine>) -> ArraySlice<TextLine> {
        rest.firstIndex { Separator.isEndOfForward($0) || Separator.isScissors($0) }.map { rest[..<$0] } ?? rest
    }

    /// The words after the last comma and the last number: "On 10/11/2026 10:00, "Ann Customer"".
    private static func lastName(in words: Substring) -> String? {
        let last = words.split(separator: ",").last ?? ""
        let name = last.split(separator: " ").reversed().prefix { !$0.contains(where: \.isNumber) }.reversed().joined(
            separator: " ")
        return withoutQuotes(withoutParticles(name))
    }

    /// "skrev Ann", "użytkownik Ann", "пользователь Ann": words of the attribution that stand before the name.
    private static func withoutParticles(_ name: String) -> String {
        var words = name.split(separator: " ")[...]
        while words.count > 1, let first = words.first, particles.contains(first.lowercased()) {
            words = words.dropFirst()
        }
        return words.joined(separator: " ")
    }

    private static let particles: Set<String> = [
        "skrev", "schrieb", "schreef", "użytkownik", "uživatel", "používateľ", "időpontban", "пользователь",
        "користувач", "от", "від", "von", "van", "at", "um", "uhr", "kl.", "klo", "alle", "ore", "à", "a", "las", "às",
        "am", "pm", "в", "о", "г.", "р.", "gmt", "cet", "cest", "utc", "msk", "мск",
    ]

    private static func withoutQuotes(_ name: String) -> String? {
        var name = Substring(name.trimmed)
        while let first = name.first, "\"'«»“”„>* ".contains(first) { name = name.dropFirst() }
        while let last = name.last, "\"'«»“”„<* ".contains(last) { name = name.dropLast() }
        return name.isEmpty ? nil : String(name)
    }

    /// `Ann <ann@example.org>`, `Ann [mailto:ann@example.org]`, `Ann (ann@example.org)`, a name alone.
    private static func person(_ value: String) -> (name: String?, address: String?) {
        let plain = value.replacing("[mailto:", with: "<").replacing("<mailto:", with: "<").replacing("]", with: ">")
        // "Ann<ann@…> <ann@…<ann@…>> on behalf of desk@…": the first name and the first address count.
        if plain.filter({ $0 == "<" }).count > 1, let bracket = plain.firstIndex(of: "<"),
            let address = plain[bracket...].split(whereSeparator: { "<> ".contains($0) }).first,
            let parsed = Address.list(parsing: String(address)).first
        {
            let name = String(plain[..<bracket]).trimmed
            return (name.contains("@") ? nil : withoutQuotes(name), parsed.address)
        }
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
