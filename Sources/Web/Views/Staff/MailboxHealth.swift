import Foundation

/// How a mailbox does: a line at the foot of the sidebar, a card behind it, a line in the settings.
struct MailboxHealth: Sendable {
    enum State: Sendable {
        /// The last look into the mailbox went well.
        case fine(lastFetch: Date)
        /// The same, with so many messages still to be taken in.
        case behind(messages: Int)
        /// What went wrong, in the words of the program or of the server.
        case failing(reason: String)
        /// Somebody must sign in at the provider again.
        case locked(reason: String)
        /// An owner has stopped the fetching.
        case paused
        /// Not connected yet.
        case starting
    }

    /// The key in the address of its settings.
    var id = ""
    let address: String
    let state: State
    /// The last look that went well.
    var lastFetch: Date?
    /// When the access that a provider has granted ends; it is renewed before by itself.
    var tokenExpiresAt: Date?
    /// Mails that could not be sent lately, with the server's last words.
    var unsent: Unsent?
    /// The server refuses the account or wants less mail.
    var refusal: Refusal?

    /// Why nothing is sent just now.
    struct Refusal: Sendable {
        /// The server's words.
        let reason: String
        /// When it is tried again; nil: at once.
        var until: Date?
    }

    /// What does not go out.
    struct Unsent: Sendable {
        let count: Int
        let reason: String
    }

    var isBad: Bool {
        switch state {
        case .failing, .locked: true
        case .fine, .behind, .paused, .starting: unsent != nil || refusal != nil
        }
    }
}
