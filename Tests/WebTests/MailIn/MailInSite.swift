import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

/// A site whose owner has told mail services where to push mail, and those services.
struct MailInSite {
    let site: TestSite
    let service = MailService()
    let token: String

    init(isSigned: Bool = true, change: @escaping (inout DeskSettings) -> Void = { _ in }) async throws {
        let keys = try service.keys
        site = try await TestSite { settings in
            if isSigned { settings.pushKeys = keys }
            change(&settings)
        }
        let agent = try await site.test.agent()
        token = try await site.desk.write { tx in
            try tx.makeToken(of: agent, name: "mail", scopes: [.mailIn]).text
        }
    }

    var now: Instant { site.test.clock.now }

    /// Posts as a service with a token does.
    func push(
        _ body: [UInt8], as type: String, to path: String = "/api/support/webhook", headers: HTTPFields = [:],
        token: String? = nil
    ) async throws -> Answer {
        var headers = headers
        headers[.contentType] = type
        return try await Visitor(site, token: token ?? self.token).send(.post, path, headers: headers, body: body)
    }

    /// Posts without a token.
    func pushSigned(_ body: [UInt8], as type: String, headers: HTTPFields = [:]) async throws -> Answer {
        var headers = headers
        headers[.contentType] = type
        return try await Visitor(site).send(.post, "/api/support/webhook", headers: headers, body: body)
    }

    func entries() async throws -> [LedgerEntry] { try await site.desk.read { tx in try tx.ledger() } }

    /// The only ticket's first message and the raw mail that it came from.
    func onlyMail(_ location: SourceLocation = #_sourceLocation) async throws -> (Conversation, raw: String) {
        let entries = try await entries()
        try #require(entries.count == 1, sourceLocation: location)
        let ticket = try await site.test.ticket(of: entries[0])
        let raw = try await site.desk.read { tx in try tx.raw(of: entries[0]) }
        return (try await site.test.conversation(of: ticket), String(decoding: raw, as: UTF8.self))
    }
}

extension [UInt8] {
    /// `multipart/form-data` with the boundary `frontier`.
    init(form fields: [(String, [UInt8])], files: [(field: String, name: String, type: String, bytes: [UInt8])] = []) {
        self = []
        for (name, value) in fields {
            self += "--frontier\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8
            self += value + [13, 10]
        }
        for file in files {
            let disposition = "form-data; name=\"\(file.field)\"; filename=\"\(file.name)\""
            self += "--frontier\r\nContent-Disposition: \(disposition)\r\nContent-Type: \(file.type)\r\n\r\n".utf8
            self += file.bytes + [13, 10]
        }
        self += "--frontier--\r\n".utf8
    }

    init(_ text: String) { self = Array(text.utf8) }
}

let formType = "multipart/form-data; boundary=frontier"
