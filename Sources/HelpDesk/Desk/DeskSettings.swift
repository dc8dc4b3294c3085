import Foundation
import Mail

/// A language of the interface and of outgoing mail.
public enum Language: String, Sendable, CaseIterable, Codable {
    case english = "en"
    case russian = "ru"
}

/// What the person who runs the desk has set for the whole of it.
public struct DeskSettings: Sendable {
    /// Where customers and staff reach the pages, without a slash at the end: `https://help.example.com`.
    public var publicURL: String
    /// The language of mail and pages; nil: that of the customer's mail, of the browser or of the person.
    public var language: Language?
    /// For the texts of mail and for statistics; pages use the viewer's.
    public var timeZone: TimeZone
    /// The name in the From of outgoing mail where a mailbox has none of its own.
    public var name: String
    /// The From of what the environment's SMTP server sends, for all mailboxes without a server of their own; nil: the
    /// mailbox's address.
    public var sender: Mail.Address?
    /// Bounds on what anybody may send in.
    public var limits: Limits
    /// By what mail services prove that a pushed mail comes from them.
    public var pushKeys = PushKeys()

    /// Where staff look at what waits in quarantine.
    var quarantinePage: String { "\(publicURL)/ops/support/ledger?outcome=quarantined" }

    /// Settings with the defaults of a new desk.
    public init(
        publicURL: String, language: Language? = nil, timeZone: TimeZone = .current, name: String = "Deskbell",
        limits: Limits = Limits()
    ) {
        self.publicURL = publicURL
        self.language = language
        self.timeZone = timeZone
        self.name = name
        self.limits = limits
    }
}

/// Bounds on what anybody may send in. Sizes are bytes of the decoded content.
public struct Limits: Sendable {
    /// The raw bytes of a mail; of a larger one only the beginning is kept, and its ledger row says so.
    public var mailBytes = 50 << 20
    /// One file that is uploaded. Files of mails are bound by the mail's size alone.
    public var uploadBytes = 25 << 20
    /// All files of one form or call together.
    public var uploadsPerMessageBytes = 50 << 20
    /// Files of one message; a mail's further files stay in its raw source alone.
    public var attachmentsPerMessage = 100
    /// The text of a message, as UTF-8. More is refused in forms and calls, and cut off in mail.
    public var textBytes = 1 << 20
    /// The subject of a ticket. More is refused in forms and calls, and cut off in mail.
    public var subjectCharacters = 500
    /// A closed ticket takes a customer's reply for this long; later a new ticket is opened.
    public var reopenWindowDays = 14
    /// Automatic replies to one address in 24 hours, and for one subject.
    public var automaticRepliesPerAddress = 3
    /// Automatic replies to one address about one subject in 24 hours.
    public var automaticRepliesPerSubject = 1
    /// Automatic replies to all addresses of one domain in an hour.
    public var automaticRepliesPerDomain = 30
    /// The same for a provider where anybody gets an address (gmail.com, mail.ru): its customers are strangers to each other.
    public var automaticRepliesPerPublicDomain = 300
    /// How often mail may reopen one ticket in 24 hours; what comes beyond joins it and leaves its status.
    public var reopensPerTicketAndDay = 10
    /// Automatic replies of one mailbox in an hour.
    public var automaticRepliesPerMailbox = 300
    /// New tickets by mail of one address in one hour; what comes beyond waits in quarantine.
    public var ticketsPerAddressAndHour = 10
    /// Notifications by mail to one member of staff in an hour.
    public var notificationsPerPersonAndHour = 100
    /// Calls of the API in one minute, of one person by all of their tokens and browsers.
    public var callsPerPersonAndMinute = 6_000
    /// Calls of the API in one minute from one network address.
    public var callsPerAddressAndMinute = 12_000
    /// 1: an answer of staff to a notification becomes an answer to the customer; 0: it is mail like any other.
    public var staffRepliesByMail = 1
    /// Seconds for which an answer of the composer waits, so that it can be taken back; 0: it goes out at once.
    public var undoSendSeconds = 15

    /// The defaults.
    public init() {}
}
