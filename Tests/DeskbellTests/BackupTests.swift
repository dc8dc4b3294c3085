import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Deskbell

@Suite(.serialized) struct `A backup` {
    private static func mail(_ number: Int) -> [UInt8] {
        TestMail(from: .customer(number), "Question \(number)", "The lamp \(number) flickers. Лампа мигает.").bytes
    }

    private struct Everything: Equatable, Sendable {
        var tickets: [String] = []
        var texts: [String] = []
        var raws: [[UInt8]] = []
        var mails: [String] = []
    }

    private func everything(in installation: Installation) async throws -> Everything {
        try await installation.inspect { tx in
            var all = Everything()
            for entry in try tx.ledger() {
                all.raws.append(try tx.raw(of: entry))
                guard let number = try tx.ticketNumber(of: entry) else { continue }
                all.tickets.append(number)
                all.texts += try tx.conversation(number, seenBy: .system).messages.map(\.message.text)
            }
            all.mails = try tx.recentDeliveries(limit: 500).map { "\($0.recipient) \($0.mailID)" }
            return all
        }
    }

    @Test(arguments: [
        (Engine.sqlite, Engine.sqlite), (.sqlite, .postgres), (.postgres, .sqlite), (.postgres, .postgres),
    ])
    func `comes back as it was, on either engine`(_ from: Engine, _ to: Engine) async throws {
        let old = try await Installation(from), new = try await Installation(to), folder = try TemporaryFolder()
        let token = try await Staff.hired(at: old)
        let mails = (1...5).map { Self.mail($0) }
        for mail in mails { #expect(try await old.run(["ingest", "-"], input: mail).exitCode == 0) }
        let large = TestMail(from: .customer(6), "Large").bytes(withFile: [UInt8](repeating: 7, count: 600_000))
        #expect(try await old.run(["ingest", "-"], input: large).exitCode == 0)
        let file = folder.path(of: "desk.tar")
        let made = try await old.run(["backup", file])
        #expect(made.exitCode == 0 && made.output.contains("6 tickets, 6 mails"), "\(made)")
        #expect(try await old.run(["backup", file]).exitCode == 1, "it does not replace a file")
        #expect(try await old.run(["backup", "--force", file]).exitCode == 0)

        let restored = try await new.run(["restore", file])
        #expect(restored.exitCode == 0 && restored.output.contains("outgoing mails are held back"), "\(restored)")
        #expect(try await everything(in: new) == everything(in: old))
        let states = try await new.inspect { tx in try tx.recentDeliveries() }
        #expect(states.allSatisfy { $0.state == .unknown && $0.serverReply?.contains("may have been sent") == true })
        let again = try await new.run(["restore", file])
        #expect(again.exitCode == 1 && again.errors.contains("--force"), "\(again)")
        #expect(try await new.run(["restore", "--force", file]).exitCode == 0)

        // Work goes on: the same mail is known, a new one gets the next number, words are found, the token still opens.
        #expect(try await new.run(["ingest", "-"], input: mails[2]).output == "1 mails: 1 duplicate\n")
        #expect(try await new.run(["ingest", "-"], input: Self.mail(7)).output == "1 mails: 1 created\n")
        let server = try await new.serve(), script = server.script(token: token)
        let tickets = try await script.call("GET", "/api/support/tickets").json(ListJSON<TicketJSON>.self).items
        #expect(Set(tickets.map(\.number)).count == 7 && tickets.contains { $0.number.hasSuffix("-00007") })
        let found = try await script.call("GET", "/api/support/tickets?q=flickers").json(ListJSON<TicketJSON>.self)
            .items
        #expect(found.count == 6)
        let running = try await new.run(["restore", "--force", file])
        #expect(running.exitCode == 1 && running.errors.contains("Stop it first"), "\(running)")
        await server.stop()
    }

    @Test func `is taken while mail comes in, and holds one moment`() async throws {
        let old = try await Installation(), new = try await Installation(), folder = try TemporaryFolder()
        #expect(try await old.run("init").exitCode == 0)
        try folder.write("", to: "empty")
        for number in 1...60 {
            try folder.write(String(decoding: Self.mail(number), as: UTF8.self), to: "mails/\(number).eml")
        }
        async let ingest = old.run(["ingest", folder.path(of: "mails")])
        var files: [String] = []
        for number in 1...4 {
            files.append(folder.path(of: "\(number).tar"))
            let made = try await old.run(["backup", files[number - 1]])
            #expect(made.exitCode == 0, "\(made)")
        }
        #expect(try await ingest.exitCode == 0)
        for file in files {
            #expect(try await new.run(["restore", "--force", file]).exitCode == 0)
            // Every mail that is in it is whole: raw, row, ticket, message and confirmation.
            let all = try await everything(in: new)
            #expect(Set(all.tickets).count == all.tickets.count && all.texts.count == all.tickets.count)
        }
    }

    @Test func `that was changed, cut off or is none is refused before anything happens`() async throws {
        let old = try await Installation(), new = try await Installation(), folder = try TemporaryFolder()
        #expect(try await old.run(["ingest", "-"], input: Self.mail(1)).exitCode == 0)
        let file = folder.path(of: "desk.tar")
        #expect(try await old.run(["backup", file]).exitCode == 0)
        let bytes = Array(try Data(contentsOf: URL(filePath: file)))
        var changed = bytes
        let place = try #require(bytes.firstRange(of: Array("flickers".utf8))?.lowerBound)
        changed[place] ^= 1
        let cut = Array(bytes.prefix(bytes.count / 2)), late = Array(bytes.dropLast(3_000))
        for damaged in [changed, cut, late, [], Array("no backup at all".utf8)] {
            try Data(damaged).write(to: URL(filePath: file))
            let result = try await new.run(["restore", file])
            #expect(result.exitCode == 1 && result.errors.contains("Nothing was changed"), "\(result)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(new.dataFolder)/deskbell.sqlite"))
        let missing = try await new.run(["restore", folder.path(of: "none.tar")])
        #expect(missing.exitCode == 1 && missing.errors.contains("No such file"), "\(missing)")
    }

    @Test func `brings its key along, or asks for the one of the environment`() async throws {
        let folder = try TemporaryFolder(), file = folder.path(of: "desk.tar")
        let old = try await Installation(settings: ["SECRET_KEY": ""])
        #expect(try await old.run(["ingest", "-"], input: Self.mail(1)).exitCode == 0)
        #expect(try await old.run(["backup", file]).exitCode == 0)
        let new = try await Installation(settings: ["SECRET_KEY": ""])
        #expect(try await new.run(["restore", file]).exitCode == 0)
        let keys = [old, new].map { try? String(contentsOfFile: "\($0.dataFolder)/secret-key", encoding: .utf8) }
        #expect(keys[0] != nil && keys[0] == keys[1])
        let other = try await Installation().run(["restore", file])
        #expect(other.exitCode == 78 && other.errors.contains("SECRET_KEY"), "\(other)")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `in another program's database leaves that program alone`() async throws {
        let old = try await Installation(), new = try await Installation(.postgres), folder = try TemporaryFolder()
        #expect(try await old.run(["ingest", "-"], input: Self.mail(1)).exitCode == 0)
        let file = folder.path(of: "desk.tar")
        #expect(try await old.run(["backup", file]).exitCode == 0)
        let theirs = try await Database.open(new.location, logger: TestDatabase.quiet)
        try await theirs.write { tx in
            try tx.run("CREATE TABLE invoice (id BIGINT PRIMARY KEY, sum POINT)")
            try tx.run("INSERT INTO invoice (id, sum) VALUES (1, '(2,3)')")
        }
        for _ in 1...2 { #expect(try await new.run(["restore", "--force", file]).exitCode == 0) }
        #expect(try await theirs.read { tx in try tx.value(Int.self, "SELECT count(*) FROM invoice") } == 1)
        let copied = try await new.run(["backup", folder.path(of: "again.tar")])
        #expect(copied.exitCode == 0 && copied.output.contains("1 tickets"), "\(copied)")
        await theirs.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `brings back no sign-in, and no key that was given out since`(_ engine: Engine) async throws {
        let old = try await Installation(engine), folder = try TemporaryFolder(), file = folder.path(of: "desk.tar")
        #expect(try await old.run(["ingest", "-"], input: Self.mail(1)).exitCode == 0)
        let secret = try await old.work { tx in
            let person = try tx.addStaff("ann@desk.example", name: "Ann", role: .agent)
            return try tx.startSession(of: person, userAgent: nil)
        }
        #expect(try await old.run(["backup", file]).exitCode == 0)
        #expect(try await old.run(["ingest", "-"], input: Self.mail(2)).exitCode == 0)
        let since = try await old.inspect { tx in try tx.recentDeliveries(limit: 1).first?.mailID }

        #expect(try await old.run(["restore", "--force", file]).exitCode == 0)
        #expect(try await old.inspect { tx in try tx.person(session: secret) } == nil)
        // What answers the confirmation of then must not land in the ticket of now.
        #expect(try await old.run(["ingest", "-"], input: Self.mail(3)).exitCode == 0)
        var answer = TestMail(from: .customer(3), "Re: Question")
        #expect(since != nil)
        answer.inReplyTo = since
        let result = try await old.run(["ingest", "-"], input: answer.bytes)
        #expect(result.output == "1 mails: 1 created\n", "\(result)")
    }

    @Test func `takes the place of a damaged file, and keeps every desk and key that it replaces`() async throws {
        let desk = try await Installation(settings: ["SECRET_KEY": ""]), folder = try TemporaryFolder()
        let file = folder.path(of: "desk.tar"), database = "\(desk.dataFolder)/deskbell.sqlite"
        #expect(try await desk.run(["ingest", "-"], input: Self.mail(1)).exitCode == 0)
        #expect(try await desk.run(["backup", file]).exitCode == 0)
        let key = try String(contentsOfFile: "\(desk.dataFolder)/secret-key", encoding: .utf8)
        let other = "another key that is long enough\n"
        try Data(other.utf8).write(to: URL(filePath: "\(desk.dataFolder)/secret-key"))
        try Data(repeating: 0x5a, count: 8_192).write(to: URL(filePath: database))
        #expect(try await desk.run(["restore", file]).exitCode == 1)
        for _ in 1...2 {
            let restored = try await desk.run(["restore", "--force", file])
            #expect(restored.exitCode == 0, "\(restored)")
        }
        #expect(try Data(contentsOf: URL(filePath: "\(database).before-restore")).allSatisfy { $0 == 0x5a })
        #expect(FileManager.default.fileExists(atPath: "\(database).before-restore-2"))
        #expect(try String(contentsOfFile: "\(desk.dataFolder)/secret-key", encoding: .utf8) == key)
        let kept = try String(contentsOfFile: "\(desk.dataFolder)/secret-key.before-restore", encoding: .utf8)
        #expect(kept == other)
        let left = try FileManager.default.contentsOfDirectory(atPath: desk.dataFolder)
        #expect(!left.contains { $0.contains("restoring") || $0.hasSuffix(".new") }, "\(left)")
    }

    @Test func `is made also where a large file is lost, and says which`() async throws {
        let desk = try await Installation(), folder = try TemporaryFolder(), file = folder.path(of: "desk.tar")
        #expect(try await desk.run(["ingest", "-"], input: Self.mail(1)).exitCode == 0)
        let large = TestMail(from: .customer(6), "Large").bytes(withFile: [UInt8](repeating: 7, count: 600_000))
        #expect(try await desk.run(["ingest", "-"], input: large).exitCode == 0)
        let contents = "\(desk.dataFolder)/contents"
        let lost = try #require(
            try FileManager.default.subpathsOfDirectory(atPath: contents).first { $0.utf8.count > 60 })
        try FileManager.default.removeItem(atPath: "\(contents)/\(lost)")
        let made = try await desk.run(["backup", file])
        #expect(made.exitCode == 1 && made.errors.contains(lost), "\(made)")
        let new = try await Installation()
        #expect(try await new.run(["restore", file]).output.contains("Restored 2 tickets"))
        let away = try await desk.run(
            "backup", folder.path(of: "away.tar"),
            settings: ["DATABASE_URL": "postgres://desk@127.0.0.1:1/desk?connect_timeout=2"])
        #expect(away.exitCode == 1 && away.errors.contains("cannot be reached"), "\(away)")
    }
}

@Suite struct `The key of the data folder` {
    @Test func `is made once, also by two who start at once, and is never made anew`() async throws {
        let folder = try TemporaryFolder(), file = SecretKeyFile(in: URL(filePath: folder.path))
        #expect(try file.read() == nil)
        let made = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...8 { group.addTask { try file.readOrMake() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(made.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret-key"])
        let attributes = try FileManager.default.attributesOfItem(atPath: file.file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)

        // Not text: as good as not readable, also for root.
        for content in [[0xff, 0xfe, 0xfd], Array("short".utf8), []] as [[UInt8]] {
            try Data(content).write(to: file.file)
            #expect(throws: SettingError.self) { try file.readOrMake() }
            #expect(try Array(Data(contentsOf: file.file)) == content)
        }
    }
}
