import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Deskbell

@Suite struct `Fetching through trouble` {
    private func subjects(_ desk: FetchDesk) async throws -> [String] {
        try await desk.ledger().map { $0.subject ?? "?" }.sorted()
    }

    /// How the connection is cut: at each command in turn, before the server has heard it or after it has done it.
    @Test(arguments: [true, false]) func `a connection cut at any command loses nothing and doubles nothing`(
        isBefore: Bool
    ) async throws {
        let server = try await DovecotServer.shared()
        let proxy = try await FaultyProxy.start(before: server.imapPort)
        var number = 0, wasCut = true
        while wasCut {
            number += 1
            let account = try server.account("cut"), desk = try await FetchDesk(.sqlite, account, port: proxy.port)
            for subject in ["One", "Two", "Three"] {
                try account.deliver(TestMail.mail(from: .anna, subject, to: account).bytes)
            }
            proxy.arm(isBefore ? .beforeCommand(number) : .afterCommand(number))
            _ = try? await desk.sync()
            wasCut =
                proxy.commands.count >= number && !(proxy.commands.last == "LOGOUT" && proxy.commands.count == number)
            let reached = proxy.commands
            proxy.arm(nil)
            try account.deliver(TestMail.mail(from: .anna, "Four", to: account).bytes)
            try await desk.sync()
            #expect(try await subjects(desk) == ["Four", "One", "Three", "Two"], "cut at \(number) of \(reached)")
            #expect(try await desk.ledger().allSatisfy { $0.outcome == .created }, "cut at \(number) of \(reached)")
            #expect(try await account.unseenCount() == 0, "cut at \(number) of \(reached)")
            await desk.close()
            try #require(number < 60)
        }
        #expect(number > 8)
        await proxy.stop()
    }

    @Test(arguments: Engine.everyEngine) func `a folder that was renumbered gives no mail twice and no old mail`(
        engine: Engine
    ) async throws {
        let account = try await DovecotServer.shared().account("renumbered")
        try account.deliver(TestMail.mail(from: .anna, "Read long ago", to: account).bytes)
        try await account.markAllRead()
        try account.age(byDays: 30)
        try account.deliver(TestMail.mail(from: .anna, "Unread", to: account).bytes)
        let desk = try await FetchDesk(engine, account)
        #expect(try await desk.sync().count == 1)
        try account.deliver(TestMail.mail(from: .boris, "Known", to: account).bytes)
        try await desk.sync()

        try account.changeUIDValidity()
        try account.deliver(TestMail.mail(from: .boris, "New", to: account).bytes)
        #expect(try await desk.sync().map(\.outcome) == [.created])
        #expect(try await subjects(desk) == ["Known", "New", "Unread"])
        #expect(try await desk.sync().isEmpty)
        await desk.close()
    }

    @Test func `an account on another server is compared with the ledger too, whatever its numbers are`() async throws {
        let server = try await DovecotServer.shared(), account = try server.account("moved")
        let proxy = try await FaultyProxy.start(before: server.imapPort)
        try account.deliver(TestMail.mail(from: .anna, "First", to: account).bytes)
        let desk = try await FetchDesk(.sqlite, account)
        try await desk.sync()
        try account.deliver(TestMail.mail(from: .anna, "Second", to: account).bytes)
        // The same store under another name: equal UIDVALIDITY and UIDs must not be trusted.
        let other = ["IMAP_HOST": "127.0.0.1", "IMAP_PORT": "\(proxy.port)", "IMAP_USE_SSL": "false"]
        let settings = try Settings(Environment(account.environment.merging(other) { $1 }))
        let accounts = MailboxAccounts(desk: desk.desk, settings: settings)
        #expect(try await MailSyncs(accounts: accounts).run(1).mails.map(\.outcome) == [.created])
        #expect(try await subjects(desk) == ["First", "Second"])
        await desk.close()
        await proxy.stop()
    }

    @Test func `a message over which the server closes the connection is shown as refused, and the others come`()
        async throws
    {
        let account = try await DovecotServer.shared().account("poison"), desk = try await FetchDesk(.sqlite, account)
        for subject in ["One", "Poison", "Three"] {
            try account.deliver(TestMail.mail(from: .anna, subject, to: account).bytes)
        }
        try account.makeUnreadable(subject: "Poison")
        try await desk.sync()
        let refused = "(message 2 could not be fetched)"
        #expect(try await subjects(desk) == [refused, "One", "Three"])
        #expect(try await desk.ledger().map(\.isRefused) == [false, true, false])
        #expect(try await desk.ledger().map(\.outcome) == [.created, .failed, .created])
        #expect(try await account.unseenCount() == 1, "nobody has read it")
        // Nor is it taken for mail that was kept right before a crash, and not yet marked.
        try await desk.desk.database.write { tx in try tx.run("UPDATE mailbox_folder SET marked_uid = NULL") }
        try await desk.sync()
        #expect(try await account.unseenCount() == 1)

        try account.deliver(TestMail.mail(from: .boris, "Four", to: account).bytes)
        try await desk.sync()
        // A day later it is not asked for again.
        try await desk.desk.database.write { tx in
            try tx.run("UPDATE mailbox_folder SET swept_at = swept_at - 90000000000")
        }
        #expect(try await desk.sync().isEmpty)
        #expect(try await subjects(desk) == [refused, "Four", "One", "Three"])
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a refused message is fetched again by itself, or when somebody asks, and becomes its ticket`(
        engine: Engine
    ) async throws {
        let account = try await DovecotServer.shared().account("mended"), desk = try await FetchDesk(engine, account)
        for subject in ["One", "Poison", "Venom"] {
            try account.deliver(TestMail.mail(from: .anna, subject, to: account).bytes)
        }
        for subject in ["Poison", "Venom"] { try account.makeUnreadable(subject: subject) }
        try await desk.sync()
        func refused() async throws -> [LedgerEntry] { try await desk.ledger().filter(\.isRefused) }
        #expect(try await refused().count == 2)

        // In vain, and each break is counted before it happens: the next look does not run into it again.
        let first = try #require(try await refused().first)
        try await desk.desk.write { tx in try first.retry(by: Viewer.system, in: tx) }
        #expect(try await desk.sync().isEmpty)
        #expect(try await refused().count == 2)
        #expect(try await desk.sync().isEmpty)

        try account.makeReadable()
        try await desk.desk.write { tx in try first.retry(by: Viewer.system, in: tx) }
        #expect(try await desk.sync().map(\.outcome) == [.created])
        #expect(try await refused().count == 1)
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try first.retry(by: Viewer.system, in: tx) }
        }
        // As if the time had passed.
        try await desk.desk.database.write { tx in
            try tx.run("UPDATE ledger SET refetch_at = 1 WHERE refetch_at IS NOT NULL")
        }
        #expect(try await desk.sync().map(\.outcome) == [.created])
        #expect(try await subjects(desk) == ["One", "Poison", "Venom"])
        #expect(try await account.unseenCount() == 0)
        #expect(try await desk.sync().isEmpty)
        await desk.close()
    }

    @Test func `a message of which the server sends no content stands in the ledger, and comes once it is sent`()
        async throws
    {
        let mails = (1...5).map { TestMail(from: .customer($0), "Mail \($0)").bytes }
        let server = try await ScriptedMailbox.start(mails)
        server.answer(2, with: .null)
        server.answer(4, with: .none)
        let desk = try await FetchDesk(.sqlite, nil, more: server.environment)
        try await desk.sync()
        #expect(try await desk.ledger().map(\.isRefused) == [false, true, false, true, false])
        #expect(try await desk.ledger().map(\.outcome) == [.created, .failed, .created, .failed, .created])
        #expect(try await desk.sync().isEmpty)

        server.answer(2, with: .whole)
        server.expunge(4)
        try await desk.desk.database.write { tx in
            try tx.run("UPDATE ledger SET refetch_at = 1 WHERE refetch_at IS NOT NULL")
        }
        #expect(try await desk.sync().map(\.outcome) == [.created])
        let left = try await desk.ledger().filter(\.isRefused)
        #expect(left.count == 1 && left.first?.failure?.contains("no longer in the folder") == true)
        await desk.close()
        await server.stop()
    }

    @Test func `a server that hands out nothing for a while has no message written off`() async throws {
        let server = try await DovecotServer.shared(), account = try server.account("outage")
        let proxy = try await FaultyProxy.start(before: server.imapPort)
        let desk = try await FetchDesk(.sqlite, account, port: proxy.port)
        try account.deliver(TestMail.mail(from: .anna, "One", to: account).bytes)
        try await desk.sync()
        for subject in ["Two", "Three"] {
            try account.deliver(TestMail.mail(from: .boris, subject, to: account).bytes)
        }
        proxy.arm(.beforeEvery("UID FETCH"))
        for _ in 0..<2 { await #expect(throws: (any Error).self) { try await desk.sync() } }
        proxy.arm(nil)
        try await desk.sync()
        #expect(try await subjects(desk) == ["One", "Three", "Two"])
        #expect(try await desk.ledger().allSatisfy { !$0.isTruncated })
        await desk.close()
        await proxy.stop()
    }

    @Test func `mail that is deleted after import is not, where only a part of it was kept`() async throws {
        let account = try await DovecotServer.shared().account("large"), desk = try await FetchDesk(.sqlite, nil)
        let huge = TestMail.mail(from: .anna, "My film", "It begins here.\r\n", to: account)
        try account.deliver(huge.bytes(withFile: [UInt8](repeating: 7, count: 45_000_000)))
        try account.deliver(TestMail.mail(from: .boris, "Short", to: account).bytes)
        _ = try await desk.add(account) { $0.afterImport = .delete }
        try await desk.sync()
        #expect(try await subjects(desk) == ["My film", "Short"])
        #expect(account.messageCount == 1, "the original of what is too large stays on the server")
        #expect(try await account.unseenCount() == 0)
        #expect(try await desk.sync().isEmpty)
        await desk.close()
    }

    @Test func `the daily sweep finds what the cursor has passed by`() async throws {
        let account = try await DovecotServer.shared().account("swept"), desk = try await FetchDesk(.sqlite, account)
        try account.deliver(TestMail.mail(from: .anna, "First", to: account).bytes)
        try account.deliver(TestMail.mail(from: .boris, "Second", to: account).bytes)
        try await desk.sync()
        // As if the first had become visible after the second was fetched.
        try await desk.desk.database.write { tx in
            try tx.run("DELETE FROM ledger WHERE uid = 1")
            try tx.run("UPDATE mailbox_folder SET began_at = began_at - 86400000000")
        }
        #expect(try await desk.sync().isEmpty)
        try await desk.desk.database.write { tx in
            try tx.run("UPDATE mailbox_folder SET swept_at = swept_at - 90000000000")
        }
        #expect(try await desk.sync().count == 1)
        #expect(try await subjects(desk) == ["First", "Second"])
        #expect(try await desk.sync().isEmpty)
        await desk.close()
    }
}
