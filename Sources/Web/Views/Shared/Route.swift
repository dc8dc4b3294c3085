import HelpDesk

/// Every address that pages link to or post to. The routes are registered under the same names, and a test holds the
/// pages to this list.
enum Route {
    // Staff
    static let staffSignIn = "/ops/sign-in"
    static let staffSignOut = "/ops/sign-out"
    static let welcome = "/ops/welcome"
    static let inbox = "/ops/support"
    static let sync = "/ops/support/sync"
    static let staffLive = "/ops/support/live"

    static func ticket(_ number: String) -> String { "/ops/support/tickets/\(segment(number))" }
    static func ticketMessages(_ number: String) -> String { ticket(number) + "/messages" }
    static func ticketStatus(_ number: String) -> String { ticket(number) + "/status" }
    static func ticketAssignee(_ number: String) -> String { ticket(number) + "/assignee" }
    static func ticketProperties(_ number: String) -> String { ticket(number) + "/properties" }
    static func ticketJoin(_ number: String) -> String { ticket(number) + "/join" }
    static func ticketUnlink(_ number: String) -> String { ticket(number) + "/unlink" }
    static func messageFrame(_ id: String) -> String { "/ops/support/messages/\(segment(id))/frame" }
    static func attachment(_ id: String) -> String { "/attachments/\(segment(id))" }

    // Settings
    static let profile = "/ops/profile"
    static let profilePassword = "/ops/profile/password"
    static let company = "/company"
    static let mailboxes = "/company/mailboxes"
    static let testMailbox = "/company/mailboxes/test"
    static let team = "/company/team"
    static let templates = "/company/templates"
    /// Where Microsoft and Google send the browser back to.
    static let oauthReturn = "/company/oauth"

    static func sortings(_ sorting: Sorting) -> String { "/company/\(sorting.rawValue)" }
    static func sorting(_ sorting: Sorting, _ id: String) -> String { "\(sortings(sorting))/\(segment(id))" }
    static func teamVerb(_ verb: TeamVerb, _ id: String) -> String { "\(team)/\(segment(id))/\(verb.rawValue)" }
    static func newMailbox(_ provider: String) -> String { with("/company/mailboxes/new", [("provider", provider)]) }
    static func mailbox(_ id: String) -> String { "/company/mailboxes/\(segment(id))" }
    static func mailboxVerb(_ verb: String, _ id: String) -> String { "\(mailbox(id))/\(verb)" }
    static func template(_ kind: String, _ language: Language) -> String {
        "/company/templates/\(segment(kind))/\(language.rawValue)"
    }

    // Messages and their mail
    static func message(_ verb: String, _ id: String) -> String { "/ops/support/messages/\(segment(id))/\(verb)" }
    static func resend(_ id: String) -> String { "/ops/support/deliveries/\(segment(id))/resend" }

    // The mail ledger
    static let blockedSenders = "/ops/support/ledger/blocked"
    static let unblock = "/ops/support/ledger/blocked/remove"

    static func ledgerEntry(_ id: String) -> String { "/ops/support/ledger/\(segment(id))" }
    static func ledgerRaw(_ id: String) -> String { ledgerEntry(id) + "/raw" }
    static func ledgerFrame(_ id: String) -> String { ledgerEntry(id) + "/frame" }
    static func ledgerVerb(_ verb: LedgerVerb, _ id: String) -> String { "\(ledgerEntry(id))/\(verb.rawValue)" }

    /// The mail ledger with its filters; those that are not set are left out.
    static func ledger(
        _ choice: LedgerChoice = .all, mailbox: String? = nil, query: String = "", before: String? = nil
    ) -> String {
        with(
            "/ops/support/ledger",
            [("outcome", choice.code), ("mailbox", mailbox), ("q", query), ("before", before)])
    }

    /// A view of the inbox; `InboxPlace` names the filters too.
    static func inbox(view: InboxView) -> String { with(inbox, [("view", view.rawValue)]) }

    // Customers
    static let portal = "/support"
    static let portalSignIn = "/support/sign-in"
    static let portalEnter = "/support/enter"
    static let portalSignOut = "/support/sign-out"
    static let newTicket = "/support/new"
    static let createTicket = "/support/tickets"
    static let portalLive = "/support/live"

    static func myTicket(_ number: String) -> String { "/support/tickets/\(segment(number))" }
    static func myTicketMessages(_ number: String) -> String { myTicket(number) + "/messages" }
    static func closeMyTicket(_ number: String) -> String { myTicket(number) + "/close" }
    static func reopenMyTicket(_ number: String) -> String { myTicket(number) + "/reopen" }

    static func portal(status: StatusMark? = nil, query: String = "", after: String? = nil) -> String {
        with(portal, [("status", status?.rawValue), ("q", query), ("after", after)])
    }

    // Demo
    static let demo = "/demo"
    static let demoMail = "/demo/mail"
    static let caught = "/demo/caught"

    static func caughtMail(_ id: String) -> String { "/demo/caught/\(segment(id))" }
    static func caughtFrame(_ id: String) -> String { caughtMail(id) + "/frame" }
    /// The form that plays a customer who answers this caught mail.
    static func demoAnswer(to id: String) -> String { with(demo, [("reply", id)]) }

    // Everybody
    static let language = "/language"
    static let theme = "/theme"

    /// `path` with a notice for the page behind it.
    static func with(_ path: String, notice: Notice) -> String {
        with(path, [("notice", notice.code)])
    }

    /// `path` with those pairs that have a value, encoded.
    static func with(_ path: String, _ pairs: [(String, String?)]) -> String {
        let query = pairs.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\(name)=\(segment($0))" }
        }
        guard !query.isEmpty else { return path }
        return path + (path.contains("?") ? "&" : "?") + query.joined(separator: "&")
    }

    /// Percent-encodes all but the unreserved characters (RFC 3986, 2.3).
    private static func segment(_ text: String) -> String {
        if text.utf8.allSatisfy(\.isUnreserved) { return text }
        var result = ""
        for byte in text.utf8 {
            if byte.isUnreserved {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
