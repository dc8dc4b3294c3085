import Database
import Foundation
import Logging
import Mail

/// A mail on its way to a plus address and, it is hoped, back.
struct PlusTest {
    let mailboxID: Int64
    /// The beginning of its Message-ID.
    let token: String
}

extension Mailbox {
    /// How long a test of the plus address may take before it counts as failed.
    static let plusTestSeconds = 600.0
}

extension DeskTransaction {
    /// Sends a mail to a plus address of the mailbox. Comes it back within ten minutes, replies get a signed reply address
    /// from then on; else they no longer do.
    public func testPlusAddressing(of mailbox: Mailbox, by viewer: Viewer) throws {
        try viewer.requireOwner()
        guard let at = mailbox.address.lastIndex(of: "@") else { return }
        let token = Base32.text(randomBytes(15))
        let address = "\(mailbox.address[..<at])+deskbell-\(token)\(mailbox.address[at...])"
        let mail = OutgoingEmail(
            from: from(mailbox), replyTo: answersTo(mailbox),
            to: [Mail.Address(name: nil, address: address)], subject: "Deskbell tests its reply addresses",
            messageID: "\(token)@\(mailDomain(of: mailbox))", inReplyTo: [], references: [], date: now.date,
            extraHeaders: [("Auto-Submitted", "auto-generated")],
            text: "Deskbell has sent this to itself, and takes it out of the way when it arrives.\n", html: nil)
        try send(mail, kind: .test, to: address, from: mailbox)
        let until = now + Mailbox.plusTestSeconds
        try run(
            """
            UPDATE mailbox SET plus_test_token = \(token), plus_test_until = \(until), plus_tested_at = \(now)
            WHERE id = \(mailbox.id)
            """)
        try enqueue(.endPlusTest, payload: "\(mailbox.id) \(token)", at: until)
    }

    /// The tests that wait for their mail, nearly always none.
    func runningPlusTests() throws -> [PlusTest] {
        try all(Row.self, "SELECT id, plus_test_token FROM mailbox WHERE plus_test_until > \(now)").compactMap { row in
            guard let token: String = try row["plus_test_token"] else { return nil }
            return PlusTest(mailboxID: try row["id"], token: token)
        }
    }

    /// Whether this mail is a test that has come back; then the mailbox is known to have plus addresses.
    func isReturning(_ mail: ArrivedMail, among tests: [PlusTest]) throws -> Bool {
        guard let test = tests.first(where: { $0.mailboxID == mail.mailboxID }),
            Email.messageID(inHeader: mail.raw)?.hasPrefix("\(test.token)@") == true
        else { return false }
        desk.logger.info("[email-to-ticket] ✓ The test of the reply addresses has come back: they work")
        try setPlusAddressing(true, of: test.mailboxID)
        try run("UPDATE mailbox SET plus_test_token = NULL, plus_test_until = NULL WHERE id = \(test.mailboxID)")
        return true
    }

    /// The time is over: if the test still runs, the mail has not come.
    func endPlusTest(_ payload: String) throws {
        let words = payload.split(separator: " ").map(String.init)
        guard words.count == 2, let id = Int64(words[0]) else { return }
        let isRunning = try value(
            Int64.self, "SELECT 1 FROM mailbox WHERE id = \(id) AND plus_test_token = \(words[1])")
        guard isRunning != nil else { return }
        try setPlusAddressing(false, of: id)
        try run("UPDATE mailbox SET plus_test_token = NULL, plus_test_until = NULL WHERE id = \(id)")
    }
}
