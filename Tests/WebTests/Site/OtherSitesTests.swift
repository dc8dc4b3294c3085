import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `What other sites make a browser do` {
    /// Every address that changes something.
    static let unsafe = RightsTable.rows.filter { $0.method != .get }

    @Test func `changes nothing at any address`() async throws {
        let site = try await TestSite(demo: .test, sync: { _ in MailboxSync() })
        let owner = try await site.browser(site.test.owner())
        let cookies = owner.cookies
        for row in Self.unsafe {
            let path = row.path.replacing("{number}", with: "1").replacing("{id}", with: "1")
            for headers: HTTPFields in [
                [.fetchSite: "cross-site"], [.fetchSite: "same-site"],
                [.fetchSite: "cross-site", .origin: TestSite.origin],
                [.origin: "https://evil.example"], [.origin: "null"], [.origin: "http://help.desk.example"],
                [.origin: "https://help.desk.example.evil.example"], [.origin: "https://help.desk.example:444"],
            ] {
                let answer = try await owner.send(row.method, path, headers: headers, body: [])
                #expect(answer.status == 403, "\(row.name) with \(headers)")
                #expect(owner.cookies == cookies)
            }
        }
        await site.close()
    }

    @Test func `is known by the headers, and our own pages and scripts pass`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        for headers: HTTPFields in [
            [:], [.fetchSite: "same-origin"], [.fetchSite: "none"], [.origin: TestSite.origin],
            [.fetchSite: "same-origin", .origin: "https://evil.example"],
        ] {
            #expect(try await owner.post("/theme", ["theme": "dark"], headers: headers).status == 303, "\(headers)")
        }
        await site.close()
    }

    @Test func `cannot read anything either`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        for path in ["/api/support/tickets", "/ops/support", "/api/openapi.json"] {
            let answer = try await owner.get(path, headers: [.origin: "https://evil.example"])
            #expect(answer.headers[.accessControlAllowOrigin] == nil)
            #expect(answer.headers[values: .init("Cross-Origin-Resource-Policy")!] == ["same-origin"])
        }
        await site.close()
    }
}
