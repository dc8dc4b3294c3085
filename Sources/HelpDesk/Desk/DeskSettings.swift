import Foundation

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
    public var limits: Limits

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
    public var mailBytes = 50 << 20
    public var uploadBytes = 25 << 20
    public var uploadsPerMessageBytes = 50 << 20
    public var attachmentsPerMessage = 100
    public var textBytes = 1 << 20
    public var subjectCharacters = 500
    /// A closed ticket takes a customer's reply for this long; later a new ticket is opened.
    public var reopenWindowDays = 14
    /// Automatic replies to one address in 24 hours, and for one subject.
    public var automaticRepliesPerAddress = 3
    public var automaticRepliesPerSubject = 1
    /// New tickets by mail of one address in one hour; what comes beyond waits in quarantine.
    public var ticketsPerAddressAndHour = 10

    public init() {}
}
