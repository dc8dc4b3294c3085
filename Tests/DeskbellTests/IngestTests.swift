import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `Ingesting` {
    private static func mail(_ number: Int, _ text: String = "Please help.") -> String {
        String(decoding: TestMail(from: .customer(number), "Question \(number)", text).bytes, as: UTF8.self)
    }

    @Test func `mbox files, Maildirs, folders and pipes are taken in, each mail once`() async throws {
        let installation = try await Installation(), folder = try TemporaryFolder()
        #expect(try await installation.run("init").exitCode == 0)
        let body = "Dear all,\r\n\r\n>From here on it is quoted.\r\nFrom the middle of a paragraph."
        try folder.write(
            "From a@b Fri Nov 20 10:00:00 2026\n\(Self.mail(1, body))\nFrom c@d Fri Nov 20 10:00:01 2026\n\(Self.mail(2))",
            to: "mails.mbox")
        for part in ["new", "cur", "tmp"] {
            try folder.write(Self.mail(part == "new" ? 3 : part == "cur" ? 4 : 99), to: "Maildir/\(part)/1")
        }
        try folder.write(Self.mail(5), to: "folder/five.eml")
        try folder.write(Self.mail(6), to: "folder/deeper/six.eml")
        try folder.write("no mail", to: "folder/readme.pdf")
        let seven = Self.mail(7)
        try folder.write(seven, to: "seven")

        func ingest(_ paths: String...) async throws -> CommandResult {
            try await installation.run(["ingest"] + paths.map { folder.path(of: $0) })
        }
        #expect(try await ingest("mails.mbox").output == "2 mails: 2 created\n")
        #expect(try await ingest("Maildir", "folder").output == "4 mails: 4 created\n")
        #expect(try await installation.run(["ingest", "-"], input: Array(seven.utf8)).output == "1 mails: 1 created\n")
        #expect(try await ingest("seven").output == "1 mails: 1 duplicate\n")

        let rows = try await installation.inspect { tx in try tx.ledger() }
        let made = rows.filter { $0.outcome == .created }
        #expect(made.compactMap(\.sender).sorted() == (1...7).map { Sender.customer($0).address })
        let first = try #require(made.first { $0.sender == Sender.customer(1).address })
        let text = try await installation.inspect { tx in
            try tx.conversation(try tx.ticketNumber(of: first) ?? "", seenBy: .system).messages.first?.message.text
        }
        #expect(text == "Dear all,\n\nFrom here on it is quoted.\nFrom the middle of a paragraph.")
    }

    @Test func `a quiet import answers nobody, an ordinary one does`() async throws {
        let installation = try await Installation()
        #expect(try await installation.run("init").exitCode == 0)
        #expect(
            try await installation.run(["ingest", "--quiet-import", "-"], input: Array(Self.mail(1).utf8)).exitCode == 0
        )
        #expect(try await installation.run(["ingest", "-"], input: Array(Self.mail(2).utf8)).exitCode == 0)
        let deliveries = try await installation.inspect { tx in try tx.recentDeliveries() }
        #expect(deliveries.map(\.recipient) == [Sender.customer(2).address])
    }

    @Test func `what cannot be read is named, and the rest is taken in`() async throws {
        let installation = try await Installation(), folder = try TemporaryFolder()
        #expect(try await installation.run("init").exitCode == 0)
        try folder.write(Self.mail(1), to: "one.eml")
        let result = try await installation.run(["ingest", folder.path(of: "none.eml"), folder.path(of: "one.eml")])
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("none.eml does not exist"))
        #expect(result.output == "1 mails: 1 created\n")
        #expect(
            try await installation.run(["ingest", "--mailbox", "nobody@x.example", folder.path(of: "one.eml")]).exitCode
                == 1)
    }

    @Test func `an mbox is cut at its separators, not at sentences, and drafts of a Maildir stay out`() async throws {
        let installation = try await Installation(), folder = try TemporaryFolder()
        #expect(try await installation.run("init").exitCode == 0)
        let text = "Dear all,\r\n\r\nFrom 10:00 on we are away.\r\n\r\nFrom Monday 2027 on too."
        let separator = "From a@b Fri Nov 20 10:00:00 2026\n"
        try folder.write("\(separator)\(Self.mail(1, text))\n\(separator)\(Self.mail(2))", to: "mails.mbox")
        for (name, flags) in [("1", ":2,S"), ("2", ":2,D"), ("3", ":2,ST"), ("4", "")] {
            try folder.write(Self.mail(10 + (Int(name) ?? 0)), to: "Maildir/cur/\(name)\(flags)")
        }
        try folder.write(Self.mail(20), to: "Maildir/new/5")
        let mbox = try await installation.run(["ingest", folder.path(of: "mails.mbox")])
        #expect(mbox.output == "2 mails: 2 created\n", "\(mbox)")
        let maildir = try await installation.run(["ingest", folder.path(of: "Maildir")])
        #expect(maildir.output == "3 mails: 3 created, 2 drafts or trash left out\n", "\(maildir)")
        let rows = try await installation.inspect { tx in try tx.ledger() }
        let senders = Set(rows.compactMap(\.sender))
        #expect(senders == Set([1, 2, 11, 14, 20].map { Sender.customer($0).address }))
    }

    @Test(
        arguments: [
            (["--recipient", "support+x@desk.example", "--sender", "anna@customer.example"], [:]),
            (["--recipient", "support+x@desk.example", "--sender", ""], [:]),
            ([], ["ORIGINAL_RECIPIENT": "support+x@desk.example", "SENDER": "MAILER-DAEMON"]),
        ] as [([String], [String: String])])
    func `a pipe tells the envelope, by options or in its environment`(
        _ options: [String], _ environment: [String: String]
    ) async throws {
        let installation = try await Installation()
        let separator = "From anna@customer.example Fri Nov 20 10:00:00 2026\n"
        let result = try await installation.run(
            ["ingest"] + options + ["-"], input: Array("\(separator)\(Self.mail(1))".utf8), settings: environment)
        #expect(result.exitCode == 0 && result.output == "1 mails: 1 created\n", "\(result)")
        let raw = try await installation.inspect { tx in try tx.ledger().first.map { try tx.raw(of: $0) } ?? [] }
        let sender = options.last == "anna@customer.example" ? "anna@customer.example" : ""
        #expect(
            String(decoding: raw, as: UTF8.self).hasPrefix(
                "Return-Path: <\(sender)>\r\nDelivered-To: support+x@desk.example\r\nFrom: "))
    }

    @Test func `a pipe is one mail, whatever its writer puts into it, unless it is said to be an mbox`() async throws {
        let installation = try await Installation()
        #expect(try await installation.run("init").exitCode == 0)
        let text = "Dear all,\r\n\r\nFrom x Fri Nov 20 10:00:00 2026\nFrom: boss@desk.example\nSubject: Pay\n\nAt once."
        let separator = "From anna@customer.example Fri Nov 20 10:00:00 2026\n"
        let piped = try await installation.run(
            ["ingest", "-"], input: Array("\(separator)\(Self.mail(1, text))".utf8))
        #expect(piped.output == "1 mails: 1 created\n", "\(piped)")
        let shown = try await installation.inspect { tx in
            try tx.conversation("1", seenBy: .system).messages.first?.message.text
        }
        #expect(shown?.contains("From: boss@desk.example") == true)

        let archive = Array("\(separator)\(Self.mail(2))\n\(separator)\(Self.mail(3))".utf8)
        let mbox = try await installation.run(["ingest", "--mbox", "-"], input: archive)
        #expect(mbox.output == "2 mails: 2 created\n", "\(mbox)")
        #expect(try await installation.run(["ingest", "--mbox", "mails.mbox"]).exitCode == 64)
    }

    @Test func `a pipe is read that cannot be opened by its name, as one of another user's`() async throws {
        let installation = try await Installation(), folder = try TemporaryFolder()
        #expect(try await installation.run("init").exitCode == 0)
        let text = Self.mail(1), mail = try folder.write(text, to: "mail")
        let script = """
            import socket, subprocess, sys
            ours, theirs = socket.socketpair()
            ours.sendall(open(sys.argv[1], "rb").read())
            ours.shutdown(socket.SHUT_WR)
            sys.exit(subprocess.run(sys.argv[2:], stdin=theirs).returncode)
            """
        let ingest = try ServerProcess(
            ServerProcess.Command(
                PythonScript.interpreter(), ["-c", script, mail, BuiltProgram.path, "ingest", "-"],
                environment: installation.environment), in: folder)
        try await eventually("it has been taken in", within: .seconds(60)) { !ingest.isRunning }
        #expect(ingest.exitCode == 0)
        let kept = try await installation.inspect { tx in try tx.ledger().map { try tx.raw(of: $0) } }
        #expect(kept.map { String(decoding: $0, as: UTF8.self) } == [text])
    }

    @Test func `envelope options are for one mail alone`() async throws {
        let result = try await Installation().run("ingest", "--sender", "a@b.example", "mails.mbox")
        #expect(result.exitCode == 64 && result.errors.contains("standard input"), "\(result)")
    }

    @Test func `an empty file makes no ticket`() async throws {
        let installation = try await Installation(), folder = try TemporaryFolder()
        #expect(try await installation.run("init").exitCode == 0)
        try folder.write("", to: "empty.mbox")
        let result = try await installation.run(["ingest", folder.path(of: "empty.mbox")])
        #expect(result.exitCode == 0 && result.output == "0 mails: none\n", "\(result)")
    }

    @Test(arguments: [
        ["DATABASE_URL": "postgres://desk@127.0.0.1:1/desk?connect_timeout=2"], ["DESKBELL_DATA": "/proc/nowhere"],
        ["IMAP_PORT": "ninety", "IMAP_HOST": "imap.example.com"],
    ])
    func `a pipe that cannot be kept is told to try again`(_ settings: [String: String]) async throws {
        let installation = try await Installation(settings: settings)
        let result = try await installation.run(["ingest", "-"], input: Array(Self.mail(1).utf8))
        #expect(result.exitCode == 75, "\(result)")
        #expect(!result.errors.isEmpty)
    }
}
