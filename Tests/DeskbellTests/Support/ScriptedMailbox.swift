import Foundation
import Synchronization
import TestKit

/// An IMAP server whose INBOX a test fills, and that answers single messages as the test says.
final class ScriptedMailbox: Sendable {
    /// What it says of the content of a message, of which it always tells the size.
    enum Answer: Sendable {
        case whole
        case none
        case null
    }

    private struct State {
        var messages: [Int: [UInt8]] = [:]
        var answers: [Int: Answer] = [:]
    }

    private let state = Mutex(State())
    private let listener = Mutex<LineServer?>(nil)

    static func start(_ messages: [[UInt8]]) async throws -> ScriptedMailbox {
        let mailbox = ScriptedMailbox()
        for message in messages { mailbox.deliver(message) }
        let server = try await LineServer.start { connection in
            try await connection.send("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready")
            while let line = try await connection.readLine() {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2 else { continue }
                for text in mailbox.answer(words[1]) { try await connection.send(bytes: text + Array("\r\n".utf8)) }
                try await connection.send("\(words[0]) OK done")
                if words[1] == "LOGOUT" { break }
            }
        }
        mailbox.listener.withLock { $0 = server }
        return mailbox
    }

    func stop() async { await listener.withLock { $0 }?.stop() }

    func deliver(_ message: [UInt8]) { state.withLock { $0.messages[$0.messages.count + 1] = message } }

    func answer(_ uid: Int, with answer: Answer) { state.withLock { $0.answers[uid] = answer } }

    func expunge(_ uid: Int) { state.withLock { $0.messages[uid] = nil } }

    /// The settings by which Deskbell reads it.
    var environment: [String: String] {
        [
            "EMAIL_TO_TICKET_ENABLED": "true", "IMAP_HOST": "127.0.0.1", "IMAP_USE_SSL": "false",
            "IMAP_PORT": "\(listener.withLock { $0?.port ?? 0 })", "IMAP_USERNAME": "desk", "IMAP_PASSWORD": "secret",
        ]
    }

    private func answer(_ command: String) -> [[UInt8]] {
        let words = command.split(separator: " ").map(String.init), state = state.withLock { $0 }
        switch words[0].uppercased() {
        case "SELECT", "EXAMINE":
            return ["* \(state.messages.count) EXISTS", "* OK [UIDVALIDITY 7] valid"].map { Array($0.utf8) }
        case "UID" where words[1] == "SEARCH":
            let from = command.split(separator: "UID ").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 1
            let found = state.messages.keys.sorted().filter { $0 >= from }
            return [Array("* SEARCH \(found.map(String.init).joined(separator: " "))".utf8)]
        case "UID" where words[1] == "FETCH":
            return Self.uids(words[2]).compactMap { uid in
                state.messages[uid].map { fetched(uid, $0, state.answers[uid] ?? .whole, command) }
            }
        default: return []
        }
    }

    private func fetched(_ uid: Int, _ message: [UInt8], _ answer: Answer, _ command: String) -> [UInt8] {
        let date = DateFormatter()
        date.locale = Locale(identifier: "en_US_POSIX")
        date.timeZone = TimeZone(secondsFromGMT: 0)
        date.dateFormat = "dd-MMM-yyyy HH:mm:ss"
        let now = date.string(from: Date())
        let known = "UID \(uid) FLAGS () INTERNALDATE \"\(now) +0000\" RFC822.SIZE \(message.count)"
        guard command.contains("BODY.PEEK[]") else { return Array("* \(uid) FETCH (\(known))".utf8) }
        switch answer {
        case .whole:
            return Array("* \(uid) FETCH (\(known) BODY[] {\(message.count)}\r\n".utf8) + message + Array(")".utf8)
        case .none: return Array("* \(uid) FETCH (\(known))".utf8)
        case .null: return Array("* \(uid) FETCH (\(known) BODY[] NIL)".utf8)
        }
    }

    private static func uids(_ set: String) -> [Int] {
        set.split(separator: ",").flatMap { part in
            let ends = part.split(separator: ":").compactMap { Int($0) }
            return Array((ends.first ?? 0)...(ends.last ?? 0))
        }
    }
}
