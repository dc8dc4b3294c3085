import Mail
import Testing

/// Delivery reports as servers of many makers and languages word them.
@Suite struct `Delivery reports in many words` {
    struct Told: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var subject: String
        var body: String
        var isHard: Bool
    }

    private static let told = [
        Told(
            testDescription: "Exim, no server", subject: "Mail delivery failed: returning message to sender",
            body: """
                A message that you sent could not be delivered to one or more of its
                recipients. This is a permanent error. The following address(es) failed:

                  ann@customer.example
                    all relevant MX records point to non-existent hosts
                """, isHard: true),
        Told(
            testDescription: "Exim, waiting", subject: "Warning: message 1abc-0001 delayed 24 hours",
            body: """
                This message was created automatically by mail delivery software.
                The address to which the message has not yet been delivered is:

                  ann@customer.example
                    host mx.customer.example [192.0.2.4]: 451 Greylisted, come back later
                """, isHard: false),
        Told(
            testDescription: "Exchange, Russian", subject: "Не удается доставить: Re: Заявка",
            body: """
                Ошибка доставки следующим получателям или группам:

                ann@customer.example
                Не удалось найти введенный электронный адрес. Проверьте адрес получателя.

                Диагностические сведения для администраторов:
                ann@customer.example
                #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##
                """, isHard: true),
        Told(
            testDescription: "Exchange, French", subject: "Échec de la remise : Re: Commande",
            body: "Votre message à ann@customer.example n'a pas pu être remis.\n\n550 5.1.10 RecipientNotFound",
            isHard: true),
        Told(
            testDescription: "Exchange, German", subject: "Unzustellbar: Re: Anfrage",
            body: "ann@customer.example\nIhre Nachricht konnte nicht zugestellt werden.\n550 5.1.1 user unknown",
            isHard: true),
        Told(
            testDescription: "a filter", subject: "**Message you sent blocked by our bulk email filter**",
            body: "Your message to: ann@customer.example\nwas blocked by our Spam Firewall. It has NOT BEEN DELIVERED.",
            isHard: false),
        Told(
            testDescription: "Yandex, Russian", subject: "Недоставленное сообщение",
            body: """
                Это письмо отправлено почтовым сервером yandex.ru.

                <ann@customer.example>: host mx.customer.example[192.0.2.4] said: 550 5.1.1
                Recipient rejected: unknown user (in reply to RCPT TO command)
                """, isHard: true),
        Told(
            testDescription: "Mail.ru, full", subject: "Mail failure.",
            body: """
                К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

                ann@customer.example
                552 5.2.2 mailbox is full (quota exceeded)
                """, isHard: false),
        Told(
            testDescription: "Domino", subject: "DELIVERY FAILURE: User ann not listed in Domino Directory",
            body: "Your message was not delivered to:\n\n  ann@customer.example\n\nbecause:\n\n"
                + "  User ann (ann@customer.example) not listed in Domino Directory", isHard: true),
        Told(
            testDescription: "over quota", subject: "Message Delivery Failure",
            body: "Your message to ann@customer.example cannot be delivered. This account is over quota.",
            isHard: false),
    ]

    @Test(arguments: told) func `whom it is about and whether for good`(told: Told) throws {
        let mail = Mails.parse(
            """
            Return-Path: <>
            From: Mail Delivery System <postmaster@mx.example>
            To: support@desk.example
            Subject: \(told.subject)
            Content-Type: text/plain; charset=utf-8

            \(told.body)
            """)
        let report = try #require(mail.deliveryReport())
        #expect(report.recipients.map(\.address) == ["ann@customer.example"])
        #expect(report.recipients.map(\.isHard) == [told.isHard])
        #expect(!mail.automatic().mayAnswer)
    }

    @Test(arguments: [
        "Nedoručitelná zpráva", "Nedoručiteľné: Re: Otázka", "Niedostarczone: Re: Pytanie",
        "KÉZBESÍTHETETLEN: Re: Kérdés",
        "Kan inte levereras: Re: Fråga", "Kan ikke leveres: Re: Spørgsmål", "Ei voi toimittaa: Re: Kysymys",
        "Nelivrabil: Re: Întrebare", "Δεν είναι δυνατή η παράδοση: Re: Ερώτηση", "Не вдалося доставити: Re: Питання",
        "未送达: Re: 问题",
    ])
    func `a subject that alone says that nothing was delivered`(subject: String) throws {
        let mail = Mails.parse(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example
            Subject: \(subject)
            Content-Type: text/plain; charset=utf-8

            ann@customer.example
            #550 5.1.1
            """)
        #expect(try #require(mail.deliveryReport()).recipients.map(\.address) == ["ann@customer.example"])
    }

    @Test(arguments: [
        ("5.7.1", "550 5.7.1 No such user!", true),
        ("5.7.1", "554 5.7.1 Message rejected under suspicion of SPAM", false),
        ("5.2.1", "550 5.2.1 The account that you tried to reach is disabled", true),
        ("5.0.0", "550 the account is disabled for now, see the policy", false),
        ("5.0.0", "550 spam message rejected", false),
        // Exchange Online says so of an address that its directory does not have.
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", true),
    ])
    func `the words of large providers`(status: String, words: String, isHard: Bool) throws {
        let mail = Mails.parse(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            Not delivered
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; ann@customer.example
            Action: failed
            Status: \(status)
            Diagnostic-Code: smtp; \(words)

            --b--
            """)
        #expect(try #require(mail.deliveryReport()?.recipients.first).isHard == isHard)
    }
}
