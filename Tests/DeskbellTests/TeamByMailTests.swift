import Database
import HelpDesk
import Mail
import TestKit
import Testing

/// Real servers on every side: Dovecot, an SMTP server of others, and an ordinary mail client.
@Suite(.serialized) struct `A team that lives in its mail client` {
    private struct Place {
        let mailbox: DovecotAccount
        let smtp: ForeignSMTPServer
        let installation: Installation
        let server: DeskbellProcess
        let anna: MailClient

        init(_ engine: Engine, _ prepare: (Installation, DovecotServer) async throws -> Void = { _, _ in }) async throws
        {
            let dovecot = try await DovecotServer.shared()
            mailbox = try dovecot.account("support")
            smtp = try await ForeignSMTPServer.start(before: dovecot)
            installation = try await Installation(
                engine, mailbox: mailbox, settings: smtp.environment(for: mailbox))
            try await prepare(installation, dovecot)
            server = try await installation.serve()
            anna = MailClient(account: try dovecot.account("anna"), name: "Anna Carter", smtp: smtp)
        }

        /// Anna writes in the portal, where she comes in by the link that was mailed to her.
        func annaOpensTicket() async throws -> String {
            let browser = server.browser()
            _ = try await browser.submit(["email": anna.account.user], to: "/support/sign-in")
            let letter = try await anna.mail(with: "/support/enter")
            let link = letter.text.split(whereSeparator: \.isWhitespace).first { $0.contains("/support/enter") }
            let secret = String(link?.split(separator: "=").last ?? "")
            #expect(try await browser.submit(["token": secret], to: "/support/enter").path == "/support")
            let made = try await browser.submit(
                ["subject": "The lamp flickers", "message": "Since this morning."], to: "/support/tickets")
            return String(made.path.split(separator: "/").last ?? "")
        }

        func messages(of number: String) async throws -> [Conversation.Entry] {
            try await installation.inspect { tx in try tx.conversation(number, seenBy: .system).messages }
        }

        func stop() async throws {
            #expect(await server.stop() == 0)
            await smtp.stop()
        }
    }

    @Test(arguments: Engine.everyEngine)
    func `an answer from the mailbox itself stands in the ticket and reaches the customer`(_ engine: Engine)
        async throws
    {
        let place = try await Place(engine) { installation, _ in
            let made = try await installation.run("init")
            #expect(made.exitCode == 0, "\(made)")
        }
        let number = try await place.annaOpensTicket()
        let team = MailClient(account: place.mailbox, name: "Support", smtp: place.smtp)
        let notice = try await team.mail(with: number)
        #expect(notice.headers.first("X-Ticket-ID") == number && notice.text.contains("Since this morning."))

        try await team.answer(theMailWith: number, "Please change the bulb.")
        try await eventually("the answer stands in the ticket", within: .seconds(20)) {
            try await place.messages(of: number).count == 2
        }
        let answer = try #require(try await place.messages(of: number).last)
        #expect(answer.message.isStaffReply && answer.message.text == "Please change the bulb.")
        #expect(answer.message.because?.code == .mailboxReply)
        let letter = try await place.anna.mail(with: "change the bulb")
        #expect(letter.subject == "Re: [\(number)] The lamp flickers")
        #expect(!letter.text.contains("wrote:"), "what the client quoted is not sent on")
        let ticket = try await place.installation.inspect { tx in try tx.ticket(number, seenBy: .system) }
        #expect(ticket.status == .inProgress)

        try await place.anna.answer(theMailWith: "change the bulb", "It shines again, thank you!")
        try await eventually("the customer's answer stands in the ticket", within: .seconds(20)) {
            try await place.messages(of: number).count == 3
        }
        let thanks = try #require(try await place.messages(of: number).last)
        #expect(!thanks.message.isStaffReply && thanks.message.text == "It shines again, thank you!")
        let tickets = try await place.installation.inspect { tx in try tx.ledger(LedgerQuery()) }
        #expect(!tickets.contains { $0.outcome == .created }, "nothing of it has opened another ticket: \(tickets)")
        try await place.stop()
    }

    @Test func `an answer from a member of staff's own address stands under their name`() async throws {
        let tom = try await DovecotServer.shared().account("tom")
        let place = try await Place(.sqlite) { installation, _ in
            let made = try await installation.run(
                "init", "--owner", tom.user, "--name", "Tom Baker", "--password-stdin", input: "a long password\n")
            #expect(made.exitCode == 0, "\(made)")
        }
        let client = MailClient(account: tom, name: "Tom Baker", smtp: place.smtp)
        let number = try await place.annaOpensTicket()
        #expect(try await client.mail(with: number).headers.first("X-Ticket-ID") == number)

        try await client.answer(theMailWith: number, "Please change the bulb.")
        let letter = try await place.anna.mail(with: "change the bulb")
        #expect(letter.subject == "Re: [\(number)] The lamp flickers")
        #expect(letter.from?.address == place.mailbox.user, "Tom's own address stays at home")
        let answer = try #require(try await place.messages(of: number).last)
        #expect(answer.message.isStaffReply && answer.author.name == "Tom Baker")
        #expect(answer.message.because?.code == .staffReply)
        try await place.stop()
    }
}
