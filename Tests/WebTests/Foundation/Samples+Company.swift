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
        MailboxHealth(
            id: "7", address: "news@lampwright.example", state: .fine(lastFetch: now),
            refusal: .init(reason: "535 5.7.8 password refused", until: now.addingTimeInterval(900))),
    ]

    static let mailboxes = MailboxesPage(
        frame: companyFrame,
        mailboxes: zip(health, Mailbox.Provider.allCases).enumerated().map { index, pair in
            MailboxLine(health: pair.0, provider: pair.1, isEnvironments: index == 0, isPaused: index == 4)
        }, canSync: true)

    /// A form that was sent with mistakes, after a test that failed half-way.
    static let newMailbox: MailboxPage = {
        var page = MailboxPage(frame: companyFrame, draft: MailboxDraft(provider: .yandex))
        page.draft.address = "opt@lampwright"
        page.draft.signature = "Studio Carter <script>alert(1)</script>"
        page.problems = [
            "address": "is not an email address", "imap_password": "is empty", "junk_folder": "is no folder name",
        ]
        page.categories = [.init(id: 1, name: "Support"), .init(id: 2, name: "Returns")]
        page.staff = [.init(id: 1, name: "Tom Hale")]
        page.steps = [
            ConnectionStep(.imapConnect, .passed, "imap.yandex.ru:993 answers."),
            ConnectionStep(.imapSignIn, .failed, "password refused"),
            ConnectionStep(.smtpConnect, .skipped, "not tried"),
        ]
        page.canTest = true
        page.redirectURI = "https://help.lampwright.example/company/oauth"
        return page
    }()

    /// A form for each provider.
    static func mailboxOf(_ provider: Mailbox.Provider) -> MailboxPage {
        var page = newMailbox
        page.draft = MailboxDraft(provider: provider)
        page.problems = [:]
        page.steps = []
        return page
    }

    static let storedMailbox: MailboxPage = {
        var page = mailboxOf(.microsoft365)
        page.line = MailboxLine(health: health[3], provider: .microsoft365)
        page.stored = .init(hasIMAPPassword: true, isConnected: true, lostConsent: "invalid_grant")
        page.plus = .works(ago(minutes: 5))
        page.departments = [.init(id: 1, name: "Returns")]
        page.sending = .init(
            standard: SendingRate(perMinute: 30, perDay: 10_000), perMinute: "x",
            failure: "535 5.7.8 password refused <b>", failedAt: ago(minutes: 200), pausedUntil: now)
        page.problems = ["per_minute": "x"]
        page.canSync = true
        page.canSignIn = true
        return page
    }()

    static let environmentsMailbox: MailboxPage = {
        var page = mailboxOf(.imapSMTP)
        page.line = MailboxLine(health: health[0], provider: .imapSMTP, isEnvironments: true)
        page.plus = .fails(ago(minutes: 5))
        page.sending = .init(perDay: "500", pausedUntil: now)
        return page
    }()

    static let leaving = LeavingPage(
        provider: .gmail, address: "https://accounts.google.com/o?x=\"><script>alert(1)</script>",
        back: "/company/mailboxes/4")

    static let categories: SortingPage = {
        var page = SortingPage(
            frame: companyFrame, sorting: .categories,
            items: [
                .init(id: "1", name: "Support <b>", description: "Questions \"and\" <i>help</i>", isActive: true),
                .init(id: "6", name: "Warranty", description: "", isActive: true),
                .init(id: "2", name: "Bug", isActive: false),
            ])
        page.typed = .init(id: "6", name: "<script>alert(1)</script>", description: "<script>", problem: "taken <b>")
        return page
    }()

    static let team: TeamPage = {
        var page = TeamPage(
            frame: companyFrame,
            members: [
                .init(id: "1", face: Face(name: "Olga <b>"), address: "olga@desk.example", isOwner: true, isMe: true),
                .init(id: "2", face: Face(name: "Maria"), address: "maria@desk.example", hasPassword: false),
                .init(id: "3", face: Face(name: "Peter"), address: "peter@desk.example", isRetired: true),
            ])
        page.typed = .init(name: "<script>alert(1)</script>", address: "x\"@y", isOwner: true, problem: "taken <b>")
        page.link = .init(name: "Maria <b>", address: "http://desk.example/ops/welcome?token=a&b\"")
        return page
    }()

    static let departments: SortingPage = {
        var page = SortingPage(frame: companyFrame, sorting: .departments, items: [])
        page.typed = .init(name: "", problem: "empty")
        return page
    }()

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

    static let profile = ProfilePage(
        frame: companyFrame, address: "studio@carter.example",
        choices: [
            .init(kind: "new_ticket", isOn: true), .init(kind: "customer_reply", isOn: false),
            .init(kind: "assignment", isOn: true),
        ], problem: .tooShort(minimum: 10))

    static let moveMessage = MoveMessagePage(
        frame: companyFrame, messageID: "m4", number: "TKT-2026-00481", typed: "<script>alert(1)</script>",
        problem: "535 5.7.8")
}
