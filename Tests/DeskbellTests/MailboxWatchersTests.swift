import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Deskbell

@Suite struct `Watching several mailboxes` {
    @Test(arguments: Engine.everyEngine) func `one that the owner adds, changes or pauses is followed within seconds`(
        engine: Engine
    ) async throws {
        let server = try await DovecotServer.shared()
        let first = try server.account("first"), second = try server.account("second")
        let desk = try await FetchDesk(engine, first)
        try await desk.watching { board in
            try first.deliver(TestMail.mail(from: .anna, "To the first", to: first).bytes)
            try second.deliver(TestMail.mail(from: .boris, "To the second", to: second).bytes)
            let added = try await desk.add(second)
            try await eventually("both mails are tickets", within: .seconds(10)) {
                try await desk.ledger().filter { $0.outcome == .created }.count == 2
            }
            #expect(try await Set(desk.ledger().map(\.mailboxID)) == [1, added.id])
            try await eventually("the fetch is noted") { try await desk.mailbox(added.id).fetchedAt != nil }
            try await eventually("a watcher answers") { board.requests(of: added.id) != nil }

            try await desk.desk.write { tx in try added.pause(by: .system, in: tx) }
            try await eventually("it is no longer watched") { board.requests(of: added.id) == nil }
            try second.deliver(TestMail.mail(from: .boris, "While it is paused", to: second).bytes)
            await #expect(throws: DeskError.self, "nor fetched by hand") {
                try await MailSyncs(accounts: desk.accounts, board: board).run(added.id)
            }
            #expect(try await desk.ledger().count == 2)
            try await desk.desk.write { tx in try added.resume(by: .system, in: tx) }
            try await eventually("it goes on where it was", within: .seconds(10)) {
                try await desk.ledger().count == 3
            }
            try second.deliver(TestMail.mail(from: .boris, "By hand", to: second).bytes)
            let synced = try await MailSyncs(accounts: desk.accounts, board: board).run(added.id)
            #expect(synced.mails.count <= 1)
            try await eventually("it is there, by the watcher or by the sync") { try await desk.ledger().count == 4 }
        }
        await desk.close()
    }

    @Test func `a wrong password is told in the provider's words, and tried again when it is mended`() async throws {
        let account = try await DovecotServer.shared().account("locked"), desk = try await FetchDesk(.sqlite, nil)
        try account.deliver(TestMail.mail(from: .anna, "Waiting", to: account).bytes)
        try await desk.watching { _ in
            let added = try await desk.add(account) { $0.imapPassword = "wrong" }
            try await eventually("the failure is noted", within: .seconds(10)) {
                try await desk.mailbox(added.id).failure?.contains("refused the user name or the password") == true
            }
            var draft = MailboxDraft(added)
            draft.imapPassword = account.password
            try await desk.desk.write { [draft] tx in _ = try added.change(draft, by: .system, in: tx) }
            try await eventually("the mail is there", within: .seconds(10)) { try await desk.ledger().count == 1 }
            #expect(try await desk.mailbox(added.id).failure == nil)
        }
        await desk.close()
    }

    @Test func `pauses grow, obey the server, and leave a refused account alone`() {
        func seconds(_ failures: Int, _ error: any Error) -> Double { MailboxBackoff.seconds(after: failures, error) }
        let broken = IMAPError.connection(.closed(by: "server"))
        #expect([1, 2, 3, 11, 99].map { seconds($0, broken) } == [1, 2, 4, 900, 900])
        #expect(seconds(1, IMAPError.throttled(retryAfterSeconds: 30, serverText: "")) == 30)
        #expect(seconds(1, IMAPError.throttled(retryAfterSeconds: nil, serverText: "")) == 60)
        #expect(seconds(9, IMAPError.throttled(retryAfterSeconds: nil, serverText: "")) == 900)
        let refused = IMAPError.authenticationFailed(serverText: "no")
        #expect(seconds(1, refused) == 300 && seconds(2, refused) == 3_600)
        #expect((0..<100).allSatisfy { _ in (90...120).contains(MailboxBackoff.spread(100)) })
    }

    @Test func `the cure stands beside the provider's words`() {
        let yandex = "[AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled"
        let text = "\(IMAPError.authenticationFailed(serverText: yandex))"
        #expect(text.contains(yandex) && text.contains("switch IMAP on") && text.contains("app password"))
    }
}

@Suite struct `What a mailbox is told to do` {
    private func old(_ account: DovecotAccount) async throws {
        try account.deliver(TestMail.mail(from: .anna, "Old and read", to: account).bytes)
        try await account.markAllRead()
        try account.deliver(TestMail.mail(from: .anna, "Old and unread", to: account).bytes)
        try account.age(byDays: 10)
        try account.deliver(TestMail.mail(from: .boris, "Of yesterday", to: account).bytes)
        try account.age(byDays: 2)
    }

    @Test(arguments: [
        (Mailbox.ImportChoice.fromNow, [String]()), (.unread, ["Of yesterday", "Old and unread"]),
        (.lastDays(5), ["Of yesterday"]), (.all, ["Of yesterday", "Old and read", "Old and unread"]),
    ]) func `the first connection imports what the owner chose, and answers nobody`(
        _ choice: Mailbox.ImportChoice, _ expected: [String]
    ) async throws {
        let account = try await DovecotServer.shared().account("import"), desk = try await FetchDesk(.sqlite, nil)
        try await old(account)
        _ = try await desk.add(account) { $0.importChoice = choice }
        try await desk.sync()
        #expect(try await desk.ledger().compactMap(\.subject).sorted() == expected)
        #expect(try await desk.ledger().allSatisfy { $0.isQuiet && !$0.isAnswered })
        try account.deliver(TestMail.mail(from: .boris, "New", to: account).bytes)
        #expect(try await desk.sync().count == 1)
        #expect(try await desk.ledger().last?.isQuiet == false)
        await desk.close()
    }

    @Test(arguments: [
        Mailbox.AfterImport.seen, .keyword, .move(to: "Processed"), .delete,
    ]) func `imported mail is settled on the server as the owner chose`(_ choice: Mailbox.AfterImport) async throws {
        let account = try await DovecotServer.shared().account("after"), desk = try await FetchDesk(.sqlite, nil)
        _ = try await desk.add(account) { $0.afterImport = choice }
        try account.deliver(TestMail.mail(from: .anna, "One", to: account).bytes)
        try account.deliver(TestMail.mail(from: .boris, "Two", to: account).bytes)
        #expect(try await desk.sync().count == 2)
        #expect(try await desk.sync().isEmpty)
        let isLeft = choice == .seen || choice == .keyword
        #expect(try await account.count(.after(UID(0))) == (isLeft ? 2 : 0))
        #expect(try await account.count(.unseen) == (choice == .keyword ? 2 : 0))
        if choice == .keyword { #expect(try await account.count(.without(.ticketImported)) == 0) }
        if let folder = choice.folder { #expect(try await account.count(.after(UID(0)), in: folder) == 2) }
        await desk.close()
    }

    @Test func `what somebody writes in a mail client is read from Sent and from nowhere else`() async throws {
        let account = try await DovecotServer.shared().account("team"), desk = try await FetchDesk(.sqlite, nil)
        try await account.append(TestMail.mail(from: .anna, "Before it was watched", to: account).bytes, to: "Sent")
        let added = try await desk.add(account) { $0.watchesSent = true }
        try await desk.sync()
        #expect(try await desk.ledger().isEmpty)
        var answer = TestMail(from: Sender(name: "Team", address: account.user), "Re: A price")
        answer.to = Sender.anna.address
        try await account.append(answer.bytes, to: "Sent")
        try await desk.sync()
        #expect(try await desk.ledger().map(\.folderRole) == [.sent])
        #expect(try await desk.ledger().map(\.mailboxID) == [added.id])
        #expect(try await desk.sync().isEmpty)
        await desk.close()
    }

    @Test func `what was sent is put into Sent once, and is not read from there`() async throws {
        let account = try await DovecotServer.shared().account("copies"), desk = try await FetchDesk(.sqlite, nil)
        let added = try await desk.add(account) { draft in
            draft.copiesToSent = true
            draft.watchesSent = true
        }
        try account.deliver(TestMail.mail(from: .anna, "A price", to: account).bytes)
        try await desk.sync()
        let number = try await desk.desk.write { tx in
            let olga = try tx.addStaff("olga@desk.example", name: "Olga", role: .agent)
            let ticket = try tx.ticket("1", seenBy: .system)
            _ = try ticket.reply(Draft(text: "It costs 5.", channel: .portal), by: olga, in: tx)
            return ticket.number
        }
        for (delivery, _) in try await desk.desk.claimDeliveries() {
            _ = try await desk.desk.handOver(delivery)
            try await desk.desk.note(.accepted("250 OK"), of: delivery)
        }
        let before = try await desk.ledger().count
        for _ in 1...3 { try await desk.sync() }
        #expect(try await account.count(.after(UID(0)), in: "Sent") == 1, "\(number)")
        // A crash between the copy and its note leaves it due: it is found there.
        let left = try await desk.desk.database.write { tx in
            try tx.run("UPDATE delivery SET sent_copy = 'due' WHERE sent_copy = 'done'")
        }
        #expect(left == 1)
        try await desk.sync()
        #expect(try await account.count(.after(UID(0)), in: "Sent") == 1)
        #expect(try await desk.ledger().dropFirst(before).allSatisfy { $0.outcome == .ignored })
        #expect(try await desk.mailbox(added.id).failure == nil)
        await desk.close()
    }

    @Test func `each mailbox sends by its own server, and one that is refused keeps nobody else's mail back`()
        async throws
    {
        let server = try await DovecotServer.shared()
        let first = try server.account("envs"), second = try server.account("own")
        let common = try await SMTPSink.start(), own = try await SMTPSink.start()
        let desk = try await FetchDesk(.sqlite, first, more: common.environment)
        guard case .password(let user, let password)? = own.credentials else { return }
        _ = try await desk.add(second) { draft in
            draft.smtpHost = own.server.host
            draft.smtpPort = own.port
            draft.smtpUser = user
            draft.smtpPassword = password
        }
        try first.deliver(TestMail.mail(from: .anna, "To the first", to: first).bytes)
        try second.deliver(TestMail.mail(from: .boris, "To the second", to: second).bytes)
        try await desk.sync()
        await SMTPCarrier(accounts: desk.accounts).carry(try await desk.desk.claimDeliveries(), of: desk.desk)
        #expect(try await common.next().recipients == [Sender.anna.address])
        let mail = try await own.mail(to: .boris)
        #expect(mail.sender.isEmpty && mail.user == user)
        // The first connection of a mailbox that can send has begun to test its reply addresses.
        #expect(own.received.contains { $0.recipients[0].contains("+deskbell-") })
        #expect(common.received.count == 1)
        await desk.close()
        await common.stop()
        await own.stop()
    }

    @Test func `a mail to the plus address that comes back proves it, and one that does not disproves it`() async throws
    {
        let account = try await DovecotServer.shared().account("plus"), desk = try await FetchDesk(.sqlite, nil)
        let added = try await desk.add(account)
        try await desk.sync()
        try await desk.desk.write { tx in try tx.testPlusAddressing(of: added, by: .system) }
        let sent = try await desk.desk.claimDeliveries()
        let (delivery, mail) = try #require(sent.last)
        let name = account.user.prefix { $0 != "@" }
        #expect(delivery.recipient.hasPrefix("\(name)+deskbell-"))
        #expect(try await desk.mailbox(added.id).plusTestUntil != nil)
        try account.deliver(mail)
        try await desk.sync()
        #expect(try await desk.mailbox(added.id).hasPlusAddressing)
        #expect(try await desk.ledger().map(\.outcome) == [.ignored])

        try await desk.desk.write { tx in try tx.testPlusAddressing(of: added, by: .system) }
        try await desk.desk.database.write { tx in try tx.run("UPDATE job SET run_at = 0 WHERE kind = 'end_plus_test'")
        }
        try await desk.desk.runJobs()
        #expect(try await !desk.mailbox(added.id).hasPlusAddressing)
        #expect(try await desk.mailbox(added.id).plusTestUntil == nil)
        await desk.close()
    }
}
