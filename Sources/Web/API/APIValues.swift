import Foundation
import HelpDesk

/// A person as the API shows one.
struct APIPerson: Encodable {
    let id: String
    let name: String
    let email: String?
    let phone: String?

    init(_ person: Person) {
        id = person.uuid.uuidString.lowercased()
        name = person.displayName
        email = person.email
        phone = person.phone
    }

    private enum Key: String, CodingKey { case id, name, email, phone }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(id, forKey: .id)
        try out.encode(name, forKey: .name)
        try out.encode(email, forKey: .email)
        try out.encode(phone, forKey: .phone)
    }
}

/// A ticket as the API shows it. Absent values are `null`, never left out.
struct APITicket: Encodable {
    let ticket: Ticket
    let user: APIPerson
    let category: String?
    let department: String?
    let assignedTo: String?
    let description: String
    let tags: [String]
    let cc: [String]
    var messages: [APIMessage]?
    /// Shows what staff alone may see.
    let isForStaff: Bool

    private enum Key: String, CodingKey {
        case id, number, seq, user, category, subject, description, status, priority, tags, department, channel, cc,
            rating, messages
        case assignedTo = "assigned_to"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case firstResponseAt = "first_response_at"
        case resolvedAt = "resolved_at"
        case closedAt = "closed_at"
        case userAgent = "user_agent"
        case ipAddress = "ip_address"
    }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(ticket.uuid.uuidString.lowercased(), forKey: .id)
        try out.encode(ticket.number, forKey: .number)
        try out.encode(ticket.id, forKey: .seq)
        try out.encode(user, forKey: .user)
        try out.encode(category, forKey: .category)
        try out.encode(ticket.subject, forKey: .subject)
        try out.encode(description, forKey: .description)
        try out.encode(ticket.status.rawValue, forKey: .status)
        try out.encode(ticket.priority.rawValue, forKey: .priority)
        try out.encode(assignedTo, forKey: .assignedTo)
        try out.encode(tags, forKey: .tags)
        try out.encode(department, forKey: .department)
        try out.encode(ticket.channel.rawValue, forKey: .channel)
        try out.encode(cc, forKey: .cc)
        try out.encode(ticket.createdAt.rfc3339, forKey: .createdAt)
        try out.encode(ticket.updatedAt.rfc3339, forKey: .updatedAt)
        try out.encode(ticket.firstResponseAt?.rfc3339, forKey: .firstResponseAt)
        try out.encode(ticket.resolvedAt?.rfc3339, forKey: .resolvedAt)
        try out.encode(ticket.closedAt?.rfc3339, forKey: .closedAt)
        try out.encode(ticket.rating, forKey: .rating)
        if isForStaff {
            try out.encode(ticket.userAgent, forKey: .userAgent)
            try out.encode(ticket.ipAddress, forKey: .ipAddress)
        }
        if let messages { try out.encode(messages, forKey: .messages) }
    }
}

/// A message as the API shows it.
struct APIMessage: Encodable {
    struct Author: Encodable {
        let id: String
        let name: String
        let isStaff: Bool

        private enum CodingKeys: String, CodingKey {
            case id, name
            case isStaff = "is_staff"
        }
    }

    let id: String
    let ticket: String
    let author: Author
    let message: String
    let html: String?
    let isInternal: Bool
    let isStaffReply: Bool
    let createdAt: String
    let updatedAt: String
    let attachments: [APIAttachment]
    let delivery: [APIDelivery]?
    let because: String?

    private enum CodingKeys: String, CodingKey {
        case id, ticket, author, message, html, attachments, delivery, because
        case isInternal = "is_internal"
        case isStaffReply = "is_staff_reply"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: CodingKeys.self)
        try out.encode(id, forKey: .id)
        try out.encode(ticket, forKey: .ticket)
        try out.encode(author, forKey: .author)
        try out.encode(message, forKey: .message)
        try out.encode(html, forKey: .html)
        try out.encode(isInternal, forKey: .isInternal)
        try out.encode(isStaffReply, forKey: .isStaffReply)
        try out.encode(createdAt, forKey: .createdAt)
        try out.encode(updatedAt, forKey: .updatedAt)
        try out.encode(attachments, forKey: .attachments)
        try out.encode(delivery, forKey: .delivery)
        try out.encode(because, forKey: .because)
    }
}

/// What became of one copy of an outgoing mail.
struct APIDelivery: Encodable {
    let recipient: String
    let state: String
    /// The server's words; nil while it has said nothing.
    let serverReply: String?

    private enum Key: String, CodingKey {
        case recipient, state
        case serverReply = "server_reply"
    }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(recipient, forKey: .recipient)
        try out.encode(state, forKey: .state)
        try out.encode(serverReply, forKey: .serverReply)
    }
}

/// A file as the API shows it.
struct APIAttachment: Encodable {
    let id: String
    let filename: String
    let file_size: Int
    let mime_type: String
    let uploaded_at: String
    let url: String

    init(_ file: HelpDesk.Attachment) {
        id = file.uuid.uuidString.lowercased()
        filename = file.filename
        file_size = file.fileSize
        mime_type = file.mimeType
        uploaded_at = file.uploadedAt.rfc3339
        url = "/attachments/\(file.uuid.uuidString.lowercased())"
    }
}

/// One page of a list.
struct APIList<Item: Encodable>: Encodable {
    let items: [Item]
    let next: String?
    /// Counted to 1,000 at most.
    let total: Int

    private enum Key: String, CodingKey { case items, next, total }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(items, forKey: .items)
        try out.encode(next, forKey: .next)
        try out.encode(total, forKey: .total)
    }
}
