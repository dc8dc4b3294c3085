import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Mailboxes of the owner` {
    private func draft(_ change: (inout MailboxDraft) -> Void = { _ in }) -> MailboxDraft {
        var draft = MailboxDraft()
        draft.address = "Sales@desk.example"
        draft.imapHost = "imap.desk.example"
        draft.imapPassword = "first secret"
        draft.smtpHost = "smtp.desk.example"
        change(&draft)
        return draft
    }

    @Test(arguments: Engine.everyEngine) func `are refused to everybody else, and with every problem at once`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine), agent = try await desk.agent(), owner = try await desk.owner()
        let good = draft()
        for person in [agent, try await desk.customer(.anna)] {
            await #expect(throws: DeskError.forbidden("Only an owner may do this.")) {
                try await desk.desk.write { tx in try tx.addMailbox(good, by: .person(person)) }
            }
        }
        let bad = draft { bad in
            bad.address = "nobody"
            bad.imapHost = "http://imap.desk.example/"
            bad.imapPort = 70_000
            bad.imapPassword = ""
            bad.importChoice = .lastDays(0)
            bad.folder = " "
            bad.signIn = .oauth
            bad.afterImport = .move(to: "a\u{1}")
        }
        let refusal = await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in try tx.addMailbox(bad, by: .person(owner)) }
        }
        guard case .invalid(let fields)? = refusal else { throw DeskError.internalInconsistency("\(refusal as Any)") }
        #expect(
            Set(fields.keys) == [
                "address", "imap_host", "imap_port", "import_days", "folder", "sign_in", "oauth_client_id",
                "after_import_folder",
            ])
        #expect(try await desk.desk.read { tx in try tx.mailboxes() }.count == 1)
        await desk.close()
    }

    @Test(arguments: [
        "169.254.169.254", "169.254.0.1", "[fe80::1]", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254",
        "metadata.google.internal", "METADATA.google.internal.", "100.100.100.200", "", "a b", "host/path", "user@host",
    ]) func `cannot be on a host that no mail server has`(host: String) {
        #expect(MailServer.problem(ofHost: host) != nil)
    }

    @Test(arguments: ["imap.desk.example", "192.168.1.10", "10.0.0.1", "::1", "localhost", "fd12::1"])
    func `may be in a private network`(host: String) {
        #expect(MailServer.problem(ofHost: host) == nil)
    }

    @Test(arguments: Engine.everyEngine) func `keep their secrets to themselves`(engine: Engine) async throws {
        let desk = try await TestDesk(engine)
        let added = try await desk.desk.write { [draft = draft()] tx in try tx.addMailbox(draft, by: .system) }
        #expect(added.address == "Sales@desk.example" && added.id == 2)
        #expect(added.hasIMAPPassword && !added.hasSMTPPassword && !added.isPaused)
        #expect(!"\(added)".contains("first secret") && !"\(MailboxDraft(added))".contains("secret"))
        var dumped = ""
        dump(draft(), to: &dumped)
        #expect(!dumped.contains("first secret"))
        let row = try await desk.desk.database.read { tx in try tx.rows("SELECT * FROM mailbox WHERE id = 2")[0] }
        #expect(!"\(row)".contains("first secret"))
        let sealed: [UInt8] = try row["imap_secret"]
        #expect(!String(decoding: sealed, as: UTF8.self).contains("first"))

        let access = try await desk.desk.read { tx in try tx.access(to: added) }
        #expect(access.imap.credentials == .password(user: "Sales@desk.example", password: "first secret"))
        #expect(access.smtp?.credentials == .password(user: "Sales@desk.example", password: "first secret"))
        #expect(access.imap.server.port == 993 && access.imap.server.security == .tls)
        #expect(access.smtp?.server.port == 587 && access.smtp?.server.security == .startTLSRequired)
        #expect(!"\(access)".contains("first secret"))
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `keep a secret that the owner leaves empty, but not for another server`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let added = try await desk.desk.write { [draft = draft()] tx in try tx.addMailbox(draft, by: .system) }
        var change = MailboxDraft(added)
        #expect(change.imapPassword.isEmpty)
        change.displayName = "Sales"
        change.afterImport = .keyword
        let changed = try await desk.desk.write { [change] tx in try added.change(change, by: .system, in: tx) }
        #expect(changed.name == "Sales" && changed.afterImport == .keyword && changed.revision > added.revision)
        let access = try await desk.desk.read { tx in try tx.access(to: changed) }
        #expect(access.imap.credentials == .password(user: "Sales@desk.example", password: "first secret"))

        change.imapHost = "imap.attacker.example"
        let refusal = await #expect(throws: DeskError.self) {
            try await desk.desk.write { [change] tx in try changed.change(change, by: .system, in: tx) }
        }
        #expect("\(refusal as Any)".contains("must be entered again"))
        await #expect(throws: DeskError.self, "nor may a test send it there") {
            try await desk.desk.read { [change] tx in try tx.access(to: change, existing: changed) }
        }
        change.imapPassword = "second secret"
        let moved = try await desk.desk.write { [change] tx in try changed.change(change, by: .system, in: tx) }
        let new = try await desk.desk.read { tx in try tx.access(to: moved) }
        #expect(new.imap.credentials == .password(user: "Sales@desk.example", password: "second secret"))
        await desk.close()
    }

    @Test func `keep a stored SMTP password and a token for the servers that they were given to`() async throws {
        let desk = try await TestDesk(.sqlite)
        let own = draft { $0.smtpPassword = "smtp secret" }
        let added = try await desk.desk.write { tx in try tx.addMailbox(own, by: .system) }
        var change = MailboxDraft(added)
        change.smtpHost = "smtp.attacker.example"
        change.imapPassword = "anything"
        await #expect(throws: DeskError.self, "a new IMAP password is none for the SMTP server") {
            try await desk.desk.read { [change] tx in try tx.access(to: change, existing: added) }
        }
        change.smtpPassword = "entered again"
        _ = try await desk.desk.read { [change] tx in try tx.access(to: change, existing: added) }

        let token = draft {
            $0.address = "gmail@desk.example"
            $0.provider = .gmail
            $0.signIn = .oauth
            $0.oauthClientID = "id"
            ($0.imapHost, $0.smtpHost) = ("", "")
        }
        let signedIn = try await desk.desk.write { tx in try tx.addMailbox(token, by: .system) }
        for (imap, smtp) in [("imap.attacker.example", "smtp.gmail.com"), ("imap.gmail.com", "smtp.attacker.example")] {
            var elsewhere = MailboxDraft(signedIn)
            (elsewhere.imapHost, elsewhere.smtpHost) = (imap, smtp)
            await #expect(throws: DeskError.self) {
                try await desk.desk.write { [elsewhere] tx in try signedIn.change(elsewhere, by: .system, in: tx) }
            }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `pause, go on, and are removed without taking tickets along`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine)
        let first = try await desk.desk.write { [draft = draft()] tx in try tx.addMailbox(draft, by: .system) }
        try await desk.desk.write { tx in try first.pause(by: .system, in: tx) }
        let paused = try await desk.desk.read { tx in try tx.mailbox(id: first.id) }
        #expect(paused?.isPaused == true)
        try await desk.desk.write { tx in try first.resume(by: .system, in: tx) }
        #expect(try await desk.desk.read { tx in try tx.mailbox(id: first.id) }?.isPaused == false)
        #expect(try await desk.desk.write { tx in try first.remove(by: .system, in: tx) } == .deleted)

        let again = try await desk.desk.write { [draft = draft()] tx in try tx.addMailbox(draft, by: .system) }
        let entry = try await desk.receives(TestMail(from: .anna, "A price"), mailbox: again.id)
        #expect(entry.outcome == .created)
        #expect(try await desk.desk.write { tx in try again.remove(by: .system, in: tx) } == .archived)
        let kept = try await desk.desk.read { tx in try tx.mailbox(id: again.id) }
        #expect(kept?.isEnabled == false && kept?.hasIMAPPassword == false)
        #expect(try await desk.desk.read { tx in try tx.mailboxes() }.map(\.id) == [1])

        let back = try await desk.desk.write { [draft = draft()] tx in try tx.addMailbox(draft, by: .system) }
        #expect(back.id == again.id && back.isEnabled)
        await #expect(throws: DeskError.self, "the environment's stays") {
            try await desk.desk.write { tx in try tx.mailbox(id: 1)?.remove(by: .system, in: tx) }
        }
        await #expect(throws: DeskError.self, "an address once") {
            try await desk.desk.write { [draft = draft()] tx in try tx.addMailbox(draft, by: .system) }
        }
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine) func `give new tickets their category, department and assignee`(
        engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine), olga = try await desk.agent()
        let category = try await desk.desk.read { tx in try tx.category("Billing") }
        let mailbox = try await desk.desk.write { [draft = draft()] tx in
            var draft = draft
            draft.categoryID = category.id
            draft.assigneeID = olga.id
            return try tx.addMailbox(draft, by: .system)
        }
        let ticket = try await desk.ticket(
            of: try await desk.receives(TestMail(from: .anna, "A price"), mailbox: mailbox.id))
        #expect(ticket.categoryID == category.id && ticket.assigneeID == olga.id && ticket.mailboxID == mailbox.id)
        await desk.close()
    }

    @Test(arguments: Mailbox.Provider.allCases) func `know the servers of providers`(provider: Mailbox.Provider) {
        let servers: [Mailbox.Provider: [String]] = [
            .gmail: ["imap.gmail.com", "smtp.gmail.com"],
            .microsoft365: ["outlook.office365.com", "smtp.office365.com"],
            .yahoo: ["imap.mail.yahoo.com", "smtp.mail.yahoo.com"], .yandex: ["imap.yandex.ru", "smtp.yandex.ru"],
            .mailRu: ["imap.mail.ru", "smtp.mail.ru"],
        ]
        let preset = provider.preset
        #expect(preset.map { [$0.imapHost, $0.smtpHost] } == servers[provider])
        if let preset { #expect(preset.imapPort == 993 && preset.smtpPort == 587) }
    }
}
