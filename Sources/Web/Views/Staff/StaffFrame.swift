import Foundation

/// What surrounds every staff page: the sidebar with its views, counts and mailboxes, and who is signed in.
struct StaffFrame: Sendable {
    let me: Face
    /// The view that is open; `nil` on pages that belong to none.
    let view: InboxView?
    /// Which page beside the inbox is open.
    var place: Place?
    /// Whether the settings are this person's to change.
    var isOwner = false
    /// Mails of the ledger that wait for a person.
    var mailForAPerson = 0
    /// Tickets waiting in each view; views without a figure show none.
    let counts: [InboxView: Int]
    let mailboxes: [MailboxHealth]
    /// What was searched for.
    let query: String
    /// Whether the demo bar shows.
    let isDemo: Bool
    /// The address of this page, to come back to after a switch of language or theme.
    var path: String
    var notice: Notice?

    init(
        me: Face, view: InboxView? = nil, counts: [InboxView: Int] = [:], mailboxes: [MailboxHealth] = [],
        query: String = "", isDemo: Bool = false, path: String = Route.inbox, notice: Notice? = nil
    ) {
        self.me = me
        self.view = view
        self.counts = counts
        self.mailboxes = mailboxes
        self.query = query
        self.isDemo = isDemo
        self.path = path
        self.notice = notice
    }
}

extension StaffFrame {
    /// The pages of staff beside the inbox.
    enum Place: Sendable {
        case ledger, settings, profile
    }
}

/// The views of the inbox. Raw values are those of `?view=`.
enum InboxView: String, Sendable, CaseIterable {
    case mine, unassigned, open, waiting, resolved, all
}
