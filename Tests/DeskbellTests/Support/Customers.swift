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

extension Sender {
    /// One of many customers.
    static func customer(_ number: Int) -> Sender {
        Sender(name: "Customer \(number)", address: "customer\(number)@customers.example")
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
