import Testing

@testable import Mail

@Suite struct `The words of a refusal` {
    /// A report as Postfix writes it, with the words of the next server.
    private static func isHard(_ words: String) throws -> Bool {
        let mail = Mails.parse(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            <ann@customer.example>: host mx.customer.example[192.0.2.4] said: \(words)
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; ann@customer.example
            Action: failed
            Status: 5.0.0
            Diagnostic-Code: smtp; \(words)

            --b--
            """)
        return try #require(mail.deliveryReport()?.recipients.first).isHard
    }

    @Test(arguments: [
        "550 no such e-mail address", "550 there is no mailbox for ann", "550 no mail box available for this user",
        "550 not a valid recipient", "550 ann is not a known mailbox here", "550 Bad recipient address",
        "550 vdeliver: invalid or unknown virtual user", "550 recipient invalid",
        "550 User (ann@customer.example) unknown",
        "550 ann@customer.example is unknown", "550 the address you sent to is not valid", "550 user ann not found",
        "550 This mailbox could not be found", "550 account closed", "550 This mailbox has been deleted",
        "550 This user no longer has an account here", "550 Mailbox nonexistent", "551 User not local",
        "550 Mail domain mentioned in email address is unknown", "550 no one by that name",
        "521 mail receiving disabled",
        "550 Destinatario desconocido", "550 Адресат неизвестен: неизвестный получатель", "550 boite non existante",
    ])
    func `nobody has the address`(words: String) throws {
        #expect(try Self.isHard(words))
    }

    @Test(arguments: [
        "550 Sender address rejected: Domain not found", "550 Sender verify failed: no such user here",
        "550 <mail.local>: Helo command rejected: Host not found", "550 Your sender domain does not exist",
        "550 Reverse DNS lookup failed: host not found", "550 From address does not exist",
        "550 5.1.0 sender rejected", "554 No SMTP service. Bad DNS PTR resource record",
    ])
    func `it speaks of the sender, and not of the address`(words: String) throws {
        #expect(try !Self.isHard(words))
    }

    @Test(arguments: [
        "550 Unable to relay: recipient not local, relay not allowed", "550 Invalid user or password",
        "550 The account may not exist, or you may not have permission", "550 this mailbox does not like you",
        "550 unknown error",
        "Invalid Address, ERROR_CODE :550, ERROR_CODE :Requested action not taken: mailbox unavailable",
        "550 no further information about this mailbox", "550 Account has been suspended",
    ])
    func `words that only resemble such`(words: String) throws {
        #expect(try !Self.isHard(words))
    }

    private static func report(_ subject: String, _ body: String) throws -> DeliveryReport {
        try #require(
            Mails.parse(
                """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example
                To: support@desk.example
                Subject: \(subject)
                Content-Type: text/plain; charset=utf-8

                \(body)
                """
            ).deliveryReport())
    }

    @Test func `an alias that only the transcript names is no recipient`() throws {
        let report = try Self.report(
            "Returned mail",
            """
               ----- The following addresses had permanent fatal errors -----
            <ann@customer.example>

               ----- Transcript of session follows -----
            >>> RCPT TO:<ann@inner.customer.example>
            <<< 550 <ann@inner.customer.example>... User unknown
            """)
        #expect(report.recipients.map(\.address) == ["ann@customer.example"])
        #expect(report.recipients.map(\.isHard) == [true])
    }

    @Test func `where an address comes from, or has moved to, is no recipient`() throws {
        let alias = try Self.report(
            "Mail delivery failed",
            "The following address(es) failed:\n\n  ann@customer.example\n    (generated from info@customer.example)\n"
                + "    550-5.7.26 This message does not pass authentication checks\n    550 5.7.26 (SPF)")
        #expect(alias.recipients.map(\.address) == ["ann@customer.example"])
        #expect(alias.recipients.map(\.status) == ["5.7.26"])
        let moved = try Self.report(
            "failure notice", "<ann@customer.example>:\nThis address has moved to ann@new.example (#5.1.6)")
        #expect(moved.recipients.map(\.address) == ["ann@customer.example"])
        #expect(moved.recipients.map(\.isHard) == [true])
    }

    @Test func `the Message-ID of what came back is no recipient`() throws {
        let report = try Self.report(
            "Delivery Notification: Delivery has failed",
            """
            This report relates to a message you sent with the following header fields:

              Message-id: <out-1@desk.example>
              To: ann@customer.example

            Your message cannot be delivered to the following recipients:

              Recipient address: ann@customer.example
              Reason: Over quota
            """)
        #expect(report.recipients.map(\.address) == ["ann@customer.example"])
        #expect(report.recipients.map(\.isHard) == [false])
    }

    @Test func `qmail in a language that nobody here knows is told by its codes`() throws {
        let report = try Self.report("Ilmoitus", "<ann@customer.example>:\nTääl ei oo semmosta. (#5.1.1)")
        #expect(report.recipients.map(\.status) == ["5.1.1"])
        #expect(report.recipients.map(\.isHard) == [true])
    }

    @Test func `a number that is no answer of a server gives no code`() throws {
        let report = try Self.report(
            "Message non remis", "ann@customer.example : destinataire invalide. Invalid recipient. OFR204_416 [416]")
        #expect(report.recipients.map(\.isHard) == [true])
        #expect(report.recipients.map(\.status) == [""])
    }

    @Test func `fields without a recipient are about the one whom the words name`() throws {
        let mail = Mails.parse(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            Delivery has failed for ann@customer.example: user unknown
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Action: failed
            Status: 5.1.1

            --b--
            """)
        #expect(try #require(mail.deliveryReport()).recipients.map(\.address) == ["ann@customer.example"])
    }
}
