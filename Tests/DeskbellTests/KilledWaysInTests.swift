import Database
import Foundation
import HelpDesk
import Synchronization
import TestKit
import Testing

@Suite(.serialized) struct `Killed at random moments while mail is brought in by other ways than IMAP` {
    /// What a program posts, and posts again until it has been told that it is kept.
    private struct Post: Encodable {
        let raw: String
    }

    @Test(arguments: Engine.everyEngine)
    func `each mail makes one ticket, for whoever posts it until it is answered`(_ engine: Engine) async throws {
        let installation = try await Installation(engine)
        let token = try await Staff.hired(at: installation)
        var random = SeededRandom(20_261_121)
        let customers = (1...60).map(Sender.customer)
        var waiting = try customers.map { sender in
            let mail = String(decoding: TestMail(from: sender, "Help").bytes, as: UTF8.self)
            return String(decoding: try JSONEncoder().encode(Post(raw: mail)), as: UTF8.self)
        }
        var killedAtWork = 0
        for kill in 1...12 where !waiting.isEmpty {
            let server = try await installation.serve()
            let looks = kill == 12 ? nil : Int.random(in: 1...40, using: &random)
            let executioner = Task { [looks] in
                guard let looks else { return }
                var looked = 0
                try await eventually("the moment has come", within: .seconds(60)) {
                    looked += 1
                    return looked > looks
                }
                server.kill()
            }
            let script = server.script(token: token)
            while let next = waiting.first {
                guard let page = try? await script.call("POST", "/api/support/process-email", next),
                    [200, 202].contains(page.status)
                else { break }
                waiting.removeFirst()
            }
            if !waiting.isEmpty { killedAtWork += 1 }
            try await executioner.value
            if looks == nil { #expect(await server.stop() == 0) }
        }
        #expect(killedAtWork > 2, "a server that has nothing to do dies without harm")
        #expect(waiting.isEmpty)

        let server = try await installation.serve(), staff = Staff(script: server.script(token: token))
        try await eventually("all tickets", within: .seconds(30)) { try await staff.tickets().count >= customers.count }
        let tickets = try await staff.tickets()
        #expect(tickets.compactMap(\.user.email).sorted() == customers.map(\.address).sorted())
        let (created, duplicates, all) = try await installation.inspect { tx in
            (try tx.ledgerTotal(outcome: .created), try tx.ledgerTotal(outcome: .duplicate), try tx.ledgerTotal())
        }
        #expect(created == customers.count)
        #expect(all == created + duplicates, "what was posted again, and nothing else")
        let confirmed = try await installation.inspect { tx in
            try tx.recentDeliveries(limit: 500).filter { $0.kind == .confirmation }.map(\.recipient).sorted()
        }
        #expect(confirmed == customers.map(\.address).sorted())
        #expect(await server.stop() == 0)
    }

    @Test(arguments: Engine.everyEngine)
    func `each mail of an import makes one ticket, where it is begun again`(_ engine: Engine) async throws {
        let installation = try await Installation(engine), folder = try TemporaryFolder()
        #expect(try await installation.run("init").exitCode == 0)
        let mails = 400
        let mbox = (1...mails).map { number in
            let mail = TestMail(from: .customer(number), "Question \(number)")
            return "From a@b Fri Nov 20 10:00:00 2026\n\(String(decoding: mail.bytes, as: UTF8.self))\n"
        }
        try folder.write(mbox.joined(), to: "mails.mbox")
        let path = folder.path(of: "mails.mbox")
        var random = SeededRandom(99), killedAtWork = 0
        for _ in 1...8 {
            let run = try installation.launch("ingest", "--quiet-import", path)
            let looks = Int.random(in: 10...70, using: &random)
            var looked = 0
            try await eventually("the moment has come", within: .seconds(60)) {
                looked += 1
                return looked > looks || !run.isRunning
            }
            if run.isRunning { killedAtWork += 1 }
            run.kill()
        }
        #expect(killedAtWork > 2)
        let last = try await installation.run(["ingest", "--quiet-import", path], within: .seconds(120))
        #expect(last.exitCode == 0, "\(last.output)\(last.errors)")
        let (created, duplicates, all, waiting) = try await installation.inspect { tx in
            (
                try tx.ledgerTotal(outcome: .created), try tx.ledgerTotal(outcome: .duplicate), try tx.ledgerTotal(),
                try tx.waitingMailCount()
            )
        }
        #expect(created == mails)
        #expect(waiting == 0)
        #expect(all == 1_000 || all == created + duplicates)
        let deliveries = try await installation.inspect { tx in try tx.recentDeliveries(limit: 500) }
        #expect(deliveries.isEmpty, "a quiet import answers nobody, however often it is begun")
    }
}
