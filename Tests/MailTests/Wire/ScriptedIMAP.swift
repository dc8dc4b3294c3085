import Foundation
import Logging
import Mail
import TestKit

/// An IMAP server that behaves, but for the commands that a test answers itself.
enum ScriptedIMAP {
    static let capabilities = "IMAP4rev1 IDLE UIDPLUS SASL-IR AUTH=PLAIN AUTH=XOAUTH2 SPECIAL-USE"

    /// Starts a server in plain text on the loopback address.
    /// - Parameter answer: gets the tag and the command without it; says whether it has answered.
    static func start(
        capabilities: String = capabilities,
        _ answer: @escaping @Sendable (_ tag: String, _ command: String, LineConnection) async throws -> Bool
    ) async throws -> LineServer {
        try await LineServer.start { connection in
            try await connection.send("* OK [CAPABILITY \(capabilities)] ready")
            while let line = try await connection.readLine() {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2 else { continue }
                if try await answer(words[0], words[1], connection) { continue }
                try await behave(words[0], words[1], connection)
                if words[1] == "LOGOUT" { break }
            }
        }
    }

    private static func behave(_ tag: String, _ command: String, _ connection: LineConnection) async throws {
        switch command.split(separator: " ").first?.uppercased() {
        case "CAPABILITY": try await connection.send("* CAPABILITY \(capabilities)")
        case "SELECT", "EXAMINE": try await connection.send("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] UIDs valid")
        case "LOGOUT": try await connection.send("* BYE see you")
        default: break
        }
        try await connection.send("\(tag) OK done")
    }

    /// Connects, signs in and opens the inbox.
    static func client(
        of server: LineServer, limits: FetchLimits = FetchLimits(), replyTimeoutSeconds: Double = 10
    ) async throws -> IMAPClient {
        let client = try await connect(to: server, limits: limits, replyTimeoutSeconds: replyTimeoutSeconds)
        try await client.authenticate(.password(user: "anna", password: "secret"))
        _ = try await client.select("INBOX")
        return client
    }

    static func connect(
        to server: LineServer, limits: FetchLimits = FetchLimits(), replyTimeoutSeconds: Double = 10
    ) async throws -> IMAPClient {
        let address = MailServer(
            host: "127.0.0.1", port: server.port, security: .startTLSIfOffered,
            replyTimeoutSeconds: replyTimeoutSeconds)
        return try await IMAPClient.connect(to: address, limits: limits, logger: Logger(label: "test"))
    }
}

extension IMAPClient {
    /// All of the messages, one after the other.
    func all(_ uids: [UID]) async throws -> [FetchedMessage] {
        var found: [FetchedMessage] = []
        for try await message in messages(uids) { found.append(message) }
        return found
    }
}

/// The error that `body` throws, as an `IMAPError`.
func imapError(_ body: () async throws -> Void) async -> IMAPError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? IMAPError
    }
}
