import Database
import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import TestKit
import Testing

@testable import Web

@Suite struct `Rights` {
    @Test func `are decided for every address that there is, and for no other`() async throws {
        let site = try await TestSite(demo: .test)
        let routes = Set(site.site.router().routes.map { "\($0.method) \($0.path)" })
        #expect(routes == Set(RightsTable.rows.map(\.name)))
        #expect(RightsTable.rows.allSatisfy { $0.statuses.count == RightsTable.Guest.allCases.count })
        await site.close()
    }

    @Test(arguments: Engine.everyEngine) func `hold for everybody at every address`(_ engine: Engine) async throws {
        let party = try await Party(engine)
        for row in RightsTable.rows {
            for guest in RightsTable.Guest.allCases {
                let answer = try await party.visit(row, as: guest)
                #expect(answer.status == row.statuses[guest.rawValue], "\(guest): \(row.name)")
                guard !row.path.hasPrefix("/demo") else { continue }
                for word in party.secrets(from: guest) {
                    #expect(!answer.text.contains(word), "\(guest) reads “\(word)” at \(row.name)")
                }
            }
        }
        await party.site.close()
    }

    @Test func `of the demo are nobody's where there is no demo`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        for path in ["/demo", "/demo/caught", "/demo/caught/1", "/demo/caught/1/frame"] {
            #expect(try await owner.get(path).status == 404)
        }
        #expect(try await owner.post("/demo/mail", ["address": "a@b.example", "message": "x"]).status == 404)
        await site.close()
    }

    @Test func `end at once when an account is closed`() async throws {
        let site = try await TestSite()
        _ = try await site.test.owner()
        let agent = try await site.test.agent()
        let browser = try await site.browser(agent), script = try await site.script(agent)
        #expect(try await browser.get("/ops/support").status == 200)
        #expect(try await script.get("/api/support/tickets").status == 200)
        try await site.desk.write { tx in try tx.disable(agent) }
        #expect(try await browser.get("/ops/support").status == 303)
        #expect(try await browser.get("/api/support/tickets").status == 401)
        #expect(try await script.get("/api/support/tickets").status == 401)
        await site.close()
    }

    @Test func `of a token are not widened by a cookie beside it`() async throws {
        let site = try await TestSite()
        let both = try await site.browser(site.test.owner())
        let mallory = try await site.test.customer(.mallory)
        both.headers = try await site.script(mallory).headers
        #expect(try await both.get("/ops/support").status == 403)
        both.headers[.authorization] = "Bearer "
        #expect(try await both.get("/ops/support").status == 401)
        await site.close()
    }
}

extension DemoDesk {
    static let test = DemoDesk(staffAddress: "olga@desk.example", staffPassword: "not a secret at all")
}

/// Everybody who may come, and what they come for.
private struct Party {
    let site: TestSite
    let secret: SecretTicket
    let people: [RightsTable.Guest: Person]
    let revoked: Visitor
    let caught: Int64
    let ledgerRow: Int64

    init(_ engine: Engine) async throws {
        site = try await TestSite(engine, demo: .test, sync: { _ in MailboxSync() })
        let owner = try await site.test.owner(), agent = try await site.test.agent()
        let former = try await site.test.agent("Former Colleague")
        secret = try await SecretTicket(in: site, by: agent)
        people = [
            .requester: try await site.test.customer(.anna), .other: try await site.test.customer(.mallory),
            .agent: agent, .owner: owner, .disabled: former,
        ]
        try await site.desk.write { tx in _ = try tx.addDepartment("Returns", by: .person(owner)) }
        revoked = try await site.script(agent)
        try await site.desk.revokeTokens(of: agent)
        try await site.desk.write { tx in try tx.disable(former) }
        ledgerRow = try #require(try await site.desk.read { tx in try tx.ledger().first }?.id)
        caught = try #require(try await site.test.outbox(to: Sender.anna.address).last).delivery.id
    }

    func visit(_ row: RightsTable.Row, as guest: RightsTable.Guest) async throws -> Answer {
        let (path, visitor) = (try await path(of: row), try await visitor(guest))
        guard row.method != .get else { return try await visitor.get(path) }
        if path.hasSuffix("/attachments") {
            let file = HelpDesk.Upload(filename: "a.txt", mimeType: "text/plain", content: [97])
            return try await visitor.post(path, [:], files: [file])
        }
        if path.hasPrefix("/api") || path.hasPrefix("/support/api") {
            return try await visitor.call(row.method, path, Self.json)
        }
        return try await visitor.post(
            path,
            [
                "email": "\(guest)@customer.example", "address": "\(guest)@customer.example", "subject": "Lamp",
                "message": "Hello", "status": "waiting", "priority": "low", "to": TestDesk.address,
            ])
    }

    /// Holds what each of the calls needs; the others pass it over.
    private static let json = """
        {"subject":"[{{number}}] Lamp","description":"Hello","message":"Hello","priority":"high","name":"Lamp",
        "email":"olga@desk.example","kind":"reply","language":"en"}
        """

    private func path(of row: RightsTable.Row) async throws -> String {
        let id =
            switch row.path {
            case _ where row.path.hasPrefix("/demo"): String(caught)
            case _ where row.path.contains("/attachments/{id}"): secret.files.mail.uuidString
            case _ where row.path.contains("/ledger/{id}"): String(ledgerRow)
            case _ where row.path.contains("/mailboxes/{id}"), _ where row.path.contains("/email-integrations/{id}"):
                "1"
            case _ where row.path.contains("/templates/{id}"): "confirmation.en"
            case _ where row.path.contains("/staff/{id}"): try await expendable().uuid.uuidString
            case _ where row.path.contains("/tokens/{id}"): String(try await expendableToken())
            case _ where row.path.contains("/messages/{id}"): secret.mail.uuid.uuidString
            case _ where row.path.hasPrefix("/company/team/"): String(try await expendable().id)
            case _ where row.path.hasPrefix("/company/"): "1"
            case _ where row.path.contains("/deliveries/{id}"): String(caught)
            case _ where row.path.contains("/ledger/{id}"): String(secret.mail.ledgerID ?? 0)
            default: secret.ticket.number
            }
        let path = row.path.replacing("{id}", with: id).replacing("{number}", with: secret.ticket.number)
            .replacing("{kind}", with: "confirmation").replacing("{language}", with: "ru")
        return row.path == "/assets/{name}" ? Asset.path("app.css") : path
    }

    /// Somebody whom an owner's call may take the access away.
    private func expendable() async throws -> Person { try await site.test.agent("Passing Colleague") }

    private func expendableToken() async throws -> Int64 {
        let person = try await expendable()
        return try await site.desk.write { tx in try tx.addToken(of: person, name: "test", scopes: []).token.id }
    }

    /// A new session each time: some addresses end it. The disabled agent's is one that was not ended.
    private func visitor(_ guest: RightsTable.Guest) async throws -> Visitor {
        switch guest {
        case .revoked: revoked
        case .forged: Visitor(site, token: "deskbell_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        default: try await site.browser(people[guest])
        }
    }

    func secrets(from guest: RightsTable.Guest) -> [String] {
        switch guest {
        case .agent, .owner: []
        case .requester: SecretTicket.staffWords
        default: SecretTicket.words + SecretTicket.staffWords
        }
    }
}
