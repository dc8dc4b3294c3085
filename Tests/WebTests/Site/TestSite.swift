import Database
import Foundation
import HelpDesk
import Hummingbird
import TestKit
import Testing

@testable import Web

/// A whole site over a desk of its own, with people who have all kinds of rights and one ticket that has secrets.
struct TestSite {
    let test: TestDesk
    let site: Site
    let responder: RouterResponder<SiteContext>

    /// Where browsers reach the site.
    static let origin = "https://help.desk.example"

    /// - Parameter sync: what "Sync with mail" does; nil: no mailbox is set up.
    init(
        _ engine: Engine = .sqlite, demo: DemoDesk? = nil, change: (inout DeskSettings) -> Void = { _ in },
        testConnection: (@Sendable (MailboxDraft, Mailbox?) -> AsyncStream<ConnectionStep>)? = nil,
        sync: (@Sendable (Int64?) async throws -> MailboxSync)? = nil
    ) async throws {
        test = try await TestDesk(engine, change: change)
        site = Site(desk: test.desk, siteName: "Lampwright", sync: sync, testConnection: testConnection, demo: demo)
        responder = site.router().buildResponder()
    }

    var desk: Desk { test.desk }

    /// Somebody at a browser, signed in as `person` where there is one.
    func browser(_ person: Person? = nil) async throws -> Visitor {
        let visitor = Visitor(self)
        guard let person else { return visitor }
        let secret = try await desk.write { tx in try tx.startSession(of: person, userAgent: "test") }
        visitor.cookies["__Host-session"] = secret.text
        return visitor
    }

    /// A script with a token of `person`.
    func script(_ person: Person) async throws -> Visitor {
        let secret = try await desk.write { tx in try tx.makeToken(of: person, name: "test") }
        return Visitor(self, token: secret.text)
    }

    /// Opens a ticket with a public message.
    func ticket(
        of person: Person, _ subject: String = "The lamp flickers", _ text: String = "It does so every evening."
    ) async throws -> Ticket {
        try await desk.write { tx in
            let draft = Draft(text: text, channel: .portal)
            let new = NewTicket(subject: subject, draft: draft, userAgent: "Annas browser", ipAddress: "192.0.2.77")
            return try Ticket.open(new, for: person, by: person, in: tx)
        }
    }

    func close() async { await test.close() }
}

extension Desk {
    /// Takes every token of a person back.
    func revokeTokens(of person: Person) async throws {
        try await database.write { tx in
            try tx.run("UPDATE token SET revoked_at = \(tx.now) WHERE person_id = \(person.id)")
        }
    }
}
