import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Mail that is no report` {
    @Test func `such as a customer's, with the report as a file, becomes a ticket`() async throws {
        let desk = try await TestDesk(.sqlite)
        let bounce = """
            From: Mail Delivery Subsystem <mailer-daemon@customer.example>
            To: anna@customer.example
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="in"

            --in
            Content-Type: text/plain

            The mail could not be delivered.
            --in
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.customer.example

            Final-Recipient: rfc822; support@desk.example
            Action: failed
            Status: 5.1.1
            --in--
            """
        for disposition in ["attachment; filename=bounce.eml", "inline"] {
            let raw = """
                From: Anna Carter <anna@customer.example>
                To: support@desk.example
                Subject: I got this when I wrote to you
                Message-ID: <\(disposition.count)@customer.example>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="out"

                --out
                Content-Type: text/plain

                What does it mean?
                --out
                Content-Type: message/rfc822
                Content-Disposition: \(disposition)

                \(bounce)
                --out--
                """
            let entry = try await desk.receives(raw: Array(raw.utf8))
            #expect(entry.outcome == .created, "\(disposition)")
        }
        await desk.close()
    }
}
