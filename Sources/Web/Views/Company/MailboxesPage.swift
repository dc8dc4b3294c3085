import Foundation
import HelpDesk

/// `/company/mailboxes`: every mailbox with how it does.
struct MailboxesPage: Sendable {
    let frame: StaffFrame
    let mailboxes: [MailboxLine]
    /// Whether mail can be fetched by hand.
    var canSync = false
}

/// One mailbox in the list.
struct MailboxLine: Sendable {
    let health: MailboxHealth
    let provider: Mailbox.Provider
    var name: String?
    /// Its servers stand in the environment.
    var isEnvironments = false
    var isPaused = false
}

/// `/company/mailboxes/new` and `/company/mailboxes/{id}`: the form of a mailbox, with what is typed in it.
struct MailboxPage: Sendable {
    let frame: StaffFrame
    /// `nil`: it is being added.
    var line: MailboxLine?
    /// As typed, or as stored with empty secrets.
    var draft: MailboxDraft
    /// What is wrong, by the names of the fields.
    var problems: [String: String] = [:]
    var categories: [Choice] = []
    var departments: [Choice] = []
    var staff: [Choice] = []
    /// `nil` while it is being added.
    var sending: Sending?
    /// What is stored and never shown.
    var stored = Stored()
    /// The steps of a connection test; empty: none was made.
    var steps: [ConnectionStep] = []
    /// Where Microsoft or Google send the browser back to; to be entered there.
    var redirectURI = ""
    var plus = PlusTest.unknown
    var canSync = false
    /// Whether the sign-in at Microsoft or Google can be begun from here.
    var canSignIn = false
    /// Whether servers can be tried from here.
    var canTest = false

    /// How mail goes out of it.
    struct Sending: Sendable {
        /// What the provider is known to allow.
        var standard = SendingRate.unlimited
        /// As typed, or what the owner has set; empty: the standard.
        var perMinute = ""
        var perDay = ""
        /// The server's words where it refuses the account or wants less mail.
        var failure: String?
        var failedAt: Date?
        /// Nothing is sent before.
        var pausedUntil: Date?
    }

    /// Something to choose, by key.
    struct Choice: Sendable {
        let id: Int64
        let name: String
    }

    /// Which secrets the desk has.
    struct Stored: Sendable {
        var hasIMAPPassword = false
        var hasSMTPPassword = false
        var hasClientSecret = false
        /// Somebody has signed in at the provider.
        var isConnected = false
        /// Why somebody must sign in there again.
        var lostConsent: String?
    }

    /// Whether mail to `support+anything@…` arrives.
    enum PlusTest: Sendable {
        case unknown
        case works(Date)
        case fails(Date)
    }
}
