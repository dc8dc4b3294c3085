import Database
import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@testable import Deskbell

@Suite struct `Testing a connection` {
    private func steps(_ desk: FetchDesk, _ draft: MailboxDraft, _ existing: Mailbox? = nil) async
        -> [ConnectionStep.Name: ConnectionStep]
    {
        var steps: [ConnectionStep.Name: ConnectionStep] = [:]
        let test = MailConnectionTest(accounts: desk.accounts, draft: draft, existing: existing)
        for await step in test.steps() { steps[step.name] = step }
        return steps
    }

    private func draft(_ account: DovecotAccount) -> MailboxDraft {
        var draft = MailboxDraft()
        draft.address = account.user
        draft.imapHost = account.server.imaps.host
        draft.imapPort = account.server.imapsPort
        draft.imapPassword = account.password
        return draft
    }

    @Test func `goes step by step, and skips what cannot be tried`() async throws {
        let account = try await DovecotServer.shared().account("tested")
        let desk = try await FetchDesk(.sqlite, nil, more: ["TLS_CA_FILE": account.server.imaps.caFile ?? ""])
        try account.deliver(TestMail.mail(from: .anna, "Hello", to: account).bytes)
        var draft = draft(account)
        draft.watchesSent = true
        let good = await steps(desk, draft)
        for name in [ConnectionStep.Name.imapConnect, .imapTLS, .imapSignIn, .folders] {
            #expect(good[name]?.result == .passed, "\(good)")
        }
        #expect(good[.folders]?.text.contains("INBOX has 1 message, 1 of them unread") == true)
        #expect(good[.smtpConnect]?.result == .skipped)
        #expect(try await account.unseenCount() == 1)

        draft.imapPassword = "wrong"
        let refused = await steps(desk, draft)
        #expect(refused[.imapSignIn]?.result == .failed && refused[.folders]?.result == .skipped)
        #expect(!"\(refused)".contains("wrong\""))

        draft.imapPassword = account.password
        draft.folder = "Nowhere"
        #expect(await steps(desk, draft)[.folders]?.result == .failed)
        draft.imapPort = 1
        let unreachable = await steps(desk, draft)
        #expect(unreachable[.imapConnect]?.result == .failed && unreachable[.imapTLS]?.result == .skipped)
        draft.imapHost = "169.254.169.254"
        let forbidden = await steps(desk, draft)
        #expect(forbidden[.imapConnect]?.result == .failed)
        await desk.close()
    }

    @Test func `tells an untrusted certificate from a server that cannot be reached`() async throws {
        let account = try await DovecotServer.shared().account("tested"),
            desk = try await FetchDesk(.sqlite, nil, more: ["TLS_CA_FILE": ""])
        let steps = await steps(desk, draft(account))
        #expect(steps[.imapConnect]?.result == .passed)
        #expect(steps[.imapTLS]?.result == .failed)
        #expect(steps[.imapTLS]?.text.contains("TLS_CA_FILE") == true)
        await desk.close()
    }
}
