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
        #expect(try await MailSyncs(accounts: accounts).run(1).map(\.outcome) == [.created])
        #expect(try await subjects(desk) == ["First", "Second"])
        await desk.close()
        await proxy.stop()
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
