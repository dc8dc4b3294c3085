import Database
import Foundation
import TestKit
import Testing

@Suite(.serialized) struct `Starting` {
    @Test(arguments: [
        ["IMAP_PORT": "ninety", "IMAP_HOST": "imap.example.com"], ["DESKBELL_ADDRESS": "nowhere"],
        ["DATABASE_URL": "mysql://root@db/desk"], ["SECRET_KEY": "short"], ["IMAP_HOST": "imap.example.com"],
        ["SUPPORT_EMAIL": "support"],
    ])
    func `a wrong setting ends every command with 78 and a sentence that names it`(_ settings: [String: String])
        async throws
    {
        let installation = try await Installation(settings: settings)
        for arguments in [["serve"], ["migrate"], ["init"]] {
            let result = try await installation.run(arguments)
            #expect(result.exitCode == 78, "\(arguments): \(result)")
            let named = (settings.keys + ["IMAP_PASSWORD"]).contains { result.errors.contains($0) }
            #expect(named, "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1, "one sentence, no dump: \(result.errors)")
        }
    }

    @Test func `a dot-env file is read, and the environment wins`() async throws {
        let installation = try await Installation(settings: ["DESKBELL_LANGUAGE": ""])
        let folder = try TemporaryFolder()
        try folder.write("DESKBELL_LANGUAGE=klingon\nIMAP_PORT='also wrong'\n", to: ".env")
        let wrong = try await installation.run(["migrate"], in: folder)
        #expect(wrong.exitCode == 78 && wrong.errors.contains("DESKBELL_LANGUAGE"))
        let right = try await installation.run(["migrate"], settings: ["DESKBELL_LANGUAGE": "en"], in: folder)
        #expect(right.exitCode == 0, "\(right)")
    }

    @Test(arguments: Engine.everyEngine)
    func `the database of a newer Deskbell is left alone`(_ engine: Engine) async throws {
        let installation = try await Installation(engine)
        #expect(try await installation.run("init").exitCode == 0)
        try await installation.change(
            "INSERT INTO schema_migration (name, applied_at) VALUES ('9999 from the future', 1)")
        for arguments in [["serve"], ["migrate"], ["init"], ["ingest", "-"]] {
            let result = try await installation.run(arguments, input: Array("Subject: x\n\nx".utf8))
            #expect(result.exitCode == (arguments[0] == "ingest" ? 75 : 1), "\(arguments): \(result)")
            #expect(result.errors.contains("A newer Deskbell has upgraded this database (9999 from the future)"))
        }
    }

    @Test func `a data folder that cannot be written is named`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a file, not a folder", to: "data")
        let installation = try await Installation(settings: ["DESKBELL_DATA": folder.path(of: "data")])
        let result = try await installation.run("serve")
        #expect([1, 78].contains(result.exitCode))
        #expect(result.errors.contains(folder.path(of: "data")), "\(result)")
        #expect(!result.errors.contains("ErrorDomain"), "\(result.errors)")
    }

    @Test func `a database server that is away is named without its password`() async throws {
        let installation = try await Installation(
            settings: ["DATABASE_URL": "postgres://desk:s3cret-word@127.0.0.1:1/desk?connect_timeout=2"])
        let result = try await installation.run("serve")
        #expect(result.exitCode == 1 && result.errors.contains("The database cannot be reached"), "\(result)")
        #expect(!result.errors.contains("s3cret-word"))
    }

    @Test func `a port that is taken is a clear error`() async throws {
        let installation = try await Installation(), first = try await installation.serve()
        let second = try await installation.run("serve", settings: ["DESKBELL_ADDRESS": "127.0.0.1:\(first.port)"])
        #expect(second.exitCode == 1)
        #expect((second.output + second.errors).contains("127.0.0.1:\(first.port)"), "\(second)")
        #expect((second.output + second.errors).contains("DESKBELL_ADDRESS"), "\(second)")
        #expect(await first.stop() == 0)
    }

    @Test func `mail in is off until it is asked for, and says so`() async throws {
        let off = try await Installation().serve()
        try await off.logs("Email-to-ticket is disabled")
        #expect(await off.stop() == 0)
        let unset = try await Installation(settings: ["EMAIL_TO_TICKET_ENABLED": "true"]).serve()
        try await unset.logs("IMAP not configured")
        #expect(await unset.stop() == 0)
    }
}
