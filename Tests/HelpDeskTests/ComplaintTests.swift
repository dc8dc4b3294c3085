import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `A complaint about our mail` {
    private let provider = "feedback@provider.example"

    /// What a provider sends to whom it has a feedback loop with (RFC 5965 §2).
    private func report(
        on original: [UInt8], kind: String = "abuse", recipient: String? = Sender.anna.address
    ) -> [UInt8] {
        var fields = ["Feedback-Type: \(kind)", "User-Agent: ProviderLoop/2.1", "Version: 1"]
        if let recipient { fields.append("Original-Rcpt-To: <\(recipient)>") }
        let head = [
            "From: <\(provider)>", "To: \(TestDesk.address)", "Subject: Email feedback report",
            "Date: Fri, 20 Nov 2026 09:59:00 +0000", "Message-ID: <\(kind).\(original.count)@provider.example>",
            "MIME-Version: 1.0", "Content-Type: multipart/report; report-type=feedback-report; boundary=edge", "",
            "--edge", "Content-Type: text/plain", "", "This is a report about a message that a person has marked.", "",
            "--edge", "Content-Type: message/feedback-report", "",
        ]
        let middle = ["", "--edge", "Content-Type: message/rfc822", "", ""]
        let text = (head + fields + middle).joined(separator: "\r\n")
        return Array(text.utf8) + original + Array("\r\n--edge--\r\n".utf8)
    }

    private func raw(_ mail: OutboxMail, of desk: TestDesk) async throws -> [UInt8] {
        try await desk.desk.read { tx in try tx.mail(of: mail.delivery) }
    }

    private func trouble(_ desk: TestDesk, _ address: String = Sender.anna.address) async throws -> AddressTrouble? {
        try await desk.desk.read { tx in try tx.addressTrouble(address) }
    }

    @Test(arguments: Engine.everyEngine) func `marks the address, and no automatic mail goes there any more`(
        _ engine: Engine
    ) async throws {
        let desk = try await TestDesk(engine), olga = try await desk.agent()
        let ticket = try await desk.ticket(of: desk.receives(TestMail(from: .anna, "Lamp")))
        let confirmation = try #require(try await desk.outbox(to: Sender.anna.address).first)
        let mails = try await desk.outbox().count
        let entry = try await desk.receives(raw: report(on: raw(confirmation, of: desk)))

        #expect(entry.outcome == .bounce && entry.because?.code == .complaint)
        #expect(entry.ticketID == ticket.id && entry.isAutomatic && !entry.isAnswered)
        #expect(try await trouble(desk)?.kind == .complaint)
        #expect(try await desk.outbox().count == mails, "nobody is answered")
        #expect(try await desk.conversation(of: ticket).messages.count == 1)

        // Automatic mail is held back with the reason; what a person writes goes out.
        try await desk.receives(TestMail(from: .anna, "Another lamp"))
        let held = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(held.delivery.kind == .confirmation && held.delivery.state == .failed)
        #expect(held.delivery.serverReply?.contains("spam") == true)
        try await desk.replies(olga, to: ticket, "Change the bulb.")
        let answer = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(answer.delivery.kind == .reply && answer.delivery.state == .queued)
        await desk.close()
    }

    @Test func `counts where the provider hides the recipient and only one can be meant`() async throws {
        let desk = try await TestDesk(.sqlite), olga = try await desk.agent()
        var mail = TestMail(from: .anna, "Lamp")
        let ticket = try await desk.ticket(of: desk.receives(mail))
        try await desk.replies(olga, to: ticket, "Change the bulb.")
        let one = try #require(try await desk.outbox(to: Sender.anna.address).last)
        #expect(
            try await desk.receives(raw: report(on: raw(one, of: desk), recipient: nil)).because?.code == .complaint)
        #expect(try await trouble(desk)?.kind == .complaint)

        let other = try await TestDesk(.sqlite), tom = try await other.agent("Tom Baker")
        mail.cc = Sender.boris.address
        let shared = try await other.ticket(of: other.receives(mail))
        try await other.replies(tom, to: shared, "Change the bulb.")
        let two = try #require(try await other.outbox(to: Sender.anna.address).last)
        let entry = try await other.receives(raw: report(on: raw(two, of: other), recipient: nil))
        #expect(entry.outcome == .created && !entry.isAnswered, "a person must look at it")
        #expect(try await trouble(other) == nil)
        #expect(try await trouble(other, Sender.boris.address) == nil)
        await desk.close()
        await other.close()
    }

    @Test(arguments: ["not-spam", "auth-failure", "", "no such thing"])
    func `is none where the report tells of something else`(_ kind: String) async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.receives(TestMail(from: .anna, "Lamp"))
        let mail = try #require(try await desk.outbox(to: Sender.anna.address).first)
        let entry = try await desk.receives(raw: report(on: raw(mail, of: desk), kind: kind))
        #expect(entry.because?.code != .complaint && !entry.isAnswered)
        #expect(try await trouble(desk) == nil)
        await desk.close()
    }

    @Test func `that is forged marks nobody and is not lost`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.receives(TestMail(from: .anna, "Lamp"))
        let mail = try #require(try await desk.outbox(to: Sender.anna.address).first)
        var foreign = TestMail(from: .mallory, "Lamp").bytes
        let forged = report(on: foreign)
        foreign = try await raw(mail, of: desk)
        let misdirected = report(on: foreign, recipient: Sender.boris.address)
        for bytes in [forged, misdirected] {
            let entry = try await desk.receives(raw: bytes)
            #expect(entry.outcome == .created && !entry.isAnswered)
        }
        #expect(try await trouble(desk) == nil)
        #expect(try await trouble(desk, Sender.boris.address) == nil)
        await desk.close()
    }

    /// A ticket of Anna's in which Boris takes part, and the answer that both have got.
    private func shared(_ engine: Engine = .sqlite) async throws -> (TestDesk, Ticket, copies: [OutboxMail]) {
        let desk = try await TestDesk(engine), olga = try await desk.agent()
        var mail = TestMail(from: .anna, "Lamp")
        mail.cc = Sender.boris.address
        let ticket = try await desk.ticket(of: desk.receives(mail))
        try await desk.replies(olga, to: ticket, "Change the bulb.")
        return (desk, ticket, try await desk.outbox().filter { $0.delivery.kind == .reply })
    }

    @Test(arguments: Engine.everyEngine)
    func `of one recipient silences no other: the id that all copies bear is not enough`(_ engine: Engine) async throws
    {
        let (desk, ticket, copies) = try await shared(engine)
        let annas = try #require(copies.first { $0.delivery.recipient == Sender.anna.address })
        let boris = try #require(copies.first { $0.delivery.recipient == Sender.boris.address })
        try #require(annas.delivery.mailID == boris.delivery.mailID)
        let idAlone = Array("Message-ID: <\(annas.delivery.mailID)>\r\nSubject: Re: Lamp\r\n\r\n".utf8)
        for forged in [idAlone, try await raw(boris, of: desk)] {
            let entry = try await desk.receives(raw: report(on: forged))
            #expect(entry.because?.code == .complaint && entry.ticketID == ticket.id)
            #expect(try await trouble(desk) == nil)
        }
        #expect(try await desk.conversation(of: ticket).events.contains { $0.kind == .complained }, "staff see it")
        let real = try await desk.receives(raw: report(on: raw(annas, of: desk), kind: "opt-out"))
        #expect(real.because?.code == .complaint)
        #expect(try await trouble(desk)?.kind == .complaint)
        #expect(try await trouble(desk, Sender.boris.address) == nil)
        await desk.close()
    }

    @Test func `is none where its sender is forged`() async throws {
        let (desk, _, copies) = try await shared()
        let annas = try #require(copies.first { $0.delivery.recipient == Sender.anna.address })
        let mark = Array(
            "Received: from a.example by mx.desk.example with ESMTPS id 1; Fri, 20 Nov 2026 09:59:00 +0000\r\nAuthentication-Results: mx.desk.example; dmarc=fail header.from=provider.example\r\n"
                .utf8)
        let entry = try await desk.receives(raw: mark + report(on: raw(annas, of: desk)))
        #expect(entry.because?.code != .complaint)
        #expect(try await trouble(desk) == nil)
        await desk.close()
    }

    @Test func `comes from Amazon in a form of its own`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await desk.receives(TestMail(from: .anna, "Lamp"))
        let mail = try #require(try await desk.outbox(to: Sender.anna.address).first)
        var notice = TestMail(from: Sender(name: "AWS", address: "no-reply@sns.amazonaws.com"), "AWS Notification")
        notice.text =
            #"{"notificationType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"\#(Sender.anna.address)"}],"#
            + #""complaintFeedbackType":"abuse"},"mail":{"messageId":"0100","commonHeaders":{"messageId":"<\#(mail.delivery.mailID)>"}}}"#
        let entry = try await desk.receives(notice)
        #expect(entry.because?.code == .complaint)
        #expect(try await trouble(desk)?.kind == .complaint)
        await desk.close()
    }
}
