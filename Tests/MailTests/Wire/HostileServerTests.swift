import Foundation
import Logging
import TestKit
import Testing

@testable import Mail

@Suite(.timeLimit(.minutes(1))) struct `An IMAP server that misbehaves` {
    @Test(arguments: ["CAPABILITY", "AUTHENTICATE", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE", "IDLE"])
    func `may say good-bye at any time`(command: String) async throws {
        let server = try await ScriptedIMAP.start { _, line, connection in
            guard line.hasPrefix(command) else { return false }
            try await connection.send("* BYE Server shutting down")
            try await connection.cut()
            return true
        }
        let error = await imapError { try await road(server) }
        #expect(error == .serverClosed(serverText: "Server shutting down"))
        await server.stop()
    }

    @Test(arguments: ["AUTHENTICATE", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE", "IDLE"])
    func `may hang up without a word`(command: String) async throws {
        let server = try await ScriptedIMAP.start { _, line, connection in
            guard line.hasPrefix(command) else { return false }
            try await connection.cut()
            return true
        }
        let error = await imapError { try await road(server) }
        guard case .connection(.closed) = error else { return #expect(error == nil) }
        #expect(error?.isTemporary == true)
        await server.stop()
    }

    @Test(arguments: ["AUTHENTICATE", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE"])
    func `may fall silent`(command: String) async throws {
        let server = try await ScriptedIMAP.start { _, line, _ in line.hasPrefix(command) }
        let error = await imapError { try await road(server, replyTimeoutSeconds: 0.2) }
        guard case .connection(.timedOut) = error else { return #expect(error == nil) }
        await server.stop()
    }

    /// Everything that a watcher does.
    private func road(_ server: LineServer, replyTimeoutSeconds: Double = 10) async throws {
        let client = try await ScriptedIMAP.client(of: server, replyTimeoutSeconds: replyTimeoutSeconds)
        defer { client.close() }
        _ = try await client.search(.unseen)
        _ = try await client.all([1])
        try await client.store([1], adding: [.seen])
        _ = try await client.idle(renewEverySeconds: 0.1)
    }

    @Test func `cannot make us keep a line without an end`() async throws {
        let server = try await ScriptedIMAP.start { _, line, connection in
            guard line.hasPrefix("UID SEARCH") else { return false }
            try await connection.send(bytes: Array("* SEARCH".utf8))
            let piece = Array(String(repeating: " 1234567", count: 100_000).utf8)
            for _ in 0..<40 { try await connection.send(bytes: piece) }
            return true
        }
        let client = try await ScriptedIMAP.client(of: server)
        let error = await imapError { _ = try await client.search(.unseen) }
        #expect(error == .connection(.tooLong(what: "a line", limit: 16 << 20)))
        await server.stop()
    }

    @Test func `cannot make us wait for ten gigabytes`() async throws {
        let server = try await ScriptedIMAP.start { _, line, connection in
            guard line.hasPrefix("UID FETCH") else { return false }
            try await connection.send("* 1 FETCH (UID 1 BODY[] {10737418240}")
            return true
        }
        let client = try await ScriptedIMAP.client(of: server)
        let error = await imapError { _ = try await client.all([1]) }
        #expect(error == .connection(.tooLong(what: "a literal", limit: 1 << 30)))
        await server.stop()
    }

    @Test func `may lie about a size: the rest is dropped and the connection stays`() async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("UID FETCH") else { return false }
            if line.contains("BODY") {
                let text = "Subject: big\r\n\r\n" + String(repeating: "x", count: 3_000_000)
                try await connection.send("* 1 FETCH (UID 1 BODY[] {\(text.utf8.count)}\r\n\(text))\r\n\(tag) OK")
            } else {
                try await connection.send("* 1 FETCH (UID 1 RFC822.SIZE 100)\r\n\(tag) OK")
            }
            return true
        }
        let client = try await ScriptedIMAP.client(
            of: server, limits: FetchLimits(messageBytes: 100_000, excerptBytes: 10))
        let messages = try await client.all([1])
        guard case .tooLarge(let large) = messages.first?.content else { return #expect(messages == []) }
        #expect(large.size == 3_000_016)
        #expect(large.excerpt == Array("Subject: big\r\n\r\nxxxxxxxxxx".utf8))
        #expect(try await client.search(.unseen) == [])
        await client.logout()
        await server.stop()
    }

    @Test(arguments: [
        "* 1 FETCH (UID 1 BODY[] \"open", "* 1 FETCH (UID 1 BODY[]", "* 1 FETCH", "* 1", "* ", "*", "junk",
        "* 1 FETCH (UID 99999999999999999999 BODY[] NIL)", "* 1 FETCH (UID -1)", "* 99999999999999999999 EXISTS",
        "D99 OK a command nobody gave", "* 1 FETCH (X ((((((((((\0))", "* SEARCH 4294967296",
    ])
    func `gets a clear end when it talks nonsense`(junk: String) async throws {
        let server = try await ScriptedIMAP.start { _, line, connection in
            guard line.hasPrefix("UID ") else { return false }
            try await connection.send(junk)
            return true
        }
        let client = try await ScriptedIMAP.client(of: server)
        let error = await imapError { _ = try await client.all([1]) }
        guard case .protocolViolation = error else { return #expect(error == nil, "\(junk)") }
        await server.stop()
    }

    @Test func `may tell other things in between, in any case, and put NUL anywhere`() async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("UID FETCH") else { return false }
            let body = "a\0b"
            try await connection.send("* 4 EXISTS\r\n* 2 EXPUNGE\r\n* 3 FETCH (FLAGS (\\Seen \0odd [x] $Junk))")
            try await connection.send(
                "* OK Still here {5}\r\n* ok [ALERT] hello\r\n* NAMESPACE ((\"\" \"/\")) NIL {3}\r\nabc")
            try await connection.send(
                "* 1 fetch (X-GM-LABELS (\"\\\\Inbox\" {3}\r\nab) () (a (b))) uid 1 Rfc822.Size 3 Flags (\\SEEN) body[]<0> {3}"
            )
            try await connection.send("\(body) ENVELOPE (NIL \"q\\\"\" ((NIL NIL \"a\" \"b\"))))\r\n\(tag) ok [X")
            return true
        }
        let client = try await ScriptedIMAP.client(of: server)
        let messages = try await client.all([1])
        #expect(messages.map(\.raw) == [Array("a\0b".utf8)])
        #expect(messages.first?.flags == [.seen])
        #expect(await client.selected?.exists == 3)
        await server.stop()
    }

    @Test func `may break at any byte of an answer, and nothing is taken for whole`() async throws {
        let answer = Array(
            "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 12 BODY[] {12}\r\nSubject: x\r\n)\r\nD5 OK done\r\n".utf8)
        for length in 0..<answer.count {
            let server = try await ScriptedIMAP.start { tag, line, connection in
                guard line.contains("BODY.PEEK") else {
                    guard line.hasPrefix("UID FETCH") else { return false }
                    try await connection.send("* 1 FETCH (UID 1 RFC822.SIZE 12)\r\n\(tag) OK done")
                    return true
                }
                try await connection.send(bytes: Array(answer[..<length]))
                try await connection.cut()
                return true
            }
            let client = try await ScriptedIMAP.client(of: server)
            var found: [FetchedMessage] = []
            let error = await imapError { for try await message in client.messages([1]) { found.append(message) } }
            guard case .connection(.closed) = error else { return #expect(error == nil, "cut after \(length) bytes") }
            #expect(found.allSatisfy { $0.raw?.count == 12 })
            await server.stop()
        }
    }

    @Test func `has what it said before TLS forgotten`() async throws {
        let authority = try CertificateAuthority.shared
        let server = try await LineServer.start { connection in
            try await connection.send("* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR] ready")
            while let line = try await connection.readLine() {
                let tag = line.prefix { $0 != " " }
                if line.hasSuffix("STARTTLS") {
                    try await connection.startTLS(
                        authority.certificate(), after: "\(tag) OK go\r\n* CAPABILITY INJECTED\r\nD2 OK injected")
                } else {
                    try await connection.send("* CAPABILITY IMAP4rev1 GENUINE\r\n\(tag) OK done")
                }
            }
        }
        let client = try await IMAPClient.connect(
            to: MailServer(
                host: "localhost", port: server.port, security: .startTLSRequired, caFile: authority.caFile),
            logger: Logger(label: "test"))
        #expect(await client.capabilities == ["IMAP4REV1", "GENUINE"])
        await client.logout()
        await server.stop()
    }

    @Test(arguments: [
        ("NO [THROTTLED] Account exceeded command or bandwidth limits", nil),
        ("BAD Request is throttled. Suggested Backoff Time: 29541 milliseconds", 30),
        ("NO [UNAVAILABLE] Server Unavailable. 15", nil), ("BAD User is authenticated but not connected.", nil),
        ("NO [ALERT] Too many simultaneous connections. (Failure)", nil),
    ])
    func `may ask for a pause`(answer: String, seconds: Int?) async throws {
        for command in ["AUTHENTICATE", "SELECT", "UID FETCH"] {
            let server = try await ScriptedIMAP.start { tag, line, connection in
                guard line.hasPrefix(command) else { return false }
                try await connection.send("\(tag) \(answer)")
                return true
            }
            let error = await imapError {
                _ = try await ScriptedIMAP.client(of: server).all([1])
            }
            let text = answer.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
            #expect(error == .throttled(retryAfterSeconds: seconds, serverText: text))
            #expect(error?.retryAfterSeconds == seconds)
            await server.stop()
        }
    }

    @Test func `may refuse one message without losing the others`() async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("UID FETCH") else { return false }
            let set = line.split(separator: " ")[2]
            let uids = Array(1...9).filter { uid in
                set.split(separator: ",").contains { part in
                    let ends = part.split(separator: ":").compactMap { Int($0) }
                    return (ends[0]...ends[ends.count - 1]).contains(uid)
                }
            }
            for uid in uids where uid != 3 {
                if line.contains("BODY") {
                    // The poison stops the answer in the middle.
                    if uid == 5 {
                        return try await answered(connection, "\(tag) NO [SERVERBUG] Message is temporarily corrupted")
                    }
                    try await connection.send("* \(uid) FETCH (UID \(uid) BODY[] {1}\r\n\(uid))")
                } else {
                    try await connection.send("* \(uid) FETCH (UID \(uid) RFC822.SIZE 1)")
                }
            }
            return try await answered(connection, "\(tag) OK done")
        }
        let client = try await ScriptedIMAP.client(of: server)
        let messages = try await client.all([9, 8, 7, 6, 5, 4, 3, 2, 1, 1])
        #expect(messages.map(\.uid) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(messages[2].content == .missing)
        #expect(messages[4].content == .refused("[SERVERBUG] Message is temporarily corrupted"))
        #expect(messages.filter { $0.raw != nil }.count == 7)
        #expect(messages[8].raw == Array("9".utf8))
        await server.stop()
    }

    @Test func `may forget the sizes`() async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("UID FETCH") else { return false }
            let body = line.contains("BODY")
            try await connection.send(
                "* 1 FETCH (UID 1\(body ? " BODY[] NIL" : ""))\r\n* 2 FETCH (UID 2\(body ? " BODY[] \"hi\"" : ""))")
            return try await answered(connection, "\(tag) OK done")
        }
        let client = try await ScriptedIMAP.client(of: server)
        let found = try await client.all([1, 2]).map(\.content)
        #expect(found == [.refused("The server sent no content of the message."), .whole(Array("hi".utf8))])
        await server.stop()
    }

    /// UID 1 has no body, of 2 only the flags come, of 3 nothing at all, 4 is NIL and expunged right after, 5 is too large for
    /// its header to come.
    @Test func `that sends no content of a message has refused it, unless the message is gone`() async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("UID FETCH") else { return false }
            if line.contains("BODY.PEEK[HEADER]") {
                try await connection.send("* 5 FETCH (UID 5 BODY[HEADER] NIL BODY[1.MIME] NIL BODY[1]<0> NIL)")
            } else if line.contains("BODY") {
                try await connection.send("* 1 FETCH (UID 1 BODY[] NIL)\r\n* 2 FETCH (UID 2 FLAGS (\\Seen))")
                try await connection.send("* 4 FETCH (UID 4 BODY[] NIL)\r\n* 6 FETCH (UID 6 BODY[] {1}\r\nx)")
            } else {
                let isFirst = line.contains("1:6")
                for uid in 1...6 where isFirst || uid != 4 {
                    try await connection.send("* \(uid) FETCH (UID \(uid) RFC822.SIZE \(uid == 5 ? 1_000 : 1))")
                }
            }
            return try await answered(connection, "\(tag) OK done")
        }
        let client = try await ScriptedIMAP.client(of: server, limits: FetchLimits(messageBytes: 100))
        let found = try await client.all([1, 2, 3, 4, 5, 6]).map(\.content)
        let refused = FetchedMessage.Content.refused("The server sent no content of the message.")
        #expect(found == [refused, refused, refused, .missing, refused, .whole([UInt8(ascii: "x")])])
        #expect(try await client.search(.unseen) == [])
        await server.stop()
    }

    @Test func `may put empty lines between its answers, and behind a message`() async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("UID ") else { return false }
            if line.contains("BODY") {
                try await connection.send("\r\n* 1 FETCH (UID 1 BODY[] {2}\r\nhi\r\n\r\n)\r\n")
            } else if line.contains("FETCH") {
                try await connection.send("\r\n\r\n* 1 FETCH (UID 1 RFC822.SIZE 2)\r\n")
            }
            return try await answered(connection, "\(tag) OK done\r\n")
        }
        let client = try await ScriptedIMAP.client(of: server)
        #expect(try await client.all([1]).map(\.raw) == [Array("hi".utf8)])
        #expect(try await client.search(.unseen) == [])
        await client.logout()
        await server.stop()
    }

    @Test(arguments: [
        ("[SERVERBUG] Internal error", "Work", false), ("[OVERQUOTA] Full", "Work", false),
        ("[TOOBIG] Too large", "Work", false), ("[CONTACTADMIN] Call", "INBOX", false), ("No.", "INBOX", false),
        ("[NONEXISTENT] Unknown Mailbox", "Work", true), ("[TRYCREATE] No", "Work", true), ("No.", "Work", true),
        ("[NOPERM] Not yours", "Work", true), ("[CLIENTBUG] SELECT No such folder.", "Work", true),
        ("[SERVERBUG] Mailbox doesn't exist", "INBOX", true),
    ])
    func `is believed about a folder only where it speaks of the folder`(
        words: String, folder: String, isAboutFolder: Bool
    ) async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            if line.hasPrefix("APPEND") {
                try await connection.send("+ go")
                _ = try await connection.readLine()
                _ = try await connection.readLine()
            } else if !line.hasPrefix("EXAMINE") {
                return false
            }
            return try await answered(connection, "\(tag) NO \(words)")
        }
        let client = try await ScriptedIMAP.client(of: server)
        let found = [
            await imapError { _ = try await client.examine(folder) },
            await imapError { try await client.append(Array("x\r\n".utf8), to: folder) },
        ]
        for error in found {
            switch error {
            case .noSuchFolder(folder, words)?: #expect(isAboutFolder)
            case .refused(_, let code, words)?:
                #expect(!isAboutFolder && code == (words.first == "[" ? code : nil))
                #expect(error?.isAccountProblem == false && error?.isTemporary == true)
            case .throttled?: #expect(words.hasPrefix("[OVERQUOTA]"))
            default: Issue.record("\(String(describing: error))")
            }
        }
        await server.stop()
    }
}

private func answered(_ connection: LineConnection, _ line: String) async throws -> Bool {
    try await connection.send(line)
    return true
}
