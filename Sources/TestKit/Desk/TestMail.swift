import Foundation
import Mail
import Synchronization

/// Somebody who writes mail in tests.
public struct Sender: Sendable, Equatable {
    public let name: String
    public let address: String

    public static let anna = Sender(name: "Anna Carter", address: "anna@customer.example")
    public static let boris = Sender(name: "Борис Петров", address: "boris@klient.example")
    public static let mallory = Sender(name: "Mallory", address: "mallory@elsewhere.example")

    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }
}

/// A plain mail, written down as mail programs send it.
public struct TestMail: Sendable {
    public var from: Sender?
    public var to = TestDesk.address
    public var cc: String?
    public var subject: String
    public var text: String
    public var messageID: String?
    public var inReplyTo: String?
    public var references: [String] = []
    public var headers: [(name: String, value: String)] = []

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

    public func with(_ name: String, _ value: String) -> TestMail {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }

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
