import Foundation
import TestKit

/// A member of staff with a script: reads tickets by the API of a running server.
struct Staff {
    let script: Browser

    static let address = "olga@desk.example"
    static let password = "a long password of Olga's"

    /// The first owner, with a token, on the command line.
    static func hired(at installation: Installation) async throws -> String {
        let owner = try await installation.run(
            "init", "--owner", address, "--name", "Olga Sokolova", "--password-stdin", input: "\(password)\n")
        guard owner.exitCode == 0 else { throw UnexpectedResult(owner) }
        let token = try await installation.run("token", "create", "--user", address)
        guard token.exitCode == 0, let text = token.lines.last else { throw UnexpectedResult(token) }
        return text
    }

    /// All tickets, page by page.
    func tickets() async throws -> [TicketJSON] {
        var tickets: [TicketJSON] = []
        var cursor: String?
        repeat {
            let page = try await script.call(
                "GET", "/api/support/tickets?limit=200\(cursor.map { "&after=\($0)" } ?? "")"
            ).json(ListJSON<TicketJSON>.self)
            tickets += page.items
            cursor = page.next
        } while cursor != nil
        return tickets
    }

    func ticket(_ number: String) async throws -> TicketJSON {
        try await script.call("GET", "/api/support/tickets/\(number)/detail").json(TicketJSON.self)
    }

    /// The one ticket of a customer, as soon as there is one.
    func ticket(from sender: Sender, within limit: Duration = .seconds(10)) async throws -> TicketJSON {
        var found: TicketJSON?
        try await eventually("a ticket from \(sender.address)", within: limit) {
            found = try await tickets().first { $0.user.email == sender.address }
            return found != nil
        }
        return try await ticket(found?.number ?? "")
    }
}

extension Browser {
    /// Signs in by the form of the page.
    func signIn(address: String = Staff.address, password: String = Staff.password) async throws -> Page {
        try await submit(["email": address, "password": password], to: "/ops/sign-in")
    }
}

struct ListJSON<Item: Decodable>: Decodable {
    let items: [Item]
    let next: String?
}

struct TicketJSON: Decodable {
    struct User: Decodable { let email: String? }

    struct Message: Decodable {
        struct Delivery: Decodable {
            let recipient: String
            let state: String
            let serverReply: String?
        }
        let message: String
        let isStaffReply: Bool
        let because: String?
        let delivery: [Delivery]?
    }

    let number: String
    let subject: String
    let status: String
    let channel: String
    let user: User
    let messages: [Message]?

    var texts: [String] { (messages ?? []).map(\.message) }
}

/// A command ended otherwise than the test can go on with.
struct UnexpectedResult: Error, CustomStringConvertible {
    let description: String

    init(_ result: CommandResult) {
        description = "exit code \(result.exitCode)\n\(result.output)\n\(result.errors)"
    }
}
