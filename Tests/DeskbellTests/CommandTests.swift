import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `The commands` {
    @Test(arguments: Engine.everyEngine)
    func `init may run again, and gives a link where there is no password`(_ engine: Engine) async throws {
        let installation = try await Installation(engine)
        let first = try await installation.run(
            "init", "--owner", "tom@desk.example", "--password-stdin", input: "a long password\n")
        #expect(first.exitCode == 0 && first.output.contains("can sign in at http://help.desk.example/ops/sign-in"))
        let again = try await installation.run("init", "--owner", "tom@desk.example")
        let link = try #require(again.lines.last)
        #expect(again.exitCode == 0 && link.hasPrefix("http://help.desk.example/ops/welcome?token="))
        #expect(try await installation.run("migrate").exitCode == 0)
        let categories = try await installation.inspect { tx in try tx.categories().map(\.name) }
        #expect(categories == ["Support", "Bug", "Feature", "Billing", "General"])

        // The old password holds until the link is used, and the link works once.
        let server = try await installation.serve(), tom = server.browser()
        #expect(try await tom.signIn(address: "tom@desk.example", password: "a long password").path == "/ops/support")
        let token = String(link.split(separator: "=").last ?? "")
        let chosen: KeyValuePairs = [
            "token": token, "name": "Tom", "password": "another password", "repeat": "another password",
        ]
        #expect(try await server.browser().submit(chosen, to: "/ops/welcome").path == "/ops/support")
        #expect(try await server.browser().submit(chosen, to: "/ops/welcome").status >= 400)
        #expect(
            try await server.browser().signIn(address: "tom@desk.example", password: "another password").path
                == "/ops/support")
        #expect(
            try await server.browser().signIn(address: "tom@desk.example", password: "a long password").status == 401)
        #expect(await server.stop() == 0)
    }

    @Test func `a password that is too short is refused with a sentence`() async throws {
        let installation = try await Installation()
        let short = try await installation.run(
            "init", "--owner", "tom@desk.example", "--password-stdin", input: "short\n")
        #expect(short.exitCode == 1 && short.errors.hasPrefix("deskbell: password"), "\(short)")
        let empty = try await installation.run("init", "--owner", "tom@desk.example", "--password-stdin")
        #expect(empty.exitCode == 64 && empty.errors.contains("standard input holds no password"), "\(empty)")
    }

    @Test func `staff are added, listed and disabled, and a disabled one's token is dead`() async throws {
        let installation = try await Installation()
        let added = try await installation.run(
            "user", "add", "ann@desk.example", "--name", "Ann", "--password-stdin", input: "a long password\n")
        #expect(added.exitCode == 0, "\(added)")
        #expect(try await installation.run("user", "add", "not an address").exitCode == 1)
        let token = try await installation.run("token", "create", "--user", "ann@desk.example", "--name", "cron")
        let secret = try #require(token.lines.first)
        #expect(token.lines.count == 1 && secret.utf8.count > 30)
        #expect(try await installation.run("token", "create", "--user", "nobody@desk.example").exitCode == 1)
        _ = try await installation.run(["ingest", "-"], input: TestMail(from: .anna, "A customer").bytes)
        #expect(try await installation.run("token", "create", "--user", Sender.anna.address).exitCode == 1)

        // Another link for an owner is no other role.
        #expect(try await installation.run("user", "add", "olga@desk.example", "--owner").exitCode == 0)
        #expect(try await installation.run("user", "add", "olga@desk.example").exitCode == 0)
        #expect(try await installation.run("user", "list").output.contains("owner\tolga@desk.example"))

        let server = try await installation.serve(), script = server.script(token: secret)
        #expect(try await script.call("GET", "/api/support/tickets").status == 200)
        let list = try await installation.run("user", "list", "--json")
        #expect(list.lines.count == 2 && list.output.contains(#""email":"ann@desk.example""#))
        #expect(try await installation.run("user", "disable", "ann@desk.example").exitCode == 0)
        #expect(try await script.call("GET", "/api/support/tickets").status == 401)
        #expect(
            try await server.browser().signIn(address: "ann@desk.example", password: "a long password").status == 401)
        #expect(try await installation.run("user", "disable", "nobody@desk.example").exitCode == 1)
        #expect(await server.stop() == 0)
    }

    @Test func `sync fetches beside a running server, and tells what became of each mail`() async throws {
        let mailbox = try await DovecotServer.shared().account("support")
        let installation = try await Installation(mailbox: mailbox)
        #expect(try await installation.run("init").exitCode == 0)
        let none = try await installation.run("sync")
        #expect(none.exitCode == 0 && none.output == "No unread emails\n", "\(none)")

        try mailbox.deliver(TestMail.mail(from: .anna, "One", to: mailbox).bytes)
        try mailbox.deliver(TestMail.mail(from: .boris, "Two", to: mailbox).bytes)
        let two = try await installation.run("sync", "--mailbox", mailbox.user)
        #expect(two.lines.count == 2 && two.lines[0].hasPrefix("created\tTKT-"), "\(two)")
        #expect(two.output.contains(Sender.anna.address) && two.output.contains(Sender.boris.address))
        #expect(try await mailbox.unseenCount() == 0)

        let server = try await installation.serve()
        try mailbox.deliver(TestMail.mail(from: .mallory, "Three", to: mailbox).bytes)
        #expect(try await installation.run("sync").exitCode == 0)
        try await eventually("three rows") { try await installation.inspect { tx in try tx.ledger().count } == 3 }
        #expect(try await installation.run("sync", "--mailbox", "nobody@x.example").exitCode == 1)
        #expect(await server.stop() == 0)
        #expect(try await Installation().run("sync").exitCode == 78)
    }

    @Test func `sync takes what it can, and fails where a mailbox could not be read`() async throws {
        let dovecot = try await DovecotServer.shared(), mailbox = try dovecot.account("support")
        let installation = try await Installation(mailbox: mailbox)
        let token = try await Staff.hired(at: installation)
        let server = try await installation.serve("--no-workers"), script = server.script(token: token)
        let made = try await script.call(
            "POST", "/api/support/mailboxes",
            """
            {"provider":"IMAP_SMTP","address":"sales@desk.example","imap_host":"\(mailbox.server.imaps.host)",
            "imap_port":\(mailbox.server.imapsPort),"imap_password":"not the password"}
            """)
        #expect(made.status == 201, "\(made.text)")
        try mailbox.deliver(TestMail.mail(from: .anna, "One", to: mailbox).bytes)
        let result = try await installation.run("sync")
        #expect(result.exitCode == 1 && result.lines.count == 1 && result.output.hasPrefix("created\t"), "\(result)")
        #expect(result.errors.contains("sales@desk.example"), "\(result)")
        struct Answer: Decodable {
            struct Failure: Decodable { let mailbox: String, problem: String }
            let mailboxes: [String], failed: [Failure]
        }
        let answer = try await script.call("POST", "/api/support/sync-tickets").json(Answer.self)
        #expect(answer.mailboxes == [mailbox.user] && answer.failed.map(\.mailbox) == ["sales@desk.example"])
        #expect(await server.stop() == 0)
    }

    @Test func `the ledger tells of each mail, newest first, in words and in JSON`() async throws {
        struct Row: Decodable {
            let id: Int, from: String?, outcome: String, because: String?, ticket: String?, source: String
        }
        let installation = try await Installation()
        #expect(try await installation.run("init").exitCode == 0)
        let mail = TestMail(from: .anna, "Twice").bytes
        for _ in 1...2 { #expect(try await installation.run(["ingest", "-"], input: mail).exitCode == 0) }
        let json = try await installation.run("ledger", "--json")
        let rows = try json.lines.map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
        #expect(rows.map(\.outcome) == ["duplicate", "created"])
        #expect(rows.allSatisfy { $0.from == Sender.anna.address && $0.source == "ingest" && $0.because != nil })
        #expect(rows[0].ticket == rows[1].ticket && rows[1].ticket?.hasPrefix("TKT-") == true)
        let words = try await installation.run("ledger", "--outcome", "duplicate", "--limit", "10")
        #expect(words.lines.count == 1 && words.output.contains("The same mail is here already."))
        #expect(try await installation.run("ledger", "--outcome", "eaten").exitCode == 64)
    }

    @Test func `a test mail goes out, or the server's reason is told`() async throws {
        let sink = try await SMTPSink.start(), installation = try await Installation(sink: sink)
        let sent = try await installation.run("send-test-email", "tom@desk.example")
        #expect(sent.exitCode == 0 && sent.output.hasPrefix("sent: 250"), "\(sent)")
        #expect(Email(parsing: try await sink.next().bytes).subject == "Deskbell test message")
        let refused = try await installation.run("send-test-email", "refuse@desk.example")
        #expect(refused.exitCode == 1 && refused.output.contains("No such user"), "\(refused)")
        #expect(try await installation.run("send-test-email", "nonsense").exitCode == 1)
        // One try, and nothing of it is left.
        let later = try await installation.run("send-test-email", "defer@desk.example")
        #expect(later.exitCode == 1 && later.output.contains("not sent again by itself"), "\(later)")
        let unreached = try await installation.run(
            ["send-test-email", "tom@desk.example"], settings: ["SMTP_PORT": "1"])
        #expect(unreached.exitCode == 1 && unreached.errors.isEmpty, "\(unreached)")
        #expect(try await installation.inspect { tx in try tx.recentDeliveries().allSatisfy { $0.doneAt != nil } })
        #expect(try await installation.inspect { tx in try tx.sendingAccounts().allSatisfy { $0.failure == nil } })
        // Nor does anything else go out with it.
        _ = try await installation.work { tx in try tx.sendTestMail(to: "waiting@desk.example") }
        let before = sink.received.count
        #expect(try await installation.run("send-test-email", "tom@desk.example").exitCode == 0)
        #expect(sink.received.dropFirst(before).map(\.recipients) == [["tom@desk.example"]])
        let nameless = try await installation.run(
            "send-test-email", "tom@desk.example", settings: ["SUPPORT_EMAIL": ""])
        #expect(nameless.exitCode == 0)
        #expect(try await Installation().run("send-test-email", "tom@desk.example").exitCode == 78)
        await sink.stop()
    }

    @Test func `explain changes nothing, and prints each key of its contract`() async throws {
        let installation = try await Installation(), folder = try TemporaryFolder()
        try folder.write(String(decoding: TestMail(from: .anna, "Hello").bytes, as: UTF8.self), to: "a.eml")
        try folder.write("", to: "empty.eml")
        let result = try await installation.run(["explain", "--json", folder.path])
        #expect(result.exitCode == 0 && result.lines.count == 2, "\(result)")
        #expect(!FileManager.default.fileExists(atPath: installation.dataFolder), "it makes no database")
        for line in result.lines {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(keys(of: object) == Self.keys.sorted())
        }
        let first = try #require(try JSONSerialization.jsonObject(with: Data(result.lines[0].utf8)) as? [String: Any])
        #expect(first["file"] as? String == folder.path(of: "a.eml"))
        #expect((first["decision"] as? [String: Any])?["action"] as? String == "open")
    }

    /// The keys of an object, those of objects in it after a dot.
    private func keys(of object: [String: Any]) -> [String] {
        object.flatMap { key, value in
            guard key != "from", let inner = value as? [String: Any] else { return [key] }
            return [key] + inner.keys.map { "\(key).\($0)" }
        }.sorted()
    }

    private static let keys = [
        "file", "subject", "from", "reply_to", "to", "cc", "date", "message_id", "in_reply_to", "references", "text",
        "html", "safe_html", "reply", "quote", "signature", "attachments", "automatic", "automatic.is",
        "automatic.may_answer", "automatic.out_of_office", "automatic.reasons", "bounce", "bounce.is",
        "bounce.recipients", "forwarded", "forwarded.is", "forwarded.name", "forwarded.address", "forwarded.subject",
        "forwarded.text", "ticket_references", "decision", "decision.action", "decision.because", "decision.ticket",
        "defects",
    ]
}
