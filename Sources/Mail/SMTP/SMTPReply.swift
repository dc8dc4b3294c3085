/// One reply of an SMTP server.
///
/// RFC 5321 §4.2: `Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF`
public struct SMTPReply: Sendable, Hashable {
    /// Three digits: 2xx done, 3xx go on, 4xx later, 5xx never.
    public var code: Int
    /// The text of each line, without the code.
    public var lines: [String]

    /// The text in one line.
    public var text: String { lines.joined(separator: " ") }

    /// The enhanced status code at the beginning of the text (RFC 3463): `5.1.1`.
    public var enhancedCode: String? {
        guard let word = lines.first?.split(separator: " ").first else { return nil }
        let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers[0].count == 1, let kind = numbers[0].first, "245".contains(kind) else {
            return nil
        }
        return numbers.dropFirst().allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(\.isNumber) }
            ? "\(word)" : nil
    }

    /// 2xx: it is done.
    public var isDone: Bool { code / 100 == 2 }
    /// 3xx: the server waits for more.
    public var wantsMore: Bool { code / 100 == 3 }
    /// 4xx: it may work later.
    public var isTemporary: Bool { code / 100 == 4 }
    /// 5xx: it will not work.
    public var isPermanent: Bool { code / 100 == 5 }

    /// Under which name the server keeps the accepted message, as far as its text tells: for the log of its operator.
    ///
    /// Postfix: `queued as 4X`, Exim: `OK id=1a`, Sendmail: `x Message accepted`, Gmail: `OK 17 ab.1 - gsmtp`
    public var queueID: String? {
        let words = text.split(separator: " ").map(String.init)
        for (index, word) in words.enumerated() {
            if word.lowercased().hasPrefix("id=") { return String(word.dropFirst(3)) }
            if word.lowercased() == "as", index > 0, words[index - 1].lowercased() == "queued", index + 1 < words.count
            {
                return words[index + 1]
            }
        }
        return nil
    }
}

extension SMTPReply: CustomStringConvertible {
    /// Code and text, as the server wrote them, in one line.
    public var description: String { text.isEmpty ? "\(code)" : "\(code) \(text)" }
}
