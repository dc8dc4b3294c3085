import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `The doctor` {
    private struct Line: Decodable {
        let check: String
        let status: String
        let text: String
        let advice: String?
    }

    private func lines(_ result: CommandResult) throws -> [Line] {
        try result.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    @Test func `finds a desk well where all is well`() async throws {
        let dovecot = try await DovecotServer.start(), account = try dovecot.account()
        let sink = try await SMTPSink.start()
        let domain = String(account.user.split(separator: "@").last ?? "")
        let dns = try ScriptedDNS(
            texts: [
                domain: ["v=spf1 mx ~all"], "_dmarc.\(domain)": ["v=DMARC1; p=none"],
                "mail._domainkey.\(domain)": ["v=DKIM1; p=AAAA"],
            ], exchangers: [domain: ["mx.\(domain)"]])
        let installation = try await Installation(mailbox: account, sink: sink)
        _ = try await Staff.hired(at: installation)
        let result = try await installation.run("doctor", "--json", "--dns", "127.0.0.1:\(dns.port)")
        let found = try lines(result)
        #expect(result.exitCode == 0, "\(result)")
        #expect(
            found.allSatisfy { $0.status == "ok" || ["public address", "workers"].contains($0.check) },
            "\(result.output)")
        for check in ["database", "schema", "disk", "backlog", "SPF \(domain)", "DKIM \(domain)", "MX \(domain)"] {
            #expect(found.contains { $0.check == check && $0.status == "ok" }, "\(check): \(result.output)")
        }
        #expect(found.contains { $0.text == "signed in, INBOX opens" } && found.contains { $0.text == "signed in" })
        withExtendedLifetime(dns) {}
        await sink.stop()
    }

    @Test func `tries the mailboxes that an owner has added`() async throws {
        let dovecot = try await DovecotServer.start(), account = try dovecot.account()
        let installation = try await Installation(mailbox: account)
        let token = try await Staff.hired(at: installation)
        let second = try dovecot.account("second"), server = try await installation.serve()
        let script = server.script(token: token)
        for (address, password) in [(second.user, second.password), ("third@desk.example", "leak-4711")] {
            let made = try await script.call(
                "POST", "/api/support/mailboxes",
                """
                {"provider":"IMAP_SMTP","address":"\(address)","imap_host":"\(second.server.imaps.host)",
                "imap_port":\(second.server.imapsPort),"imap_password":"\(password)"}
                """)
            #expect(made.status == 201, "\(made.text)")
        }
        let result = try await installation.run("doctor", "--json", "--dns", "127.0.0.1:1"), found = try lines(result)
        #expect(found.contains { $0.check == "mailbox \(second.user)" && $0.status == "ok" }, "\(found)")
        #expect(found.contains { $0.check == "mailbox third@desk.example" && $0.status == "problem" }, "\(found)")
        #expect(found.contains { $0.check == "workers" && $0.status == "ok" }, "\(found)")
        #expect(!"\(result)".contains("leak-4711"), "\(result)")
        _ = await server.stop()
        let foreign = try lines(
            try await installation.run(
                "doctor", "--json", "--dns", "127.0.0.1:1", settings: ["SECRET_KEY": "quite another secret, also long"])
        )
        #expect(
            foreign.contains { $0.check == "secret key" && $0.status == "problem" && $0.text.contains(second.user) },
            "\(foreign)")
    }

    @Test func `says what is wrong and what to do`() async throws {
        let dns = try ScriptedDNS(texts: ["desk.example": ["v=spf1 a ~all", "v=spf1 mx ~all"]])
        let installation = try await Installation(settings: [
            "SECRET_KEY": "changeme-changeme", "IMAP_HOST": "127.0.0.1", "IMAP_PORT": "1", "IMAP_PASSWORD": "x",
            "EMAIL_TO_TICKET_ENABLED": "true",
        ])
        let without = try await installation.run("doctor", "--json", "--dns", "127.0.0.1:\(dns.port)")
        #expect(without.exitCode == 1 && without.output.contains("deskbell init"), "\(without)")
        #expect(try await installation.run("migrate").exitCode == 0)
        let result = try await installation.run("doctor", "--json", "--dns", "127.0.0.1:\(dns.port)")
        let problems = try lines(result).filter { $0.status == "problem" }
        #expect(result.exitCode == 1)
        #expect(problems.allSatisfy { $0.advice != nil })
        for check in [
            "secret key", "staff", "IMAP 127.0.0.1:1", "mail out", "MX desk.example", "SPF desk.example",
        ] { #expect(problems.contains { $0.check == check }, "\(check): \(result.output)") }
        let words = try await installation.run("doctor", "--dns", "127.0.0.1:\(dns.port)")
        #expect(words.output.contains("✗ staff: nobody works here yet\n    → Run “deskbell init"), "\(words)")
        #expect(try await installation.run("doctor", "--dns", "somewhere").exitCode == 64)
        withExtendedLifetime(dns) {}
    }
}
