import Database
import Foundation

/// What staff change on a ticket beside its status; nil leaves a field as it is.
public struct TicketChange: Sendable {
    /// Any status, whatever stands there now.
    public var status: Status?
    /// How urgent it is.
    public var priority: Priority?
    /// Another category; a category cannot be taken away.
    public var categoryID: Int64?
    /// Blanks at both ends are cut off; it cannot be emptied.
    public var subject: String?
    /// All tags from now on, at most 30.
    public var tags: [String]?
    /// `.some(nil)` takes the department away.
    public var departmentID: Int64??
    /// `.some(nil)` takes the assignee away.
    public var assigneeID: Int64??

    /// A change of the fields that are given.
    public init(
        status: Status? = nil, priority: Priority? = nil, categoryID: Int64? = nil, subject: String? = nil,
        tags: [String]? = nil, departmentID: Int64?? = nil, assigneeID: Int64?? = nil
    ) {
        self.status = status
        self.priority = priority
        self.categoryID = categoryID
        self.subject = subject
        self.tags = tags
        self.departmentID = departmentID
        self.assigneeID = assigneeID
    }
}

extension Ticket {
    /// Applies a change field by field, each with its line in the history.
    /// - Throws: `DeskError.forbidden` for customers, `.invalid` for a bad value.
    public func change(_ change: TicketChange, by person: Person, in tx: DeskTransaction) throws {
        let actor = Viewer.person(person)
        try actor.requireStaff()
        if let status = change.status { try changeStatus(status, by: person, in: tx) }
        if let new = change.priority, new != priority {
            try set("priority", new, in: tx)
            try tx.record(.priorityChanged, on: self, by: actor, from: priority.rawValue, to: new.rawValue)
        }
        if let new = change.categoryID, new != categoryID {
            try set("category_id", new, in: tx)
            try tx.record(.categoryChanged, on: self, by: actor, from: categoryID.map { "\($0)" }, to: "\(new)")
        }
        if let new = change.subject { try rename(new, by: actor, in: tx) }
        if let new = change.tags { try setTags(new, by: actor, in: tx) }
        if let new = change.departmentID { try moveTo(department: new, by: actor, in: tx) }
        if let new = change.assigneeID { try assign(to: new, by: person, in: tx) }
    }

    /// Gives the ticket to a member of staff, or to nobody.
    /// - Throws: `DeskError.invalid` for somebody who does not work here.
    public func assign(to assignee: Int64?, by person: Person, in tx: DeskTransaction) throws {
        try Viewer.person(person).requireStaff()
        guard assignee != assigneeID else { return }
        let colleague = try assignee.flatMap { try tx.person(id: $0) }
        guard assignee == nil || colleague?.isStaff == true else {
            throw DeskError.invalid("assigned_to", "is not a member of staff")
        }
        try tx.post("UPDATE ticket SET assignee_id = \(assignee), updated_at = \(tx.now) WHERE id = \(id)")
        let before = try assigneeID.flatMap { try tx.person(id: $0) }
        try tx.record(.assigned, on: self, by: .person(person), from: before?.displayName, to: colleague?.displayName)
        if let colleague { try tx.notifyStaff(of: .assigned(to: colleague), on: self, by: person) }
    }

    private func moveTo(department new: Int64?, by actor: Viewer, in tx: DeskTransaction) throws {
        guard new != departmentID else { return }
        let names = Dictionary(try tx.departments().map { ($0.id, $0.name) }) { first, _ in first }
        guard new.map({ names[$0] != nil }) ?? true else { throw DeskError.invalid("department", "is not there") }
        try tx.run("UPDATE ticket SET department_id = \(new), updated_at = \(tx.now) WHERE id = \(id)")
        try tx.record(
            .departmentChanged, on: self, by: actor, from: departmentID.flatMap { names[$0] },
            to: new.flatMap { names[$0] })
    }

    private func rename(_ new: String, by actor: Viewer, in tx: DeskTransaction) throws {
        let name = oneLine(new)
        let most = try tx.limits.subjectCharacters
        guard !name.isEmpty, name.count <= most else {
            throw DeskError.invalid("subject", "must have 1 to \(most) characters")
        }
        guard name != subject else { return }
        try set("subject", name, in: tx)
        try tx.record(.subjectChanged, on: self, by: actor, from: subject, to: name)
    }

    private func setTags(_ new: [String], by actor: Viewer, in tx: DeskTransaction) throws {
        let wanted = try normalizedTags(new)
        let before = try tx.tags(of: self)
        guard wanted != before else { return }
        try tx.run("DELETE FROM ticket_tag WHERE ticket_id = \(id)")
        for tag in wanted { try tx.run("INSERT INTO ticket_tag (ticket_id, tag) VALUES (\(id), \(tag))") }
        try tx.run("UPDATE ticket SET updated_at = \(tx.now) WHERE id = \(id)")
        try tx.record(
            .tagsChanged, on: self, by: actor, from: before.joined(separator: ", "), to: wanted.joined(separator: ", "))
    }

    private func set(_ column: String, _ value: some SQLBindable, in tx: DeskTransaction) throws {
        try tx.run("UPDATE ticket SET \(SQL.identifier(column)) = \(value), updated_at = \(tx.now) WHERE id = \(id)")
    }
}

/// Each tag once, in order.
/// - Throws: `DeskError.invalid` for more than 30.
func normalizedTags(_ tags: [String]) throws -> [String] {
    let wanted = Set(tags.map(normalizedTag)).filter { !$0.isEmpty }.sorted()
    guard wanted.count <= 30 else { throw DeskError.invalid("tags", "are more than 30") }
    return wanted
}

extension DeskTransaction {
    func tags(of ticket: Ticket) throws -> [String] {
        try values(String.self, "SELECT tag FROM ticket_tag WHERE ticket_id = \(ticket.id) ORDER BY tag")
    }
}

extension DeskTransaction {
    /// The tags of several tickets at once, for a list.
    public func tags(ofTickets ids: [Int64]) throws -> [Int64: [String]] {
        guard !ids.isEmpty else { return [:] }
        let rows = try sql.rows("SELECT ticket_id, tag FROM ticket_tag WHERE ticket_id IN \(ids) ORDER BY tag")
        return try rows.reduce(into: [:]) { tags, row in tags[try row["ticket_id"], default: []].append(try row["tag"])
        }
    }
}
