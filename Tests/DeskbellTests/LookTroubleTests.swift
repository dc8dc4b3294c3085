import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Deskbell

@Suite struct `Looking into a mailbox whose Sent folder is filled` {
    private struct Scene {
        let account: DovecotAccount
        let proxy: FaultyProxy
        let desk: FetchDesk

        /// An answer has gone out, and its copy is due.
        init() async throws {
            let server = try await DovecotServer.shared()
            account = try server.account("copies")
            proxy = try await FaultyProxy.start(before: server.imapPort)
            desk = try await FetchDesk(.sqlite, account, port: proxy.port)
            try account.deliver(TestMail.mail(from: .anna, "A price", to: account).bytes)
            try await desk.sync()
            try await desk.desk.database.write { tx in try tx.run("UPDATE mailbox SET copies_to_sent = 1") }
            try await desk.desk.write { tx in
                let olga = try tx.addStaff("olga@desk.example", name: "Olga", role: .agent)
                _ = try tx.ticket("1", seenBy: .system).reply(
                    Draft(text: "It costs 5.", channel: .portal), by: olga, in: tx)
            }
            for (delivery, _) in try await desk.desk.claimDeliveries() {
                _ = try await desk.desk.handOver(delivery)
                try await desk.desk.note(.accepted("250 OK"), of: delivery)
            }
            try account.deliver(TestMail.mail(from: .boris, "New", to: account).bytes)
        }

        func copies() async throws -> Int { try await account.count(.after(UID(0)), in: "Sent") }

        func subjects() async throws -> [String] { try await desk.ledger().compactMap(\.subject) }

        func close() async {
            await desk.close()
            await proxy.stop()
        }
    }

    @Test(arguments: ["NO [OVERQUOTA] The mailbox is full", "NO [LIMIT] Too large", "NO It is not wanted"])
    func `a copy that finds no room keeps no incoming mail back, and is not tried again`(_ words: String) async throws {
        let scene = try await Scene()
        scene.proxy.arm(.answered("APPEND", words))
        try await scene.desk.sync()
        #expect(try await scene.subjects() == ["A price", "New"])
        scene.proxy.arm(nil)
        try await scene.desk.sync()
        #expect(try await scene.copies() == 0)
        await scene.close()
    }

    @Test func `a Sent folder that is not to be found for now keeps no incoming mail back`() async throws {
        let scene = try await Scene()
        scene.proxy.arm(.answered("LIST", "NO [UNAVAILABLE] Later"))
        try await scene.desk.sync()
        #expect(try await scene.subjects() == ["A price", "New"])
        #expect(try await scene.desk.mailbox(1).failure?.contains("Later") == true, "and it is told")
        scene.proxy.arm(nil)
        try await scene.desk.sync()
        #expect(try await scene.copies() == 1)
        await scene.close()
    }

    @Test func `a copy whose content is gone keeps no incoming mail back`() async throws {
        let scene = try await Scene()
        try await scene.desk.desk.database.write { tx in
            try tx.run("DELETE FROM content WHERE hash IN (SELECT mail_hash FROM delivery WHERE kind = 'reply')")
        }
        try await scene.desk.sync()
        #expect(try await scene.subjects() == ["A price", "New"])
        #expect(try await scene.copies() == 0)
        await scene.close()
    }

    @Test func `while another process puts copies there, this one puts none`() async throws {
        let scene = try await Scene()
        let later = Instant.now() + 600
        try await scene.desk.desk.database.write { tx in
            try tx.run(
                "INSERT INTO lease (name, holder, until) VALUES ('sent copies 1', 'elsewhere/1/1', \(later))")
        }
        try await scene.desk.sync()
        #expect(try await scene.copies() == 0)
        try await scene.desk.desk.database.write { tx in try tx.run("DELETE FROM lease") }
        for _ in 1...2 { try await scene.desk.sync() }
        #expect(try await scene.copies() == 1)
        await scene.close()
    }

    @Test func `a look that takes long keeps the mailbox`() async throws {
        let scene = try await Scene()
        scene.proxy.arm(.answered("SELECT", nil))
        try await scene.desk.watching { _ in
            try await eventually("the look has begun") { scene.proxy.commands.contains("SELECT") }
            try await scene.desk.desk.database.write { tx in
                try tx.run("UPDATE lease SET until = \(Instant.now() + 1) WHERE name = 'mailbox 1'")
            }
            try await eventually("the lease is renewed", within: .seconds(20)) {
                let until = try await scene.desk.desk.database.read { tx in
                    try tx.values(Instant.self, "SELECT until FROM lease WHERE name = 'mailbox 1'")
                }
                return until.first.map { $0 > Instant.now() + 10 } ?? false
            }
        }
        await scene.close()
    }
}

@Suite struct `A server that closes the connection before it takes any mail` {
    @Test func `is not asked again and again at once`() async throws {
        let server = try await LineServer.start { connection in
            try await connection.send("220 smtp.example ESMTP")
            _ = try await connection.readLine()
            try await connection.send("250 smtp.example")
        }
        let desk = try await FetchDesk(
            .sqlite, nil,
            more: ["SMTP_HOST": "127.0.0.1", "SMTP_PORT": "\(server.port)", "SMTP_USE_TLS": "false"])
        try await desk.desk.write { tx in
            let olga = try tx.addStaff("olga@desk.example", name: "Olga", role: .agent)
            try tx.answerLamp(tx.lampTicket(of: .anna), by: olga, fileBytes: 0)
        }
        let mails = try await desk.desk.claimDeliveries()
        await SMTPCarrier(accounts: desk.accounts, timeouts: .all(5)).carry(mails, of: desk.desk)
        // The close may be seen before a mail is begun, which ends it, or with that mail.
        #expect((1...mails.count).contains(server.connectionCount))
        let left = try await desk.desk.read { tx in try tx.recentDeliveries() }
        #expect(left.allSatisfy { $0.state == .queued && $0.serverReply != nil })
        #expect(try await desk.desk.claimDeliveries().isEmpty, "it rests")
        await desk.close()
        await server.stop()
    }
}
