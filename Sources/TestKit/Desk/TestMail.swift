import Foundation
import Mail
import Synchronization

/// Somebody who writes mail in tests.
public struct Sender: Sendable, Equatable {
    /// The display name in the From.
    public let name: String
    /// Where the sender writes from.
    public let address: String

    /// Writes English.
    public static let anna = Sender(name: "Anna Carter", address: "anna@customer.example")
    /// Writes Russian.
    public static let boris = Sender(name: "Борис Петров", address: "boris@klient.example")
    /// Takes part in nothing and wants in.
    public static let mallory = Sender(name: "Mallory", address: "mallory@elsewhere.example")

    /// Somebody else.
    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }
}

/// A plain mail, written down as mail programs send it.
public struct TestMail: Sendable {
    /// Nil: no From at all.
    public var from: Sender?
    /// One address, or a whole To field.
    public var to = TestDesk.address
    /// A whole Cc field; nil for none.
    public var cc: String?
    /// Decoded.
    public var subject: String
    /// Plain text with LF.
    public var text: String
    /// Without brackets, another for each mail; nil: none.
    public var messageID: String?
    /// Without brackets.
    public var inReplyTo: String?
    /// Without brackets, oldest first.
    public var references: [String] = []
    /// Further fields, which come first.
    public var headers: [(name: String, value: String)] = []

    /// A mail to the desk, with a Message-ID of its own.
    public init(from: Sender?, _ subject: String, _ text: String = "Good morning,\n\nplease help.\n\nThank you") {
        self.from = from
        self.subject = subject
        self.text = text
        messageID = "m\(Self.counter.withLock { $0 += 1; return $0 })@customer.example"
    }

    private static let counter = Mutex(0)

    /// The same mail as an answer to another.
    public func answering(_ mail: OutboxMail) -> TestMail {
        var copy = self
        copy.inReplyTo = mail.email.messageID
        copy.references = mail.email.references + [mail.email.messageID].compactMap(\.self)
        return copy
    }

    /// The same mail with one field more.
    public func with(_ name: String, _ value: String) -> TestMail {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }

    /// The mail as it goes over the wire.
    public var bytes: [UInt8] {
        var lines: [String] = headers.map { "\($0.name): \($0.value)" }
        if let from {
            lines.append("From: =?utf-8?B?\(Data(from.name.utf8).base64EncodedString())?= <\(from.address)>")
        }
        lines.append("To: \(to)")
        if let cc { lines.append("Cc: \(cc)") }
        lines.append("Subject: =?utf-8?B?\(Data(subject.utf8).base64EncodedString())?=")
        lines.append("Date: Fri, 20 Nov 2026 09:59:00 +0000")
        if let messageID { lines.append("Message-ID: <\(messageID)>") }
        if let inReplyTo { lines.append("In-Reply-To: <\(inReplyTo)>") }
        if !references.isEmpty {
            lines.append("References: \(references.map { "<\($0)>" }.joined(separator: "\r\n "))")
        }
        lines += [
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text,
            "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
