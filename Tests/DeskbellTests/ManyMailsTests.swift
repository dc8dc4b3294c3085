import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

/// A mailbox full of mail, and a server that is killed three times while it reads it. `benchmarks/fetch.sh` runs it with
/// 50,000 mails (`DESKBELL_FETCH_MAILS`).
@Suite(.serialized) struct `A full mailbox` {
    static var mails: Int { ProcessInfo.processInfo.environment["DESKBELL_FETCH_MAILS"].flatMap(Int.init) ?? 800 }

    @Test(arguments: Engine.everyEngine)
    func `becomes one ticket a mail over three restarts, and memory stays flat`(engine: Engine) async throws {
        let dovecot = try await DovecotServer.start(), account = try dovecot.account("full")
        for number in 1...Self.mails {
            try account.deliver(
                TestMail.mail(from: .customer(number), "Question \(number)", to: account).bytes)
        }
        // So old that nobody is answered: this is about what comes in.
        try account.age(byDays: 3)
        let installation = try await Installation(engine, mailbox: account)
        #expect(try await installation.run("init").exitCode == 0)
        let database = try await Database.open(installation.location, logger: TestDatabase.quiet)
        let start = ContinuousClock.now
        var peaks: [Int] = []

        for part in 1...3 {
            let server = try await installation.serve("--only-workers")
            try await eventually("part \(part) is kept", within: .seconds(1_800)) {
                try await count(database, "SELECT count(*) FROM ledger") >= Self.mails * part / 4
            }
            peaks.append(server.peakMemoryBytes)
            server.kill()
        }
        let server = try await installation.serve("--only-workers")
        try await eventually("all mail is processed", within: .seconds(3_600)) {
            try await count(database, "SELECT count(*) FROM ledger WHERE outcome = 'created'") >= Self.mails
        }
        try await eventually("all mail is marked", within: .seconds(300)) { try await account.unseenCount() == 0 }
        peaks.append(server.peakMemoryBytes)
        let seconds = (ContinuousClock.now - start).components.seconds

        #expect(try await count(database, "SELECT count(*) FROM ledger") == Self.mails)
        #expect(try await count(database, "SELECT count(DISTINCT uid) FROM ledger") == Self.mails)
        #expect(try await count(database, "SELECT count(DISTINCT subject) FROM ledger") == Self.mails)
        #expect(try await count(database, "SELECT count(*) FROM ticket") == Self.mails)
        #expect(try await count(database, "SELECT count(*) FROM message") == Self.mails)
        let megabytes = peaks.map { $0 >> 20 }
        #expect(megabytes.allSatisfy { $0 < 400 }, "\(megabytes)")
        print("\(engine): \(Self.mails) mails in \(seconds) s over three restarts, peak memory \(megabytes) MB")
        #expect(await server.stop() == 0)
        await database.close()
        await dovecot.stop()
    }

    private func count(_ database: Database, _ query: SQL) async throws -> Int {
        try await database.read { tx in try tx.value(Int.self, query) } ?? 0
    }
}
