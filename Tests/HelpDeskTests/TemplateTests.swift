import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Words of outgoing mail` {
    typealias Kind = MailTemplate.Kind

    @Test(arguments: [
        (Kind.confirmation, "[{{number}}] x", "Hello {{message}}", "body", "{{message}}"),
        (.confirmation, "[{{number}}] x", "Hello {{nonsense}}", "body", "{{nonsense}}"),
        (.confirmation, "[{{number}}] x", "Hello {{number", "body", "without"),
        (.confirmation, "{{number}} x", "Hello", "subject", "[{{number}}]"),
        (.confirmation, "", "Hello", "subject", "1 to 300"),
        (.confirmation, "[{{number}}] {{button}}", "Hello", "subject", "{{button}}"),
        (.confirmation, "[{{number}}] x", "  \n ", "body", "1 to"),
        (.confirmation, "[{{number}}] x", "[page]({{link}})", "body", "address"),
        (.confirmation, "[{{number}}] x", "<b title=\"{{number}}\">hello</b>", "body", "HTML"),
        (.confirmation, "[{{number}}] x", "Look: {{button}}", "body", "paragraph"),
        (.reply, "[{{number}}] x", "Hello", "body", "{{message}}"),
        (.signInLink, "Sign in", "Hello", "body", "{{link}}"),
    ])
    func `a template that cannot work is refused, with the field and the reason`(
        _ kind: Kind, _ subject: String, _ body: String, _ field: String, _ words: String
    ) async throws {
        let desk = try await TestDesk(.sqlite), owner = try await desk.owner()
        let error = await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in
                _ = try tx.setTemplate(kind, .english, subject: subject, body: body, by: owner)
            }
        }
        guard case .invalid(let fields)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fields[field]?.contains(words) == true, "\(fields)")
        await desk.close()
    }

    @Test func `only an owner may change them`() async throws {
        let desk = try await TestDesk(.sqlite), agent = try await desk.agent()
        await #expect(throws: DeskError.self) {
            try await desk.desk.write { tx in
                _ = try tx.setTemplate(.confirmation, .english, subject: "[{{number}}]", body: "Hello", by: agent)
            }
        }
        await desk.close()
    }

    @Test(arguments: Kind.allCases, Language.allCases)
    func `the standard words pass their own check and have a preview`(_ kind: Kind, _ language: Language) throws {
        let preview = try MailTemplate.standard(kind, language).preview(
            for: DeskSettings(publicURL: "https://help.desk.example"))
        #expect(!preview.subject.contains("{{") && !preview.text.contains("{{") && !preview.html.contains("{{"))
        #expect(kind == .signInLink || kind == .quarantine || preview.subject.contains("[TKT-2026-00123]"))
        #expect(preview.text.contains("https://help.desk.example/"))
        #expect(preview.html.contains("https://help.desk.example/"))
    }

    @Test func `a new ticket is announced in the words of the contract`() throws {
        let settings = DeskSettings(publicURL: "https://help.desk.example")
        let english = try MailTemplate.standard(.newTicket, .english).preview(for: settings)
        for words in [
            "New support ticket TKT-2026-00123\n", "From: Anna Carter <anna@customer.example>\n",
            "Subject: Cannot sign in\n", "Message:\n\nGood morning,\n",
            "Reply to this email to add an answer to the ticket",
            "Ticket ID: TKT-2026-00123\n",
        ] {
            #expect(english.text.contains(words), "\(english.text)")
        }
        let russian = try MailTemplate.standard(.newTicket, .russian).preview(for: settings)
        #expect(russian.text.hasPrefix("Новый тикет поддержки TKT-2026-00123\n"))
        #expect(russian.html.contains("Анна Кузнецова &lt;anna@customer.example&gt;"))
    }

    @Test(arguments: Engine.everyEngine)
    func `what a customer writes is put in as text and never evaluated`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine), owner = try await desk.owner()
        try await desk.desk.write { tx in
            _ = try tx.setTemplate(
                .confirmation, .english, subject: "[{{ Number }}] {{subject}}",
                body: "Got **{{subject}}** of {{requester}}.\r\n\r\n{{button}}", by: owner)
        }
        let nasty = Sender(name: "{{link}} <b>&\u{202E}", address: "anna@customer.example")
        try await desk.receives(TestMail(from: nasty, "{{number}} <script>**x**</script>\u{7}"))
        let mail = try #require(try await desk.outbox(to: Sender.anna.address).first?.email)
        #expect(mail.subject == "[TKT-2026-00001] {{number}} <script>**x**</script>")
        #expect(mail.text.contains("\n\nGot {{number}} <script>**x**</script> of {{link}} <b>&.\n"))
        let html = try #require(mail.html)
        #expect(html.contains("<strong>{{number}} &lt;script&gt;**x**&lt;/script&gt;</strong>"), "\(html)")
        #expect(html.contains("{{link}} &lt;b&gt;&amp;."))
        await desk.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `a change holds from the next mail on, on every server, and can be taken back`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine), owner = try await desk.owner()
        try await desk.receives(TestMail(from: .anna, "One"))
        try await desk.desk.write { tx in
            _ = try tx.setTemplate(.confirmation, .english, subject: "[{{number}}] Got it", body: "Short.", by: owner)
        }
        try await desk.receives(TestMail(from: .anna, "Two"))
        let changed = try await desk.desk.read { tx in try tx.templates().filter(\.isChanged) }
        #expect(changed.map(\.kind) == [.confirmation] && changed.first?.subject == "[{{number}}] Got it")
        try await desk.desk.write { tx in _ = try tx.resetTemplate(.confirmation, .english, by: owner) }
        try await desk.receives(TestMail(from: .anna, "Three"))
        let mails = try await desk.outbox(to: Sender.anna.address).map(\.email)
        #expect(mails.map(\.subject) == ["[TKT-2026-00001] One", "[TKT-2026-00002] Got it", "[TKT-2026-00003] Three"])
        #expect(
            mails[1].text.hasSuffix("\n\nShort.")
                && mails[2].text == mails[0].text.replacing("00001", with: "00003").replacing("One", with: "Three"))
        await desk.close()
    }

    @Test func `an answer ends with the mailbox's signature`() async throws {
        let desk = try await TestDesk(.sqlite), agent = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Hello")))
        try await desk.replies(agent, to: ticket, "Without one")
        try await desk.desk.database.write { tx in
            try tx.run("UPDATE mailbox SET signature = \("**Lampwright** <support>")")
        }
        try await desk.replies(agent, to: ticket, "With one")
        let mails = try await desk.outbox().filter { $0.delivery.kind == .reply }.map(\.email)
        #expect(
            mails[0].text
                == "-- Ответьте выше этой линии / reply above this line --\n\nWithout one\n\nView ticket: https://help.desk.example/support/tickets/TKT-2026-00001"
        )
        #expect(mails[1].text.contains("\n\nWith one\n\nLampwright"))
        #expect(mails[1].html?.contains("<strong>Lampwright</strong>") == true)
        await desk.close()
    }
}
