import Foundation
import HelpDesk
import TestKit
import Testing

@testable import Web

/// A ticket of Anna's that has been through everything: HTML mail with a file, an answer with a file, a note with a file.
struct SecretTicket {
    let ticket: Ticket
    let mail: Message
    let note: Message
    /// The files of the customer's mail, of staff's answer and of the note.
    let files: (mail: UUID, answer: UUID, note: UUID)

    /// What nobody but Anna and staff may read.
    static let words = ["Quarrel with my landlord", "cellar floods", "landlord-contract", "send a plumber"]
    /// What nobody but staff may read.
    static let staffWords = ["difficult person", "credit-check", "192.0.2.77", "203.0.113.9"]

    init(in site: TestSite, by agent: Person) async throws {
        let entry = try await site.test.receives(raw: Self.mail)
        ticket = try await site.test.ticket(of: entry)
        let number = ticket.number
        try await site.desk.write { tx in
            let ticket = try tx.ticket(number, seenBy: .system)
            try ticket.reply(
                Draft(
                    text: "We shall send a plumber.", uploads: [Self.file("plumber-map.txt", "left at the church")],
                    channel: .portal),
                by: agent, in: tx)
            try ticket.reply(
                Draft(
                    text: "A difficult person.", isInternal: true,
                    uploads: [Self.file("credit-check.txt", "a difficult person indeed")], channel: .portal), by: agent,
                in: tx)
        }
        try await site.desk.database.write { tx in
            try tx.run("UPDATE ticket SET user_agent = 'difficult person', ip_address = '192.0.2.77'")
        }
        let messages = try await site.test.conversation(of: ticket).messages
        try #require(messages.count == 3)
        mail = messages[0].message
        note = messages[2].message
        files = (
            try #require(messages[0].attachments.first).uuid, try #require(messages[1].attachments.first).uuid,
            try #require(messages[2].attachments.first).uuid
        )
    }

    private static func file(_ name: String, _ text: String) -> HelpDesk.Upload {
        HelpDesk.Upload(filename: name, mimeType: "text/plain", content: Array(text.utf8))
    }

    private static let mail = Array(
        """
        Received: from [203.0.113.9] by mx.customer.example; Fri, 20 Nov 2026 09:59:00 +0000
        From: Anna Carter <anna@customer.example>
        To: support@desk.example
        Subject: Quarrel with my landlord
        Date: Fri, 20 Nov 2026 09:59:00 +0000
        Message-ID: <secret@customer.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=frontier

        --frontier
        Content-Type: text/html; charset=utf-8

        <p>The <b>cellar floods</b>.</p><img src="https://tracker.example/pixel.gif"><script>alert(1)</script>
        --frontier
        Content-Type: text/plain; name="landlord-contract.txt"
        Content-Disposition: attachment; filename="landlord-contract.txt"

        all of it
        --frontier--

        """.replacing("\n", with: "\r\n").utf8)
}
