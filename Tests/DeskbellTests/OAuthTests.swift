import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Deskbell

@Suite struct `Access without a password` {
    private static let back = "https://help.desk.example/company/mailboxes/oauth"

    private struct Setting {
        let authority: TestAuthority, desk: FetchDesk, oauth: OAuth, mailbox: Mailbox

        init(_ engine: Engine, provider: Mailbox.Provider = .microsoft365, lifeSeconds: Int = 3_600) async throws {
            authority = try await TestAuthority.start(lifeSeconds: lifeSeconds)
            desk = try await FetchDesk(
                engine, nil, more: ["OAUTH_MICROSOFT_URL": authority.url, "OAUTH_GOOGLE_URL": authority.url])
            oauth = desk.accounts.oauth
            var draft = MailboxDraft(provider: provider)
            draft.signIn = .oauth
            draft.address = "help@company.example"
            draft.oauthClientID = "app"
            draft.oauthClientSecret = TestAuthority.clientSecret
            mailbox = try await desk.desk.write { [draft] tx in try tx.addMailbox(draft, by: .system) }
        }

        func connect() async throws -> Mailbox {
            let (url, _) = try await oauth.begin(mailbox, redirectURI: back, by: .system)
            let answer = try authority.agree(to: url)
            return try await oauth.finish(state: answer.state, code: answer.code)
        }

        func close() async {
            await desk.close()
            await authority.stop()
        }
    }

    @Test(arguments: Engine.everyEngine) func `an owner agrees at the provider, and both servers get the token`(
        engine: Engine
    ) async throws {
        let setting = try await Setting(engine)
        await #expect(throws: DeskError.self, "nobody has agreed yet") {
            try await setting.desk.accounts.access(to: setting.mailbox)
        }
        let mailbox = try await setting.connect()
        #expect(mailbox.isOAuthConnected && mailbox.revision > setting.mailbox.revision)
        let access = try await setting.desk.accounts.access(to: mailbox)
        #expect(access.imap.credentials == .oauth(user: "help@company.example", token: "access-1"))
        #expect(access.smtp?.credentials == .oauth(user: "help@company.example", token: "access-1"))
        #expect(setting.authority.requests.count == 1)
        let row = try await setting.desk.desk.database.read { tx in try tx.rows("SELECT * FROM mailbox WHERE id = 2") }
        #expect(!"\(row)".contains("refresh-1") && !"\(row)".contains("the application's secret"))
        await setting.close()
    }

    @Test(arguments: [Mailbox.Provider.microsoft365, .gmail]) func `the provider is asked for what it knows`(
        provider: Mailbox.Provider
    ) async throws {
        let setting = try await Setting(.sqlite, provider: provider)
        let (url, state) = try await setting.oauth.begin(setting.mailbox, redirectURI: Self.back, by: .system)
        let query = URLComponents(string: url)?.queryItems ?? []
        #expect(query.first { $0.name == "state" }?.value == state)
        #expect(query.first { $0.name == "redirect_uri" }?.value == Self.back)
        let scope = query.first { $0.name == "scope" }?.value ?? ""
        if provider == .gmail {
            #expect(scope == "https://mail.google.com/")
            #expect(query.first { $0.name == "access_type" }?.value == "offline")
        } else {
            #expect(scope.contains("IMAP.AccessAsUser.All") && scope.contains("SMTP.Send"))
            #expect(scope.contains("offline_access") && url.contains("/common/oauth2/v2.0/authorize?"))
        }
        await setting.close()
    }

    @Test func `a state that is foreign or used opens nothing`() async throws {
        let setting = try await Setting(.sqlite)
        await #expect(throws: DeskError.self) { try await setting.oauth.finish(state: "guessed", code: "code-1") }
        let (url, _) = try await setting.oauth.begin(setting.mailbox, redirectURI: Self.back, by: .system)
        let answer = try setting.authority.agree(to: url)
        _ = try await setting.oauth.finish(state: answer.state, code: answer.code)
        await #expect(throws: DeskError.self, "a second time") {
            try await setting.oauth.finish(state: answer.state, code: answer.code)
        }
        #expect(setting.authority.requests.count == 1)
        await setting.close()
    }

    @Test(arguments: Engine.everyEngine) func `many who need a new token at once make one request`(engine: Engine)
        async throws
    {
        let setting = try await Setting(engine, lifeSeconds: 60), mailbox = try await setting.connect()
        try await setting.desk.desk.write { tx in try tx.expireToken(of: mailbox.id) }
        // A new token lives for a minute alone here: what counts is how often it is asked for before.
        let before = setting.authority.requests.count
        _ = try await setting.desk.accounts.access(to: mailbox)
        #expect(setting.authority.requests.count == before + 1)
        #expect(setting.authority.requests.last?["refresh_token"] == "refresh-1")
        await setting.close()

        let long = try await Setting(engine), connected = try await long.connect()
        try await long.desk.desk.write { tx in try tx.expireToken(of: connected.id) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...8 { group.addTask { try await long.oauth.refreshIfNeeded(connected) } }
            try await group.waitForAll()
        }
        #expect(long.authority.requests.count == 2)
        await long.close()
    }

    @Test func `a consent that was taken back is told once, and not asked for again`() async throws {
        let setting = try await Setting(.sqlite), mailbox = try await setting.connect()
        try await setting.desk.desk.write { tx in try tx.expireToken(of: mailbox.id) }
        setting.authority.become(.refusing("invalid_grant"))
        for _ in 1...3 {
            await #expect(throws: OAuthProblem.self) { try await setting.desk.accounts.access(to: mailbox) }
        }
        #expect(setting.authority.requests.count == 2)
        let told = try await setting.desk.mailbox(mailbox.id)
        #expect(told.oauthFailure?.contains("invalid_grant") == true)
        #expect(MailboxBackoff.seconds(after: 1, OAuthProblem(isFinal: true, text: "")) >= 3_600)

        setting.authority.become(.good)
        let again = try await setting.connect()
        #expect(again.oauthFailure == nil)
        _ = try await setting.desk.accounts.access(to: again)
        await setting.close()
    }

    @Test func `a provider that is out of order is asked again later`() async throws {
        let setting = try await Setting(.sqlite), mailbox = try await setting.connect()
        try await setting.desk.desk.write { tx in try tx.expireToken(of: mailbox.id) }
        setting.authority.become(.broken)
        await #expect(throws: OAuthProblem.self) { try await setting.desk.accounts.access(to: mailbox) }
        #expect(try await setting.desk.mailbox(mailbox.id).oauthFailure == nil)
        setting.authority.become(.good)
        let access = try await setting.desk.accounts.access(to: mailbox)
        #expect(access.imap.credentials == .oauth(user: "help@company.example", token: "access-2"))
        await setting.close()
    }
}
