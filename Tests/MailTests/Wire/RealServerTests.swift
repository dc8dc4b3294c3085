import Foundation
import Logging
import TestKit
import Testing

@testable import Mail

/// A connection with the inbox open.
private func inbox(of account: DovecotAccount, limits: FetchLimits = FetchLimits()) async throws -> IMAPClient {
    let client = try await IMAPClient.connect(
        to: account.server.imaps, limits: limits, logger: Logger(label: "test"))
    try await client.authenticate(account.credentials)
    _ = try await client.select("INBOX")
    return client
}

@Suite(.timeLimit(.minutes(1))) struct `A mailbox on Dovecot` {
    @Test func `a folder that does not exist is named`() async throws {
        let client = try await inbox(of: DovecotServer.shared().account())
        let error = await imapError { _ = try await client.select("Работа") }
        guard case .noSuchFolder("Работа", _) = error else { return #expect(error == nil) }
        await client.logout()
    }

    @Test func `a mail of 60 megabytes is taken in part`() async throws {
        let account = try await DovecotServer.shared().account()
        let head =
            "From: anna@example.org\r\nSubject: big\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed;\r\n boundary=b\r\n\r\n"
        let text = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHere is the film.\r\n"
        let line = Array((String(repeating: "QUJD", count: 19) + "\r\n").utf8)
        var raw = Array(
            (head + text + "--b\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n").utf8)
        for _ in 0..<(60 << 20) / line.count + 1 { raw += line }
        try account.deliver(raw + Array("--b--\r\n".utf8))
        try account.deliver("Subject: small\n\nx\n")

        let client = try await inbox(of: account)
        let messages = try await client.all(client.search(.unseen))
        guard case .tooLarge(let large) = messages.first?.content else { return #expect(messages.count == 0) }
        #expect(large.size == raw.count + 7)
        #expect(String(decoding: large.headers, as: UTF8.self) == head)
        #expect(
            String(decoding: large.excerpt, as: UTF8.self) == """
                From: anna@example.org\r
                Subject: big\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                \r
                Here is the film.
                """)
        #expect(messages.last?.raw == Array("Subject: small\r\n\r\nx\r\n".utf8))
        await client.logout()
    }

    @Test func `new mail is found, fetched and marked`() async throws {
        let account = try await DovecotServer.shared().account()
        try account.deliver("Subject: one\n\nFirst\n")
        try account.deliver("Subject: two\n\nSecond\n")
        let client = try await inbox(of: account)
        #expect(await client.selected?.exists == 2)
        #expect(await client.selected?.canStore(Flag(rawValue: "$Imported")) == true)

        let uids = try await client.search(.unseen)
        let messages = try await client.all(uids)
        #expect(
            messages.map(\.raw) == ["one\r\n\r\nFirst", "two\r\n\r\nSecond"].map { Array("Subject: \($0)\r\n".utf8) })
        #expect(messages.allSatisfy { abs($0.internalDate?.timeIntervalSinceNow ?? .infinity) < 60 })

        #expect(try await client.search(.unseen) == uids)
        try await client.store([uids[0]], adding: [.seen, Flag(rawValue: "$Imported")])
        #expect(try await client.search(.unseen) == [uids[1]])
        #expect(try await client.search(.without(Flag(rawValue: "$Imported"))) == [uids[1]])
        #expect(try await client.search(.after(uids[0])) == [uids[1]])
        #expect(try await client.search(.after(uids[1])) == [])
        #expect(try await client.search(.since(Date(timeIntervalSinceNow: -86_400)), .unseen) == [uids[1]])
        #expect(try await client.search(.since(Date(timeIntervalSinceNow: 2 * 86_400))) == [])
        try await client.store([uids[0]], removing: [.seen])
        #expect(try await client.search(.unseen) == uids)
        await client.logout()
    }

    @Test func `a thousand messages come in order while others are marked`() async throws {
        let account = try await DovecotServer.shared().account()
        let sizes = (0..<1_000).map { $0 % 97 == 0 ? 300_000 : $0 % 7 * 1_000 }
        for (number, size) in sizes.enumerated() {
            try account.deliver("Subject: \(number)\n\n\(String(repeating: "x", count: size))\n")
        }
        let client = try await inbox(of: account, limits: FetchLimits(batchBytes: 500_000, batchMessages: 20))
        let uids = try await client.search(.unseen)
        #expect(uids.count == 1_000)
        var subjects: [Int] = []
        for try await batch in client.messages(uids).batches(ofMessages: 64, bytes: 1_000_000) {
            #expect(batch.count <= 64)
            subjects += batch.map { message in
                let line = message.raw?.dropFirst(9).prefix { $0 != 13 } ?? []
                return Int(String(decoding: line, as: UTF8.self)) ?? -1
            }
            try await client.store(batch.map(\.uid), adding: [.seen])
        }
        #expect(subjects.sorted() == Array(0..<1_000))
        #expect(try await client.search(.unseen) == [])
        await client.logout()
    }

    @Test func `a fetch can be left and another begun`() async throws {
        let account = try await DovecotServer.shared().account()
        for number in 1...200 { try account.deliver("Subject: \(number)\n\n\(String(repeating: "x", count: 9_000))\n") }
        let client = try await inbox(of: account, limits: FetchLimits(batchMessages: 5))
        let uids = try await client.search()
        for try await _ in client.messages(uids) { break }
        #expect(try await client.all(Array(uids.suffix(3))).map(\.uid) == Array(uids.suffix(3)))
        try await client.noop()
        #expect(try await client.all([UID(999_999)]).map(\.content) == [.missing])
        await client.logout()
    }

    @Test func `another numbering is seen`() async throws {
        let account = try await DovecotServer.shared().account()
        try account.deliver("Subject: x\n\nx\n")
        let before = try await inbox(of: account)
        let old = try #require(await before.selected?.uidValidity)
        await before.logout()
        try account.changeUIDValidity()
        let after = try await inbox(of: account)
        #expect(await after.selected?.uidValidity != old)
        #expect(try await after.search().count == 1)
        await after.logout()
    }

    @Test func `a copy goes into the folder for sent mail`() async throws {
        let client = try await inbox(of: DovecotServer.shared().account())
        let folders = try await client.list()
        #expect(folders.first { $0.role == .junk }?.name == "Junk")
        let sent = try #require(folders.first { $0.role == .sent })
        let message = Array("Subject: Ответ\r\n\r\nГотово\r\n".utf8)
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        try await client.append(message, to: sent.name, date: date)
        #expect(try await client.examine(sent.name).isReadOnly)
        let copies = try await client.all(client.search())
        #expect(copies.map(\.raw) == [message])
        #expect(copies.first?.flags == [.seen])
        #expect(copies.first?.internalDate == date)
        await client.logout()
    }
}

@Suite(.timeLimit(.minutes(1))) struct `Mail that goes the whole round` {
    @Test func `what is sent to an account comes out of its mailbox, dots and all`() async throws {
        let account = try await DovecotServer.shared().account("help")
        let sink = try await SMTPSink.start()
        sink.deliver(to: account)
        let address = account.user.replacing("@", with: "+token@")
        let text = "Subject: round\r\n\r\n.\r\n..dots\r\n" + String(repeating: "x", count: 5_000) + "\r\n"
        #expect(await send(text, to: ["other@example.org", address], via: sink).kinds == ["accepted", "accepted"])
        let client = try await inbox(of: account)
        let mails = try await client.all(client.search(.unseen))
        #expect(mails.map(\.raw) == [Array("Return-Path: <desk@example.test>\r\n\(text)".utf8)])
        await client.logout()
        await sink.stop()
    }
}

@Suite(.timeLimit(.minutes(1))) struct `Waiting for new mail` {
    @Test func `a delivery wakes within a second`() async throws {
        let account = try await DovecotServer.shared().account()
        let client = try await inbox(of: account)
        var waits: [Duration] = []
        for number in 1...3 {
            #expect(try await client.search(.unseen).count == number - 1)
            let idling = Task { (try await client.idle(), ContinuousClock.now) }
            try await eventually("the server idles") { client.isIdling }
            let delivered = ContinuousClock.now
            try account.deliver("Subject: wake up\n\nx\n")
            let (end, woken) = try await idling.value
            #expect(end == .newMessages)
            waits.append(woken - delivered)
        }
        // The best of three, since other tests may keep the machine busy. Dovecot itself takes half a second.
        #expect(try #require(waits.min()) < .seconds(1))
        await client.logout()
    }

    @Test func `what came between the search and the wait is not slept over`() async throws {
        let account = try await DovecotServer.shared().account()
        let client = try await inbox(of: account)
        #expect(try await client.search(.unseen) == [])
        try account.deliver("Subject: quick\n\nx\n")
        #expect(try await client.idle() == .newMessages)
        #expect(try await client.search(.unseen).count == 1)
        await client.logout()
    }

    @Test func `cancelling ends at once`() async throws {
        let client = try await inbox(of: DovecotServer.shared().account())
        let idling = Task { try await client.idle() }
        try await eventually("the server idles") { client.isIdling }
        let start = ContinuousClock.now
        idling.cancel()
        await #expect(throws: CancellationError.self) { try await idling.value }
        #expect(ContinuousClock.now - start < .milliseconds(500))
    }

    @Test func `it comes back to be renewed, and when it is asked to`() async throws {
        let client = try await inbox(of: DovecotServer.shared().account())
        #expect(try await client.idle(renewEverySeconds: 0.1) == .timeToRenew)
        let idling = Task { try await client.idle() }
        try await eventually("the server idles") { client.isIdling }
        client.stopIdling()
        #expect(try await idling.value == .stopped)
        // Asked before it begins, it does not begin to wait.
        client.stopIdling()
        #expect(try await client.idle() == .stopped)
        #expect(try await client.search() == [])
        await client.logout()
    }

    @Test func `a second task on the same connection is refused`() async throws {
        let client = try await inbox(of: DovecotServer.shared().account())
        let idling = Task { try await client.idle() }
        try await eventually("the server idles") { client.isIdling }
        #expect(await imapError { try await client.noop() } == .connection(.busy))
        client.stopIdling()
        #expect(try await idling.value == .stopped)
        await client.logout()
    }

    @Test func `a server that goes down ends it, and comes back with its mail`() async throws {
        let server = try await DovecotServer.start()
        let account = try server.account()
        try account.deliver("Subject: kept\n\nx\n")
        for isKilled in [false, true] {
            let client = try await inbox(of: account)
            let idling = Task { try await client.idle() }
            try await eventually("the server idles") { client.isIdling }
            if isKilled { server.kill() } else { await server.stop() }
            let error = await imapError { _ = try await idling.value }
            #expect(error?.isTemporary == true)
            try await server.start()
        }
        let client = try await inbox(of: account)
        #expect(try await client.search(.unseen).count == 1)
        await client.logout()
        await server.stop()
    }
}
