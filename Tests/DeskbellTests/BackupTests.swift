import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

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
}
