import Foundation
import HelpDesk

/// A file in a body: the id of an upload, or its content in base64.
enum AttachmentInput: Decodable, Sendable {
    case uploaded(UUID)
    case inline(Upload)

    private enum Key: String, CodingKey {
        case filename, content
        case mimeType = "mime_type"
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            guard let id = UUID(uuidString: text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "is not the id of an upload"))
            }
            self = .uploaded(id)
            return
        }
        let file = try decoder.container(keyedBy: Key.self)
        guard let content = Data(base64Encoded: try file.decode(String.self, forKey: .content)) else {
            throw DecodingError.dataCorruptedError(forKey: .content, in: file, debugDescription: "is not base64")
        }
        self = .inline(
            Upload(
                filename: try file.decode(String.self, forKey: .filename),
                mimeType: try file.decodeIfPresent(String.self, forKey: .mimeType) ?? "application/octet-stream",
                content: Array(content)))
    }
}

/// `{"message","is_internal","attachments","status"}`; an answer of files alone needs no message.
struct ReplyBody: Decodable, Sendable {
    let message: String?
    let is_internal: Bool?
    let attachments: [AttachmentInput]?
    let status: String?

    func draft() throws -> Draft {
        Draft(
            text: message ?? "", isInternal: is_internal ?? false, status: try status.map { try Status(parsing: $0) },
            uploads: attachments.uploads, attachmentIDs: attachments.ids, channel: .api)
    }
}

/// `{"subject","description","category","priority","tags","department","attachments"}`; staff may name `user` by address.
struct CreateBody: Decodable, Sendable {
    let subject: String
    let description: String
    let category: Reference?
    let priority: String?
    let tags: [String]?
    let department: Reference?
    let attachments: [AttachmentInput]?
    let user: String?
}

/// A thing by id or by name.
struct Reference: Decodable, Sendable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Int64.self) {
            text = String(number)
        } else {
            text = try value.decode(String.self)
        }
    }
}

/// Any of status, priority, category, tags, department, assigned_to, subject.
struct ChangeBody: Decodable, Sendable {
    let status: String?
    let priority: String?
    let category: Reference?
    let tags: [String]?
    let subject: String?
    let assignee: Reference?
    /// `"assigned_to": null` takes the assignee away; leaving it out changes nothing.
    let namesAssignee: Bool
    let department: Reference?
    /// `"department": null` takes it away; leaving it out changes nothing.
    let namesDepartment: Bool

    private enum Key: String, CodingKey {
        case status, priority, category, tags, subject, department
        case assignedTo = "assigned_to"
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: Key.self)
        status = try body.decodeIfPresent(String.self, forKey: .status)
        priority = try body.decodeIfPresent(String.self, forKey: .priority)
        category = try body.decodeIfPresent(Reference.self, forKey: .category)
        tags = try body.decodeIfPresent([String].self, forKey: .tags)
        subject = try body.decodeIfPresent(String.self, forKey: .subject)
        assignee = try body.decodeIfPresent(Reference.self, forKey: .assignedTo)
        namesAssignee = body.contains(.assignedTo)
        department = try body.decodeIfPresent(Reference.self, forKey: .department)
        namesDepartment = body.contains(.department)
    }

    func change(in tx: DeskTransaction) throws -> TicketChange {
        var change = TicketChange(
            status: try status.map { try Status(parsing: $0) },
            priority: try priority.map { try Priority(parsing: $0) },
            categoryID: try category.map { try tx.category($0.text).id }, subject: subject, tags: tags)
        if namesAssignee { change.assigneeID = .some(try assignee.map { try tx.staffMember($0.text).id }) }
        if namesDepartment { change.departmentID = .some(try department.map { try tx.department($0.text).id }) }
        return change
    }
}

/// `{"assigned_to"}`: staff id or mail; absent: myself.
struct AssignBody: Decodable, Sendable {
    let assigned_to: Reference?
}

extension [AttachmentInput]? {
    var uploads: [Upload] { (self ?? []).compactMap { if case .inline(let upload) = $0 { upload } else { nil } } }
    var ids: [UUID] { (self ?? []).compactMap { if case .uploaded(let id) = $0 { id } else { nil } } }
}
