import Database
import Foundation

/// A ticket that is about to be opened, by whichever way.
public struct NewTicket: Sendable {
    /// What it is about, on one line.
    public var subject: String
    /// The first message.
    public var draft: Draft
    /// How urgent it is.
    public var priority: Priority
    /// Nil: the mailbox's, else the first active category.
    public var categoryID: Int64?
    /// The department that looks after it; nil for none.
    public var departmentID: Int64?
    /// The member of staff who looks after it; nil for nobody.
    public var assigneeID: Int64?
    /// In any case; double ones count once.
    public var tags: [String]
    /// The mailbox that answers go out from; nil: the main one.
    public var mailboxID: Int64?
    /// The language that the customer writes; nil where it could not be told.
    public var language: Language?
    /// An older ticket that this one continues.
    public var linkedTo: Int64?
    /// The browser or program that it comes from; 300 characters of it are kept.
    public var userAgent: String?
    /// The address that it comes from.
    public var ipAddress: String?
    /// What lists show of it where the first message begins with somebody else's words; nil: its beginning.
    public var ownWords: String?

    /// A ticket that nobody looks after yet.
    public init(
        subject: String, draft: Draft, priority: Priority = .medium, categoryID: Int64? = nil, tags: [String] = [],
        mailboxID: Int64? = nil, language: Language? = nil, linkedTo: Int64? = nil, userAgent: String? = nil,
        ipAddress: String? = nil
    ) {
        self.linkedTo = linkedTo
        self.subject = subject
        self.draft = draft
        self.priority = priority
        self.categoryID = categoryID
        self.tags = tags
        self.mailboxID = mailboxID
        self.language = language
        self.userAgent = userAgent
        self.ipAddress = ipAddress
    }
}

extension Ticket {
    /// Opens a ticket in the page or by API, with its first message. A customer who does so gets the confirmation by mail; for
    /// tickets that staff open for somebody there is none.
    /// - Throws: `DeskError.invalid` for an empty subject or text, or for files that are too large.
    public static func open(
        _ new: NewTicket, for requester: Person, by author: Person, in tx: DeskTransaction
    ) throws -> Ticket {
        let limits = try tx.limits
        let subject = oneLine(new.subject)
        guard !subject.isEmpty else {
            throw DeskError.invalid("subject", "is empty: say in a few words what it is about")
        }
        guard subject.count <= limits.subjectCharacters else {
            throw DeskError.invalid("subject", "is longer than \(limits.subjectCharacters) characters")
        }
        try new.draft.validate(limits)
        if author.isStaff, author.id != requester.id { try tx.refuseStaffTokens(in: new.draft, by: author) }
        var checked = new
        checked.subject = subject
        checked.mailboxID = try new.mailboxID ?? tx.mainMailbox()?.id
        let ticket = try insert(checked, for: requester, in: tx)
        let message = try ticket.add(new.draft, by: author, isOpening: true, in: tx)
        try tx.record(.opened, on: ticket, by: .person(author), message: message.id)
        if author.id == requester.id { try tx.confirm(ticket, to: requester, answering: nil) }
        try tx.notifyStaff(of: .opened(message: message.id), on: ticket, by: author)
        return ticket
    }

    static func insert(_ new: NewTicket, for requester: Person, in tx: DeskTransaction) throws -> Ticket {
        let now = tx.now
        let defaults = try tx.ticketDefaults(ofMailbox: new.mailboxID)
        let isMail = new.draft.channel == .email
        let uuid = newPublicID(at: now), number = try tx.nextTicketNumber()
        let categoryID = new.categoryID ?? defaults.categoryID
        let departmentID = new.departmentID ?? (isMail ? defaults.departmentID : nil)
        let assigneeID = new.assigneeID ?? (isMail ? defaults.assigneeID : nil)
        let userAgent = new.userAgent.map { String($0.prefix(300)) }
        let id = try tx.insert(
            """
            INSERT INTO ticket (uuid, number, subject, requester_id, mailbox_id, status, is_unresolved, priority, category_id,
                department_id, assignee_id, channel, language, linked_to, snippet, created_at, updated_at, active_at,
                user_agent, ip_address)
            VALUES (\(uuid), \(number), \(new.subject), \(requester.id), \(new.mailboxID), \(Status.open), 1,
                \(new.priority), \(categoryID), \(departmentID), \(assigneeID), \(new.draft.channel), \(new.language),
                \(new.linkedTo), \(snippet(of: new.ownWords ?? new.draft.text)), \(now), \(now), \(now), \(userAgent), \(new.ipAddress))
            """)
        let ticket = Ticket(
            id: id, uuid: uuid, number: number, subject: new.subject, requesterID: requester.id,
            mailboxID: new.mailboxID, status: .open, priority: new.priority, categoryID: categoryID,
            departmentID: departmentID, assigneeID: assigneeID, channel: new.draft.channel, language: new.language,
            linkedTo: new.linkedTo, createdAt: now, updatedAt: now, userAgent: userAgent, ipAddress: new.ipAddress)
        for tag in try normalizedTags(new.tags) {
            try tx.run("INSERT INTO ticket_tag (ticket_id, tag) VALUES (\(ticket.id), \(tag))")
        }
        return ticket
    }
}

/// What a new ticket has where nobody says otherwise.
struct TicketDefaults {
    /// The mailbox's, unless it is given up, else the first active category.
    var categoryID: Int64?
    /// Of tickets that come by mail; none that is given up.
    var departmentID: Int64?
    /// Of tickets that come by mail; nobody who has left.
    var assigneeID: Int64?
}

extension TicketDefaults: RowDecodable {
    init(row: Row) throws {
        categoryID = try row["category_id"]
        departmentID = try row["department_id"]
        assigneeID = try row["assignee_id"]
    }
}

extension DeskTransaction {
    fileprivate func ticketDefaults(ofMailbox id: Int64?) throws -> TicketDefaults {
        try memo.defaults(ofMailbox: id) {
            var defaults =
                try id.flatMap { id in
                    try first(
                        TicketDefaults.self,
                        """
                        SELECT (SELECT id FROM category
                            WHERE category.id = category_id AND category.is_active = 1) AS category_id,
                            (SELECT id FROM department
                            WHERE department.id = department_id AND department.is_active = 1) AS department_id,
                            (SELECT id FROM person
                            WHERE person.id = assignee_id AND role <> 'customer' AND disabled_at IS NULL) AS assignee_id
                        FROM mailbox WHERE id = \(id)
                        """)
                } ?? TicketDefaults()
            if defaults.categoryID == nil {
                defaults.categoryID = try value(
                    Int64.self, "SELECT id FROM category WHERE is_active = 1 ORDER BY sort_order, id LIMIT 1")
            }
            return defaults
        }
    }
}

func normalizedTag(_ tag: String) -> String {
    String(tag.lowercased().trimmingCharacters(in: .whitespacesAndNewlines).prefix(50))
}

/// The first line or two of a text, for a list.
func snippet(of text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(340)
    var isAfterBlank = false
    for byte in text.utf8.prefix(2_000) {
        guard byte > 32 else {
            isAfterBlank = true
            if bytes.count > 280 { break }
            continue
        }
        if isAfterBlank, !bytes.isEmpty { bytes.append(32) }
        isAfterBlank = false
        bytes.append(byte)
        if bytes.count >= 640 { break }
    }
    return beginning(of: String(decoding: bytes, as: UTF8.self), 160)
}

extension DeskTransaction {
    /// What a list shows of a message: its first words, or the names of its files where it has none.
    func listLine(of message: Message) throws -> String {
        let words = snippet(of: message.text)
        guard words.isEmpty else { return words }
        return snippet(of: try attachments(ofMessages: [message.id]).map(\.filename).joined(separator: ", "))
    }
}

/// At most so many characters of a text. Most texts are short, and to count the characters of a long one is slow.
func beginning(of text: String, _ count: Int) -> String {
    text.utf8.count <= count ? text : String(text.prefix(count))
}
