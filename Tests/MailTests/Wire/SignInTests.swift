import Foundation
import Logging
import TestKit
import Testing

@testable import Mail

@Suite(.timeLimit(.minutes(1))) struct `Signing in to IMAP` {
    @Test func `a wrong password is told in the server's words, and not shown`() async throws {
        let account = try await DovecotServer.shared().account()
        let client = try await IMAPClient.connect(to: account.server.imaps, logger: Logger(label: "test"))
        let error = await imapError {
            try await client.authenticate(.password(user: account.user, password: "hunter2-hunter2"))
        }
        #expect(error == .authenticationFailed(serverText: "[AUTHENTICATIONFAILED] Authentication failed."))
        #expect(error?.isTemporary == false)
        #expect(error?.isAccountProblem == true)
        // The connection has survived.
        try await client.authenticate(account.credentials)
        await client.logout()
    }

    @Test(arguments: ["NO", "BAD"])
    func `a server that repeats the password does not get it into the log`(word: String) async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("AUTHENTICATE") else { return false }
            try await connection.send("\(tag) \(word) what is \(line) with hunter2?")
            return true
        }
        let client = try await ScriptedIMAP.connect(to: server)
        let error = await imapError { try await client.authenticate(.password(user: "anna", password: "hunter2")) }
        #expect(error?.description.contains("what is AUTHENTICATE PLAIN ••• with •••?") == true)
        await server.stop()
    }

    @Test func `without an initial response the secret waits to be asked for`() async throws {
        let heard = Heard()
        let server = try await ScriptedIMAP.start(capabilities: "IMAP4rev1 AUTH=PLAIN") { tag, line, connection in
            guard line == "AUTHENTICATE PLAIN" else { return false }
            try await connection.send("+ ")
            heard.note(try await connection.readLine() ?? "")
            try await connection.send("\(tag) OK welcome")
            return true
        }
        let client = try await ScriptedIMAP.connect(to: server)
        try await client.authenticate(.password(user: "анна", password: "пароль"))
        #expect(heard.lines == [Data("\0анна\0пароль".utf8).base64EncodedString()])
        await server.stop()
    }

    @Test func `LOGIN quotes what can be quoted and sends the rest as literals`() async throws {
        let heard = Heard()
        let server = try await ScriptedIMAP.start(capabilities: "IMAP4rev1") { tag, line, connection in
            guard line.hasPrefix("LOGIN") else { return false }
            heard.note(line)
            try await connection.send("+ go on")
            heard.note(String(decoding: try await connection.read(count: 12) ?? [], as: UTF8.self))
            heard.note(try await connection.readLine() ?? "")
            try await connection.send("\(tag) OK welcome")
            return true
        }
        let client = try await ScriptedIMAP.connect(to: server)
        try await client.authenticate(.password(user: #"an"n\a"#, password: "пароль"))
        #expect(heard.lines == [#"LOGIN "an\"n\\a" {12}"#, "пароль", ""])
        await server.stop()
    }

    @Test func `a challenge after a stale token is answered with an empty line`() async throws {
        let server = try await ScriptedIMAP.start { tag, line, connection in
            guard line.hasPrefix("AUTHENTICATE XOAUTH2") else { return false }
            try await connection.send("+ eyJzdGF0dXMiOiI0MDAifQ==")
            #expect(try await connection.readLine() == "")
            try await connection.send("\(tag) NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")
            return true
        }
        let client = try await ScriptedIMAP.connect(to: server)
        let error = await imapError { try await client.authenticate(.oauth(user: "anna", token: "stale")) }
        #expect(error == .authenticationFailed(serverText: "[AUTHENTICATIONFAILED] Invalid credentials (Failure)"))
        await server.stop()
    }

    @Test func `where only OAUTHBEARER is offered it is used, its error is answered, and the token is not shown`()
        async throws
    {
        let heard = Heard()
        let server = try await ScriptedIMAP.start(capabilities: "IMAP4rev1 SASL-IR AUTH=OAUTHBEARER") {
            tag, line, connection in
            guard line.hasPrefix("AUTHENTICATE") else { return false }
            heard.note(line)
            try await connection.send("+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=")
            heard.note(try await connection.readLine() ?? "")
            try await connection.send("\(tag) NO what is \(line)?")
            return true
        }
        let client = try await ScriptedIMAP.connect(to: server)
        let error = await imapError { try await client.authenticate(.oauth(user: "a,na", token: "stale")) }
        let message = "n,a=a=2Cna,\u{1}host=127.0.0.1\u{1}port=\(server.port)\u{1}auth=Bearer stale\u{1}\u{1}"
        let response = Data(message.utf8).base64EncodedString()
        #expect(heard.lines == ["AUTHENTICATE OAUTHBEARER \(response)", "AQ=="])
        #expect(error?.isAccountProblem == true)
        #expect(error?.description.contains(response) == false)
        await server.stop()
    }

    @Test func `a good token is sent as XOAUTH2 wants it`() async throws {
        let heard = Heard()
        let server = try await ScriptedIMAP.start { _, line, _ in
            heard.note(line)
            return false
        }
        let client = try await ScriptedIMAP.connect(to: server)
        try await client.authenticate(.oauth(user: "anna@example.org", token: "ya29.x"))
        let message = Data("user=anna@example.org\u{1}auth=Bearer ya29.x\u{1}\u{1}".utf8).base64EncodedString()
        #expect(heard.lines.first == "AUTHENTICATE XOAUTH2 \(message)")
        await client.logout()
        await server.stop()
    }

    @Test func `a server without a usable way is left`() async throws {
        let server = try await ScriptedIMAP.start(capabilities: "IMAP4rev1 LOGINDISABLED AUTH=GSSAPI") { _, _, _ in
            false
        }
        for credentials in [Credentials.password(user: "a", password: "b"), .oauth(user: "a", token: "b")] {
            let client = try await ScriptedIMAP.connect(to: server)
            let error = await imapError { try await client.authenticate(credentials) }
            #expect(error == .noAuthenticationMethod(offered: ["AUTH=GSSAPI", "LOGINDISABLED"]))
        }
        await server.stop()
    }
}
