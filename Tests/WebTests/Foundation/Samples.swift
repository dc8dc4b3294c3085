import Foundation
import HelpDesk

@testable import Web

/// Every page with invented values of the shop Lampwright, in all the states that look different.
enum Samples {
    /// Friday, 20 November 2026, 13:40:30 UTC.
    static let now = Date(timeIntervalSince1970: 1_795_182_030)

    static func reader(_ language: Language, theme: Reader.Theme = .system) -> Reader {
        Reader(language: language, zone: .gmt, theme: theme, now: now)
    }

    static func ago(minutes: Int) -> Date { now.addingTimeInterval(-60 * Double(minutes)) }

    /// Page by name.
    static let pages: [(name: String, html: @Sendable (Reader) -> HTML)] = [
        ("inbox", { InboxPage(frame: frame(.mine), list: list(.mine, rows), ticket: ticket).html(for: $0) }),
        ("list", { InboxPage(frame: frame(.mine), list: list(.mine, rows)).html(for: $0) }),
        (
            "notice",
            { InboxPage(frame: frame(.all, notice: .synced(created: 3, appended: 1)), list: search).html(for: $0) }
        ),
        ("empty", { InboxPage(frame: frame(.unassigned), list: empty).html(for: $0) }),
        ("first-run", { InboxPage(frame: frame(.open), list: firstRun).html(for: $0) }),
        ("nothing-found", { InboxPage(frame: frame(.all), list: nothing).html(for: $0) }),
        ("phone-only", { InboxPage(frame: frame(.mine), list: list(.mine, rows), ticket: bare).html(for: $0) }),
        ("ledger", { ledger.html(for: $0) }),
        ("ledger-empty", { ledgerEmpty.html(for: $0) }),
        ("ledger-nothing", { ledgerNothing.html(for: $0) }),
        ("ledger-entry", { ledgerEntry.html(for: $0) }),
        ("ledger-failed", { ledgerFailed.html(for: $0) }),
        ("blocked", { blocked.html(for: $0) }),
        ("blocked-nobody", { nobodyBlocked.html(for: $0) }),
        ("mailboxes", { mailboxes.html(for: $0) }),
        ("mailbox-new", { newMailbox.html(for: $0) }),
        ("mailbox-gmail", { mailboxOf(.gmail).html(for: $0) }),
        ("mailbox-mailru", { mailboxOf(.mailRu).html(for: $0) }),
        ("mailbox-yahoo", { mailboxOf(.yahoo).html(for: $0) }),
        ("mailbox-other", { mailboxOf(.imapSMTP).html(for: $0) }),
        ("mailbox-stored", { storedMailbox.html(for: $0) }),
        ("mailbox-environment", { environmentsMailbox.html(for: $0) }),
        ("leaving", { leaving.html(for: $0) }),
        ("categories", { categories.html(for: $0) }),
        ("departments", { departments.html(for: $0) }),
        ("team", { team.html(for: $0) }),
        ("templates", { templates.html(for: $0) }),
        ("template-reply", { template(.reply).html(for: $0) }),
        ("template-link", { template(.signInLink).html(for: $0) }),
        ("template-notice", { template(.mailboxNotice).html(for: $0) }),
        ("profile", { profile.html(for: $0) }),
        ("move-message", { moveMessage.html(for: $0) }),
        ("owners-only", { error(.ownersOnly, .staff).html(for: $0) }),
        ("sign-in", { StaffSignInPage(address: "maria@lampwright.example", problem: .wrong).html(for: $0) }),
        ("sign-in-demo", { demoSignIn.html(for: $0) }),
        ("sign-in-limited", { StaffSignInPage(problem: .tooOften(retryAfterSeconds: 42)).html(for: $0) }),
        ("welcome", { welcome(.tooShort(minimum: 10)).html(for: $0) }),
        ("welcome-differs", { welcome(.doesNotMatch).html(for: $0) }),
        ("welcome-expired", { welcome(.linkExpired).html(for: $0) }),
        ("portal", { MyTicketsPage(frame: portal, list: myTickets).html(for: $0) }),
        ("portal-empty", { MyTicketsPage(frame: portal, list: MyTicketList(tickets: [], total: 0)).html(for: $0) }),
        ("portal-ticket", { MyTicketPage(frame: portal, ticket: myTicket).html(for: $0) }),
        ("portal-closed", { MyTicketPage(frame: portal, ticket: closed).html(for: $0) }),
        ("portal-new", { newTicket.html(for: $0) }),
        ("portal-sign-in", { PortalSignInPage(frame: gate, address: "anna@", problem: .badAddress).html(for: $0) }),
        ("portal-limited", { PortalSignInPage(frame: gate, problem: .tooOften(retryAfterSeconds: 60)).html(for: $0) }),
        ("link-sent", { linkSent.html(for: $0) }),
        ("enter", { EnterPage(frame: gate, token: "t0ken", next: Route.myTicket("TKT-2026-00479")).html(for: $0) }),
        ("enter-expired", { EnterPage(frame: gate, token: nil).html(for: $0) }),
        ("demo", { play.html(for: $0) }),
        ("caught", { CaughtMailsPage(mails: caught).html(for: $0) }),
        ("caught-empty", { CaughtMailsPage(mails: []).html(for: $0) }),
        ("caught-mail", { caughtMail.html(for: $0) }),
        ("not-found", { error(.notFound, .staff).html(for: $0) }),
        ("forbidden", { error(.forbidden, .portal).html(for: $0) }),
        ("too-large", { error(.tooLarge(limitBytes: 50_000_000), .portal).html(for: $0) }),
        ("limited", { error(.limited(retryAfterSeconds: 31), .portal).html(for: $0) }),
        ("broken", { error(nil, .portal).html(for: $0) }),
    ]

    static func list(_ view: InboxView, _ rows: [TicketRowView]) -> TicketListView {
        TicketListView(
            place: InboxPlace(view: view), rows: rows, total: 7, next: "1795000000-17", current: "TKT-2026-00481")
    }

    static let search = TicketListView(
        place: InboxPlace(view: .all, status: .open, query: "лампа <b>"), rows: rows, total: 1_000)
    static let empty = TicketListView(place: InboxPlace(view: .unassigned), rows: [], total: 0, resolvedToday: 14)
    static let firstRun = TicketListView(place: InboxPlace(view: .open), rows: [], total: 0, isFirstRun: true)
    static let nothing = TicketListView(place: InboxPlace(view: .all, query: "хрусталь"), rows: [], total: 0)

    static func frame(_ view: InboxView, notice: Notice? = nil) -> StaffFrame {
        StaffFrame(
            me: maria, view: view, counts: [.mine: 7, .unassigned: 4, .open: 23, .waiting: 12, .all: 1_206],
            mailboxes: health,
            isDemo: true, notice: notice)
    }

    static let maria = Face(name: "Мария Лебедева")
    static let demoSignIn = StaffSignInPage(isDemo: true, demoAddress: "maria@lampwright.example", demoPassword: "demo")

    static func welcome(_ problem: WelcomeProblem?) -> WelcomePage {
        WelcomePage(token: "t0ken", address: "owner@lampwright.example", problem: problem)
    }

    static func error(_ refusal: Refusal?, _ mount: Mount) -> ErrorPage {
        ErrorPage(refusal: refusal, requestID: "3f9c2a", mount: mount, siteName: "Лампрайт", path: "/support")
    }
}
