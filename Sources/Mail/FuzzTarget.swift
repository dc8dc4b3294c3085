/// The entry points that foreign bytes reach first, each as one function, for the fuzzer (`make fuzz`) and for the tests.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// A whole message, and everything that is understood of it.
    case message
    /// The text of a mail, and what is new in it. The first byte chooses between plain text and HTML.
    case reply
    /// HTML that is made safe and made text.
    case sanitizer
    /// What an IMAP server sends. The first byte says in which pieces.
    case imap

    /// Reads the bytes to their end. What must never happen stops the program; everything else is well.
    package func run(_ bytes: [UInt8]) {
        switch self {
        case .message: Self.message(bytes)
        case .reply: Self.reply(bytes)
        case .sanitizer: Self.sanitizer(String(decoding: bytes, as: UTF8.self))
        case .imap: Self.imap(bytes)
        }
    }

    private static func message(_ bytes: [UInt8]) {
        let mail = Email(parsing: bytes)
        precondition(!mail.text.utf8.contains(0) && !mail.subject.utf8.contains { $0 < 0x20 })
        for file in mail.attachments + mail.signatureFiles {
            precondition(!file.filename.isEmpty && file.filename.utf8.count <= 200)
            precondition(!file.filename.utf8.contains { $0 < 0x20 || $0 == .slash || $0 == .backslash })
        }
        for address in [mail.from, mail.sender].compactMap(\.self) + mail.to + mail.cc + mail.replyTo {
            precondition(address.address.utf8.contains(.at) && !address.address.utf8.contains { $0 < 0x20 })
            _ = address.key
        }
        _ = mail.split()
        _ = mail.automatic()
        _ = mail.forwarded()
        let report = mail.deliveryReport()
        precondition(report == nil || !mail.automatic().mayAnswer)
    }

    private static func reply(_ bytes: [UInt8]) {
        let type = (bytes.first ?? 0) & 1 == 0 ? "plain" : "html"
        let head = "From: ann@customer.example\r\nContent-Type: text/\(type); charset=utf-8\r\n\r\n"
        let mail = Email(parsing: Array(head.utf8) + bytes.dropFirst())
        let split = mail.split()
        precondition(mail.text.isBlank || !split.reply.isBlank || !split.quote.isBlank || !split.signature.isBlank)
    }

    private static func sanitizer(_ html: String) {
        let safe = HTMLSanitizer.sanitize(
            html, inlineImage: { _ in nil }, remoteImages: .blocked, styleSheets: .scoped
        ).html
        let inner = safe.asciiLowered
        for word: StaticString in ["<script", "<iframe", "<object", "<svg", "<form", " onerror=\"", "=\"javascript:"] {
            precondition(!ByteSearch.contains(word, in: inner))
        }
        _ = HTMLText.text(from: html)
        _ = PlainText.html(from: html)
        _ = Markdown.html(html)
    }

    private static func imap(_ bytes: [UInt8]) {
        var framing = IMAPFraming()
        let piece = max(1, Int(bytes.first ?? 1))
        var rest = bytes.dropFirst()
        while !rest.isEmpty {
            let isRead: Void? = rest.prefix(piece).withUnsafeBytes { chunk in
                try? framing.feed(chunk) { _ = try? IMAPResponseParser.parse($0) }
            }
            if isRead == nil { return }
            rest = rest.dropFirst(piece)
        }
    }
}
