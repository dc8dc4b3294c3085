import Foundation
import Mail
import TestKit

extension TestMail {
    /// A mail to the support mailbox that this account is.
    static func mail(
        from sender: Sender, _ subject: String, _ text: String = "Please help.", to account: DovecotAccount
    )
        -> TestMail
    {
        var mail = TestMail(from: sender, subject, text)
        mail.to = account.user
        return mail
    }

    /// The customer's answer to a mail of ours, as mail programs make it.
    static func answer(to mail: ReceivedMail, _ text: String, from sender: Sender) -> TestMail {
        let read = Email(parsing: mail.bytes)
        var answer = TestMail(from: sender, "Re: \(read.subject)", text)
        answer.to = read.replyTo.first?.address ?? read.from?.address ?? ""
        answer.inReplyTo = read.messageID
        answer.references = read.references + [read.messageID].compactMap(\.self)
        return answer
    }
}

extension TestMail {
    /// The mail with an attached file.
    func bytes(withFile content: [UInt8]) -> [UInt8] {
        let head = "Content-Type: multipart/mixed; boundary=part\r\n"
        let mail = String(decoding: bytes, as: UTF8.self).replacing(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
            with: "\(head)\r\n--part\r\n\r\n")
        let file = Data(content).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn])
        let part = "Content-Type: application/zip; name=files.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        return Array("\(mail)\r\n--part\r\n\(part)\(file)\r\n--part--\r\n".utf8)
    }
}

extension Sender {
    /// One of many customers.
    static func customer(_ number: Int) -> Sender {
        Sender(name: "Customer \(number)", address: "customer\(number)@customers\(number / 20).example")
    }
}

extension SMTPSink {
    /// The mail that came for one recipient.
    func mails(to sender: Sender) -> [ReceivedMail] { received.filter { $0.recipients == [sender.address] } }

    /// The newest mail to a customer, as soon as there are so many.
    func mail(_ count: Int = 1, to sender: Sender, within limit: Duration = .seconds(10)) async throws -> ReceivedMail {
        try await eventually("mail \(count) to \(sender.address)", within: limit) { mails(to: sender).count >= count }
        return mails(to: sender)[count - 1]
    }
}

extension DovecotAccount {
    /// How many mails in the inbox nobody has marked as read.
    func unseenCount() async throws -> Int { try await count(.unseen) }

    func count(_ criterion: SearchCriterion) async throws -> Int {
        try await inInbox { client in try await client.search(criterion).count }
    }

    /// Somebody marks everything as unread, in a mail program.
    func markAllUnread() async throws {
        try await inInbox { client in try await client.store(client.search(.after(UID(0))), removing: [.seen]) }
    }

    /// Somebody reads everything, in a mail program.
    func markAllRead() async throws {
        try await inInbox { client in try await client.store(client.search(.after(UID(0))), adding: [.seen]) }
    }

    /// A mail program keeps a mail in a folder.
    func append(_ mail: [UInt8], to folder: String) async throws {
        try await inInbox { client in try await client.append(mail, to: folder) }
    }

    func count(_ criterion: SearchCriterion, in folder: String) async throws -> Int {
        try await inInbox { client in
            _ = try await client.select(folder)
            return try await client.search(criterion).count
        }
    }

    private func inInbox<T: Sendable>(_ work: (IMAPClient) async throws -> T) async throws -> T {
        let client = try await IMAPClient.connect(to: server.imaps, logger: TestDatabase.quiet)
        defer { client.close() }
        try await client.authenticate(credentials)
        _ = try await client.select("INBOX")
        let result = try await work(client)
        await client.logout()
        return result
    }
}
