import HelpDesk
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `Trouble with the mailbox` {
    /// What is wrong, and words that must stand in the log beside "Error connecting to inbox".
    enum Trouble: String, CaseIterable, Sendable {
        case wrongPassword, unreachable, unknownHost, expiredCertificate, unknownAuthority, noEncryption

        var words: [String] {
            switch self {
            case .wrongPassword: ["refused the user name or the password", "app password"]
            case .unreachable: ["Cannot connect to localhost:1", "Check the host name, the port and the firewall"]
            case .unknownHost: ["Cannot connect to nowhere.invalid:993", "Check the host name"]
            case .expiredCertificate: ["is not trusted", "expired on 2021-01-01", "must renew it"]
            case .unknownAuthority: ["is not trusted", "set TLS_CA_FILE"]
            case .noEncryption: ["No encrypted connection", "Check whether the port wants TLS or STARTTLS"]
            }
        }

        func settings(_ server: DovecotServer) -> [String: String] {
            switch self {
            case .wrongPassword: ["IMAP_PASSWORD": "not-the-password"]
            case .unreachable: ["IMAP_PORT": "1"]
            case .unknownHost: ["IMAP_HOST": "nowhere.invalid", "IMAP_PORT": "993"]
            case .expiredCertificate: [:]
            case .unknownAuthority: ["TLS_CA_FILE": ""]
            case .noEncryption: ["IMAP_PORT": "\(server.imapPort)"]
            }
        }
    }

    @Test(arguments: Trouble.allCases)
    func `the log, the page and the command say what to do, and the mail comes once it is done`(
        _ trouble: Trouble
    ) async throws {
        let isExpired = trouble == .expiredCertificate
        let dovecot =
            isExpired ? try await DovecotServer.start(certificate: .expired) : try await DovecotServer.shared()
        let mailbox = try dovecot.account("support")
        try mailbox.deliver(TestMail.mail(from: .anna, "Is anybody there?", to: mailbox).bytes)
        let installation = try await Installation(mailbox: mailbox)
        let token = try await Staff.hired(at: installation)
        let settings = trouble.settings(dovecot)

        let server = try await installation.serve(settings: settings)
        try await server.logs("Error connecting to inbox: ")
        for words in trouble.words { #expect(server.log.contains(words), "\(server.log)") }
        #expect(!server.log.contains("not-the-password") && !server.log.contains(mailbox.password))
        #expect(try await server.browser().open("/health").status == 200, "the pages do not suffer")
        let page = server.browser()
        #expect(try await page.signIn().text.contains(mailbox.user))
        #expect(await server.stop() == 0)

        let sync = try await installation.run("sync", settings: settings)
        #expect(sync.exitCode == 1)
        for words in trouble.words { #expect(sync.errors.contains(words), "\(sync.errors)") }

        guard !isExpired else { return }
        #expect(try await mailbox.unseenCount() == 1)
        let mended = try await installation.serve(), staff = Staff(script: mended.script(token: token))
        #expect(try await staff.ticket(from: .anna).subject == "Is anybody there?")
        #expect(await mended.stop() == 0)
    }

    @Test func `a mailbox that goes away and comes back is followed again`() async throws {
        let dovecot = try await DovecotServer.start(), mailbox = try dovecot.account("support")
        let installation = try await Installation(mailbox: mailbox)
        let token = try await Staff.hired(at: installation), server = try await installation.serve()
        let staff = Staff(script: server.script(token: token))
        try mailbox.deliver(TestMail.mail(from: .anna, "First", to: mailbox).bytes)
        _ = try await staff.ticket(from: .anna)

        dovecot.kill()
        try await server.logs("Error connecting to inbox: ")
        try mailbox.deliver(TestMail.mail(from: .boris, "Second", to: mailbox).bytes)
        try await dovecot.start()
        #expect(try await staff.ticket(from: .boris, within: .seconds(30)).subject == "Second")
        #expect(try await staff.tickets().count == 2)
        #expect(await server.stop() == 0)
        await dovecot.stop()
    }

    @Test func `what a crash has left unmarked is marked, and what people mark as unread stays so`() async throws {
        let mailbox = try await DovecotServer.shared().account("support")
        let installation = try await Installation(mailbox: mailbox)
        #expect(try await installation.run("init").exitCode == 0)
        for customer in [Sender.anna, .boris] {
            try mailbox.deliver(TestMail.mail(from: customer, "Help", to: mailbox).bytes)
        }
        #expect(try await installation.run("sync").lines.count == 2)

        try await mailbox.markAllUnread()
        #expect(try await installation.run("sync").output == "No unread emails\n")
        #expect(try await mailbox.unseenCount() == 2)

        // As if the crash had come right after the second mail was kept.
        try await installation.change("UPDATE mailbox_folder SET marked_uid = last_uid - 1")
        #expect(try await installation.run("sync").output == "No unread emails\n")
        #expect(try await mailbox.unseenCount() == 1)
    }

    @Test func `a mail of 60 MB makes a ticket with its beginning, and the original stays on the server`() async throws
    {
        let mailbox = try await DovecotServer.shared().account("support")
        let installation = try await Installation(mailbox: mailbox)
        let token = try await Staff.hired(at: installation), server = try await installation.serve()
        let staff = Staff(script: server.script(token: token))
        let huge = TestMail.mail(from: .anna, "My film", "It begins here.\r\n", to: mailbox)
            .bytes(withFile: [UInt8](repeating: 7, count: 45_000_000))
        try #require(huge.count > 60_000_000)
        try mailbox.deliver(huge)
        try mailbox.deliver(TestMail.mail(from: .boris, "A short one", to: mailbox).bytes)

        let ticket = try await staff.ticket(from: .anna, within: .seconds(60))
        #expect(ticket.subject == "My film")
        #expect(ticket.texts.first?.hasPrefix("It begins here.") == true)
        #expect(try await staff.ticket(from: .boris).subject == "A short one")
        let rows = try await installation.inspect { tx in try tx.ledger() }
        #expect(rows.map(\.isTruncated) == [false, true])
        #expect(rows.allSatisfy { $0.size < 3_000_000 })
        #expect(mailbox.messageCount == 2)
        #expect(await server.stop() == 0)
    }

    @Test func `mails of random bytes are kept, and the ones behind them come through`() async throws {
        let mailbox = try await DovecotServer.shared().account("support")
        let installation = try await Installation(mailbox: mailbox)
        let token = try await Staff.hired(at: installation), server = try await installation.serve()
        let staff = Staff(script: server.script(token: token))
        var random = SeededRandom(7)
        for size in [0, 1, 17, 1_000, 100_000] { try mailbox.deliver(random.bytes(size)) }
        try mailbox.deliver(TestMail.mail(from: .anna, "A real one", to: mailbox).bytes)

        #expect(try await staff.ticket(from: .anna, within: .seconds(120)).subject == "A real one")
        let rows = try await installation.inspect { tx in try tx.ledger() }
        #expect(rows.count == mailbox.messageCount)
        #expect(rows.allSatisfy { $0.outcome != .pending && $0.outcome != .failed }, "\(rows.map(\.failure))")
        #expect(await server.stop() == 0)
    }
}
