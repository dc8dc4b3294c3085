import Logging
import Mail
import TestKit
import Testing

@Suite struct `A mailbox on Dovecot` {
    @Test func `new mail is found, fetched and marked`() async throws {
        let account = try await DovecotServer.shared().account()
        try account.deliver("Subject: one\n\nFirst\n")
        try account.deliver("Subject: two\n\nSecond\n")
        let client = try await IMAPClient.connect(to: account.server.imaps, logger: Logger(label: "test"))
        try await client.authenticate(account.credentials)
        let folder = try await client.select("INBOX")
        #expect(folder.exists == 2)

        let uids = try await client.search(.unseen)
        var texts: [String] = []
        for try await message in client.messages(uids) {
            texts.append(String(decoding: message.raw ?? [], as: UTF8.self))
        }
        #expect(texts == ["Subject: one\r\n\r\nFirst\r\n", "Subject: two\r\n\r\nSecond\r\n"])

        #expect(try await client.search(.unseen) == uids)
        try await client.store(uids, adding: [.seen])
        #expect(try await client.search(.unseen) == [])
        await client.logout()
    }
}
