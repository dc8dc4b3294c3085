import Database

/// The words of one kind of outgoing mail in one language: those of the code, or those that an owner has put in their place.
///
/// `body` is Markdown, from which both halves of the mail are made. `{{number}}` and the other placeholders of the kind
/// stand for what is known when the mail is written. What is put in is text: it is never evaluated, neither as a placeholder
/// nor as Markdown, and it is escaped in the HTML.
public struct MailTemplate: Sendable, Equatable {
    /// Which mail.
    public let kind: Kind
    /// In which language.
    public let language: Language
    /// One line, with placeholders.
    public let subject: String
    /// Markdown, with placeholders.
    public let body: String
    /// Somebody has written it; false: it is the one of the code.
    public let isChanged: Bool

    /// Every mail that Deskbell writes; stored under these names.
    public enum Kind: String, Sendable, CaseIterable {
        /// To the customer: a new ticket has been received.
        case confirmation
        /// To the customer: the frame around an answer of staff.
        case reply
        /// To the customer: the one-time link into the portal.
        case signInLink = "sign_in_link"
        /// To staff: a new ticket.
        case newTicket = "new_ticket"
        /// To staff: the customer has answered.
        case customerReply = "customer_reply"
        /// To staff: a ticket was given to them.
        case assignment
        /// To the mailbox itself, for a team that lives in its mail program: a ticket was opened in the portal or by API.
        case mailboxNotice = "mailbox_notice"
        /// To staff: an answer has not reached the customer.
        case deliveryTrouble = "delivery_trouble"
        /// To staff: mail of one sender waits in quarantine because it is too much.
        case quarantine
    }

    init(kind: Kind, language: Language, subject: String, body: String, isChanged: Bool) {
        self.kind = kind
        self.language = language
        self.subject = subject
        self.body = body
        self.isChanged = isChanged
    }

    /// The longest subject, in characters.
    public static let subjectCharacters = 300
    /// The longest body, in bytes of UTF-8.
    public static let bodyBytes = 20_000
}

extension MailTemplate.Kind {
    /// Whether it goes to staff or a mailbox, and not to customers.
    public var isForStaff: Bool {
        switch self {
        case .confirmation, .reply, .signInLink: false
        case .newTicket, .customerReply, .assignment, .mailboxNotice, .deliveryTrouble, .quarantine: true
        }
    }

    /// What may stand in the body of this kind. A confirmation repeats nothing of what the customer wrote but the subject:
    /// whoever forges a sender must not be able to send texts through us.
    public var placeholders: [Placeholder] {
        switch self {
        case .confirmation: [.number, .subject, .status, .requester, .company, .link, .button]
        case .reply:
            [.message, .signature, .button, .number, .subject, .status, .requester, .agent, .company, .link]
        case .signInLink: [.link, .minutes, .company]
        case .quarantine: [.from, .button, .link, .company]
        case .deliveryTrouble:
            [.number, .subject, .recipient, .reason, .button, .link, .status, .requester, .company]
        case .newTicket, .customerReply, .assignment, .mailboxNotice:
            [
                .number, .subject, .from, .message, .files, .button, .link, .status, .priority, .requester, .agent,
                .company,
            ]
        }
    }

    /// What may stand in the subject.
    public var subjectPlaceholders: [Placeholder] {
        placeholders.filter { !$0.isBlock && $0 != .link }
    }

    /// Without this the mail would be of no use, or an answer to it would lose its way.
    var needed: Placeholder? {
        switch self {
        case .reply: .message
        case .signInLink: .link
        default: nil
        }
    }

    var isAboutTicket: Bool { self != .signInLink && self != .quarantine }
}

/// What a template can name. A closed list: anything else between `{{` and `}}` is refused when the template is saved.
public enum Placeholder: String, Sendable, CaseIterable {
    /// `TKT-2026-00001`.
    case number
    /// The ticket's subject, or "(no subject)".
    case subject
    /// The ticket's status, in words.
    case status
    /// The ticket's priority, in words.
    case priority
    /// The requester's name, else the address.
    case requester
    /// Who wrote, by name and address.
    case from
    /// What was written.
    case message
    /// The names and sizes of its files.
    case files
    /// The address of the page of the ticket, or that of the sign-in.
    case link
    /// The same as a button.
    case button
    /// The mailbox's signature.
    case signature
    /// The member of staff who wrote or did it.
    case agent
    /// The name of the mailbox, else of the desk.
    case company
    /// For how many minutes a sign-in link is good.
    case minutes
    /// The address that mail did not reach.
    case recipient
    /// The server's words.
    case reason

    /// Whether it is a paragraph or several, and therefore stands in one of its own.
    public var isBlock: Bool {
        switch self {
        case .message, .files, .button, .signature: true
        default: false
        }
    }
}
