import Foundation
import HelpDesk

@testable import Web

extension Samples {
    static let companyFrame: StaffFrame = {
        var frame = StaffFrame(me: maria, counts: [.mine: 7], mailboxes: health, isDemo: true)
        frame.place = .settings
        frame.isOwner = true
        return frame
    }()

    /// One mailbox in each state.
    static let health: [MailboxHealth] = [
        MailboxHealth(
            id: "1", address: "support@lampwright.example", state: .fine(lastFetch: now.addingTimeInterval(-12)),
            lastFetch: now.addingTimeInterval(-12)),
        MailboxHealth(id: "2", address: "help-ru@lampwright.example", state: .behind(messages: 14)),
        MailboxHealth(
            id: "3", address: "opt@lampwright.example", state: .failing(reason: "535 5.7.8 password refused <b>"),
            lastFetch: ago(minutes: 200), unsent: .init(count: 3, reason: "mail server refused the connection")),
        MailboxHealth(
            id: "4", address: "sales@lampwright.example", state: .locked(reason: "invalid_grant"),
            tokenExpiresAt: ago(minutes: 3)),
        MailboxHealth(id: "5", address: "old@lampwright.example", state: .paused),
        MailboxHealth(id: "6", address: "new@lampwright.example", state: .starting),
    ]

    static let templates = TemplatesPage(
        frame: companyFrame,
        templates: MailTemplate.Kind.allCases.flatMap { kind in
            Language.allCases.map {
                TemplateLine(
                    kind: kind, language: $0, subject: "[{{number}}] {{subject}}", isChanged: kind == .reply)
            }
        })

    static func template(_ kind: MailTemplate.Kind) -> TemplatePage {
        TemplatePage(
            frame: companyFrame,
            line: TemplateLine(kind: kind, language: .english, subject: "[{{number}}] {{subject}}", isChanged: true),
            subject: "[{{number}}] лампа <b>", body: "Thank you for the quick answer\n\n{{button}}",
            problems: ["subject": "535 5.7.8", "body": "<b>"])
    }
}
