import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import NIOCore

/// The JSON API of tickets. One set of operations, mounted twice; customers reach their own tickets alone.
struct TicketAPI {
    let site: Site

    func add(to api: RouterGroup<SiteContext>) {
        api.get("", use: mine)
        api.post("", use: create)
        api.get("tickets", use: list)
        api.post("tickets", use: create)
        api.get("tickets/my_tickets", use: mine)
        api.get("tickets/:id", use: read)
        api.get("tickets/:id/detail", use: detail)
        api.post("tickets/:id", use: reply)
        api.post("tickets/:id/reply", use: reply)
        api.get("tickets/:id/messages", use: messages)
        api.post("tickets/:id/messages", use: reply)
        api.put("tickets/:id", use: change)
        api.patch("tickets/:id", use: change)
        api.post("tickets/:id/close", use: close)
        api.post("tickets/:id/reopen", use: reopen)
        api.post("tickets/:id/resolve", use: resolve)
        api.post("tickets/:id/assign", use: assign)
        api.post("tickets/:id/attachments", use: upload)
        api.get("attachments/:id", use: FileRoutes(site: site).download)
        api.get("categories", use: categories)
        api.get("departments", use: departments)
        api.post("sync-tickets", use: sync)
    }

    // MARK: Reading

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson()
        return try await list(request, person, requesterID: nil)
    }

    @Sendable func mine(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson()
        return try await list(request, person, requesterID: person.id)
    }

    private func list(_ request: Request, _ person: Person, requesterID: Int64?) async throws -> Response {
        let query = request.query
        // The answer would tell customers which addresses belong to staff, which are mailboxes, and who looks after what.
        if ["assigned_to", "mailbox", "department"].contains(where: { query[$0] != nil }) {
            try Viewer.person(person).requireStaff()
        }
        let limit = try query["limit"].map { text in
            guard let number = Int(text), (1...200).contains(number) else {
                throw Refusal.invalid(["limit": "must be 1 to 200"])
            }
            return number
        }
        let list = try await site.desk.read { tx in
            var filter = TicketFilter(
                requesterID: requesterID, tag: query["tag"], search: query["q"] ?? query["search"] ?? "")
            filter.status = try query["status"].map { try Status(parsing: $0) }
            filter.priority = try query["priority"].map { try Priority(parsing: $0) }
            filter.categoryID = try query["category"].map { try tx.category($0).id }
            filter.assigneeID = try query["assigned_to"].map { try tx.staffMember($0).id }
            filter.departmentID = try query["department"].map { try tx.department($0).id }
            filter.mailboxID = try query["mailbox"].map { try tx.mailboxID(named: $0) }
            let page = try tx.tickets(
                filter, seenBy: .person(person), after: query["after"].map { try TicketCursor($0) }, limit: limit ?? 50)
            return try APIAnswer(tx.apiList(page, seenBy: .person(person)))
        }
        return list.response
    }

    @Sendable func read(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await ticket(context, withMessages: false)
    }

    @Sendable func detail(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await ticket(context, withMessages: true)
    }

    private func ticket(_ context: SiteContext, withMessages: Bool) async throws -> Response {
        let person = try context.requirePerson(), id = try context.parameters.require("id")
        return try await site.desk.read { tx in
            try APIAnswer(tx.apiTicket(id, seenBy: .person(person), withMessages: withMessages))
        }.response
    }

    @Sendable func messages(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson(), id = try context.parameters.require("id")
        return try await site.desk.read { tx in
            let messages = try tx.apiTicket(id, seenBy: .person(person), withMessages: true).messages ?? []
            return try APIAnswer(APIList(items: messages, next: nil, total: messages.count))
        }.response
    }

    @Sendable func categories(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requirePerson()
        let items = try await site.desk.read { tx in try tx.categories().filter(\.isActive).map(APICategory.init) }
        return .json(APIList(items: items, next: nil, total: items.count))
    }

    @Sendable func departments(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requirePerson()
        let items = try await site.desk.read { tx in try tx.departments().filter(\.isActive).map(APIDepartment.init) }
        return .json(APIList(items: items, next: nil, total: items.count))
    }

    // MARK: Writing

    @Sendable func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson()
        let (body, raw) = try await request.body(CreateBody.self)
        let key = request.headers[.idempotencyKey], agent = request.headers[.userAgent],
            address = context.visit.clientAddress
        let draft = Draft(
            text: body.description, uploads: body.attachments.uploads, attachmentIDs: body.attachments.ids,
            channel: .api)
        let first = try await site.desk.lookedThrough(draft, by: person)
        return try await site.desk.write { tx in
            try tx.once(key, by: person, request: raw) {
                var new = NewTicket(
                    subject: body.subject, draft: first,
                    priority: try body.priority.map { try Priority(parsing: $0) } ?? .medium,
                    categoryID: try body.category.map { try tx.category($0.text).id }, tags: body.tags ?? [],
                    userAgent: agent,
                    ipAddress: address)
                new.departmentID = try body.department.map { try tx.department($0.text).id }
                let requester = try tx.requester(named: body.user, by: person)
                let ticket = try naming("message", "description") {
                    try Ticket.open(new, for: requester, by: person, in: tx)
                }
                return try APIAnswer(
                    tx.apiTicket(ticket.number, seenBy: .person(person), withMessages: false), status: 201
                ).remembered
            }
        }.response
    }

    @Sendable func reply(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson(), id = try context.parameters.require("id")
        let (body, raw) = try await request.body(ReplyBody.self)
        let key = request.headers[.idempotencyKey]
        let draft = try await site.desk.lookedThrough(body.draft(), by: person)
        return try await site.desk.write { tx in
            try tx.once(key, by: person, request: raw + Array(id.utf8)) {
                _ = try tx.ticket(id, seenBy: .person(person)).reply(draft, by: person, in: tx)
                return try APIAnswer(tx.lastAPIMessage(id, seenBy: .person(person)), status: 201).remembered
            }
        }.response
    }

    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requirePerson()
        let (body, _) = try await request.body(ChangeBody.self)
        return try await perform(context) { ticket, person, tx in
            try Viewer.person(person).requireStaff()
            try ticket.change(body.change(in: tx), by: person, in: tx)
        }
    }

    @Sendable func close(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await perform(context) { ticket, person, tx in try ticket.close(by: person, in: tx) }
    }

    @Sendable func reopen(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await perform(context) { ticket, person, tx in try ticket.reopen(by: person, in: tx) }
    }

    @Sendable func resolve(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await perform(context) { ticket, person, tx in try ticket.changeStatus(.resolved, by: person, in: tx) }
    }

    @Sendable func assign(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requirePerson()
        let body = try await request.optionalBody(AssignBody.self)
        return try await perform(context) { ticket, person, tx in
            try Viewer.person(person).requireStaff()
            let assignee = try body?.assigned_to.map { try tx.staffMember($0.text) } ?? person
            try ticket.assign(to: assignee.id, by: person, in: tx)
        }
    }

    private func perform(
        _ context: SiteContext, _ verb: @escaping @Sendable (Ticket, Person, DeskTransaction) throws -> Void
    ) async throws -> Response {
        let person = try context.requirePerson(), id = try context.parameters.require("id")
        return try await site.desk.write { tx in
            try verb(tx.ticket(id, seenBy: .person(person)), person, tx)
            return try APIAnswer(tx.apiTicket(id, seenBy: .person(person), withMessages: false))
        }.response
    }

    @Sendable func upload(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson(), id = try context.parameters.require("id")
        let uploads = try await Form(of: request, limits: .message).uploads
        guard !uploads.isEmpty else {
            throw Refusal.invalid(["file": "is missing: send the file as multipart/form-data"])
        }
        let key = request.headers[.idempotencyKey]
        return try await site.desk.write { tx in
            // The boundary of the form changes with each try: what counts are the files.
            let named = uploads.flatMap {
                Array("\($0.filename)\n\($0.mimeType)\n\($0.content.count)\n".utf8) + $0.content
            }
            return try tx.once(key, by: person, request: named + Array(id.utf8)) {
                let ticket = try tx.ticket(id, seenBy: .person(person))
                let files = try uploads.map { APIAttachment(try tx.upload($0, for: ticket, by: person)) }
                return try APIAnswer(APIList(items: files, next: nil, total: files.count), status: 201).remembered
            }
        }.response
    }

    @Sendable func sync(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        guard let sync = site.sync else { throw Refusal.conflict("IMAP not configured") }
        do {
            return .json(APISync(try await sync(nil)))
        } catch { throw Refusal.conflict("Error connecting to inbox: \(error)") }
    }
}

/// Names a field in errors as the call does, where the desk has another name for it.
private func naming<T>(_ ours: String, _ theirs: String, _ work: () throws -> T) throws -> T {
    do { return try work() } catch DeskError.invalid(var fields) {
        if let problem = fields.removeValue(forKey: ours) { fields[theirs] = problem }
        throw DeskError.invalid(fields)
    }
}

private struct APICategory: Encodable {
    let id: Int64
    let name: String
    let description: String
    let color: String
    let is_active: Bool
    let sort_order: Int

    init(_ category: HelpDesk.Category) {
        id = category.id
        name = category.name
        description = category.description
        color = category.color
        is_active = category.isActive
        sort_order = category.sortOrder
    }
}

private struct APIDepartment: Encodable {
    let id: Int64
    let name: String

    init(_ department: Department) {
        id = department.id
        name = department.name
    }
}

extension DeskTransaction {
    /// Staff may open a ticket for somebody else, by address; everybody else for themselves.
    fileprivate func requester(named address: String?, by person: Person) throws -> Person {
        guard let address, !address.isEmpty else { return person }
        guard person.isStaff else { throw DeskError.forbidden("Only staff may open tickets for others.") }
        return try customer(at: address)
    }
}

extension DeskTransaction {
    /// A mailbox by id or address.
    /// - Throws: `Refusal.invalid` for none.
    fileprivate func mailboxID(named name: String) throws -> Int64 {
        let found = try Int64(name).flatMap { try mailbox(id: $0) } ?? mailbox(address: name)
        guard let found else { throw Refusal.invalid(["mailbox": "is none of ours: name its id or its address"]) }
        return found.id
    }
}
