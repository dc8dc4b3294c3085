/// Enhanced status codes (RFC 3463) and SMTP reply codes in foreign text.
enum StatusCode {
    /// The most specific code: the Status field is often `5.0.0` while the server's words say `5.1.1`.
    static func best(status: String, diagnostic: String, text: String) -> String {
        let codes = [find(in: status), find(in: diagnostic)].compactMap(\.self)
        if let specific = codes.first(where: isSpecific) { return specific }
        if let found = find(in: text), isSpecific(found), codes.isEmpty || found.first == codes[0].first {
            return found
        }
        if let first = codes.first { return first }
        return find(in: text) ?? reply(in: diagnostic).map { "\($0.prefix(1)).0.0" } ?? reply(in: text).map {
            "\($0.prefix(1)).0.0"
        } ?? ""
    }

    /// `class "." subject "." detail` with class 2, 4 or 5 and numbers of at most three digits.
    static func find(in text: String) -> String? {
        let bytes = Array(text.utf8.prefix(8000))
        var index = 0
        while index + 4 < bytes.count {
            if isStart(bytes, index), [0x32, 0x34, 0x35].contains(bytes[index]), bytes[index + 1] == .dot {
                let subject = bytes[(index + 2)...].prefix { $0.isDigit }
                let next = subject.endIndex
                if (1...3).contains(subject.count), next < bytes.count, bytes[next] == .dot {
                    let detail = bytes[(next + 1)...].prefix { $0.isDigit }
                    let end = detail.endIndex
                    let isEnd =
                        end == bytes.count
                        || !(bytes[end].isAlphanumeric
                            || bytes[end] == .dot && end + 1 < bytes.count && bytes[end + 1].isDigit)
                    if (1...3).contains(detail.count), isEnd {
                        return String(decoding: bytes[index..<end], as: UTF8.self)
                    }
                }
            }
            index += 1
        }
        return nil
    }

    /// Not within a word or a number; behind a hyphen only if a reply stands before it, as in `550-5.1.1`.
    private static func isStart(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard index > 0 else { return true }
        let before = bytes[index - 1]
        guard before == .hyphen else { return !before.isAlphanumeric && before != .dot }
        guard index >= 4, bytes[(index - 4)..<(index - 1)].allSatisfy(\.isDigit) else { return false }
        return bytes[index - 4] == bytes[index] && (index == 4 || !bytes[index - 5].isAlphanumeric)
    }

    /// A three-digit reply of class 4 or 5 that stands as a word of its own.
    static func reply(in text: String) -> String? {
        let bytes = Array(text.utf8.prefix(8000))
        guard bytes.count >= 3 else { return nil }
        for index in 0...(bytes.count - 3) where bytes[index] == 0x34 || bytes[index] == 0x35 {
            let isStart =
                index == 0
                || !(bytes[index - 1].isAlphanumeric || [.dot, .colon, .underscore].contains(bytes[index - 1]))
            let after = index + 3 < bytes.count ? bytes[index + 3] : UInt8.space
            // RFC 5321 §4.2.1: the second digit 1 is for information, which no server refuses with for now (Orange's 416).
            let isReply = bytes[index] == 0x35 || bytes[index + 1] != 0x31
            guard isStart, isReply, bytes[index + 1] <= 0x35, bytes[index + 1].isDigit, bytes[index + 2].isDigit,
                after.isBlank || after == .hyphen || after == .lf || after == .colon && endsLabel(bytes, index + 3)
            else { continue }
            return String(decoding: bytes[index..<(index + 3)], as: UTF8.self)
        }
        return nil
    }

    /// Yahoo writes `554: delivery error`.
    private static func endsLabel(_ bytes: [UInt8], _ colon: Int) -> Bool {
        colon + 1 < bytes.count && bytes[colon + 1] == .space
    }

    private static func isSpecific(_ code: String) -> Bool {
        !code.hasSuffix(".0.0") && !code.hasSuffix(".5.0") && code != "5.0"
    }
}
