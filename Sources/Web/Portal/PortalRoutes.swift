import Foundation
import HelpDesk
import Hummingbird

/// `/support`: a customer's own tickets.
struct PortalRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/support", use: list)
        router.get("/support/live", use: live)
        router.get("/support/new", use: newTicket)
        router.post("/support/tickets", use: create)
        router.get("/support/tickets/:number", use: ticket)
        router.post("/support/tickets/:number/messages", use: reply)
        router.post("/support/tickets/:number/close", use: close)
        router.post("/support/tickets/:number/reopen", use: reopen)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = context.person else {
            let page = PortalSignInPage(
                frame: site.portalFrame(request, person: nil), next: localPath(request.query["next"]))
            return .page(page.html(for: context.reader))
        }
        let query = InboxQuery(request)
        let filter = TicketFilter(
            status: query.status.flatMap { Status(rawValue: $0.rawValue) }, requesterID: person.id, search: query.search
        )
        let list = try await site.desk.read { tx in
            let page = try tx.tickets(filter, seenBy: .person(person), after: query.after.map { try TicketCursor($0) })
            return MyTicketList(
                status: query.status, query: query.search, tickets: page.rows.map { MyTicketCard($0) },
                total: page.total,
                next: page.next?.text)
        }
        if request.part == "list" { return .page(list.html(for: context.reader)) }
        return .page(
            MyTicketsPage(frame: site.portalFrame(request, person: person), list: list).html(for: context.reader))
    }

    @Sendable func newTicket(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = context.person else { return signInFirst(request) }
        let page = NewTicketPage(frame: site.portalFrame(request, person: person), categories: try await categories())
        return .page(page.html(for: context.reader))
    }

    /// The link in the mail then leads to where the customer was going.
    private func signInFirst(_ request: Request) -> Response {
        .redirect(to: Route.with(Route.portal, [("next", localPath(request.uri.path))]))
    }

    private func categories() async throws -> [NewTicketPage.Category] {
        try await site.desk.read { tx in
            try tx.categories().filter(\.isActive).map {
                NewTicketPage.Category(id: String($0.id), name: $0.name, description: $0.description)
            }
        }
    }

    @Sendable func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson()
        let form = try await Form(of: request, limits: .message)
        let agent = request.headers[.userAgent], address = context.visit.clientAddress
        do {
            let ticket = try await site.desk.write { tx in
                let category = form.text("category"), priority = form.text("priority")
                let new = NewTicket(
                    subject: form.text("subject"),
                    draft: Draft(text: form["message"] ?? "", uploads: form.uploads, channel: .portal),
                    priority: priority.isEmpty ? .medium : try Priority(parsing: priority),
                    categoryID: category.isEmpty ? nil : try tx.category(category).id,
                    language: context.reader.language, userAgent: agent,
                    ipAddress: address)
                return try Ticket.open(new, for: person, by: person, in: tx)
            }
            return .redirect(to: Route.with(Route.myTicket(ticket.number), notice: .ticketCreated))
        } catch DeskError.invalid(let fields) {
            var page = NewTicketPage(
                frame: site.portalFrame(request, person: person), categories: try await categories())
            page.subject = form.text("subject")
            page.message = form["message"] ?? ""
            page.categoryID = form["category"]
            page.priority = form["priority"].flatMap(PriorityMark.init) ?? .medium
            let words = context.reader.words
            page.problems = fields.mapValues { _ in words.problem(of: page.message, fields) }
            if fields["subject"] != nil { page.problems["subject"] = words.badSubject }
            page.problems["files"] = page.problems["attachments"]
            return .page(page.html(for: context.reader), status: .unprocessableContent)
        }
    }

    @Sendable func ticket(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = context.person else { return signInFirst(request) }
        // Staff would see notes here, in the dress of answers.
        if person.isStaff { return .redirect(to: Route.ticket(try context.parameters.require("number"))) }
        if let place = try await site.place(ofMerged: context.parameters.require("number"), seenBy: person) {
            return .redirect(to: Route.myTicket(place))
        }
        let view = try await view(context, person)
        if request.part == "ticket" { return .page(view.html(for: context.reader)) }
        return .page(
            MyTicketPage(frame: site.portalFrame(request, person: person), ticket: view).html(for: context.reader))
    }

    private func view(_ context: SiteContext, _ person: Person) async throws -> MyTicketView {
        let number = try context.parameters.require("number")
        return try await site.desk.read { tx in
            MyTicketView(
                try tx.conversation(number, seenBy: .person(person)), for: person, now: tx.now,
                limits: tx.desk.settings.limits)
        }
    }

    @Sendable func reply(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson()
        let number = try context.parameters.require("number")
        let form = try await Form(of: request, limits: .message)
        let draft = Draft(text: form["message"] ?? "", uploads: form.uploads, channel: .portal)
        do {
            try await site.desk.write { tx in
                _ = try tx.ticket(number, seenBy: .person(person)).reply(draft, by: person, in: tx)
            }
            return .redirect(to: Route.with(Route.myTicket(number), notice: .replied))
        } catch DeskError.invalid(let fields) {
            var view = try await view(context, person)
            view.text = draft.text
            view.problem = context.reader.words.problem(of: draft.text, fields)
            let page = MyTicketPage(frame: site.portalFrame(request, person: person), ticket: view)
            return .page(page.html(for: context.reader), status: .unprocessableContent)
        }
    }

    @Sendable func close(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await change(request, context, notice: .closed) { ticket, person, tx in try ticket.close(by: person, in: tx)
        }
    }

    @Sendable func reopen(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await change(request, context, notice: .reopened) { ticket, person, tx in
            try ticket.reopen(by: person, in: tx)
        }
    }

    private func change(
        _ request: Request, _ context: SiteContext, notice: Notice,
        _ verb: @escaping @Sendable (Ticket, Person, DeskTransaction) throws -> Void
    ) async throws -> Response {
        let person = try context.requirePerson()
        let number = try context.parameters.require("number")
        try await site.desk.write { tx in try verb(tx.ticket(number, seenBy: .person(person)), person, tx) }
        return .redirect(to: Route.with(Route.myTicket(number), notice: notice))
    }

    @Sendable func live(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson()
        let own = try site.live.updates(for: person).filter { $0.concerns(person) }
        return .events(own.map { ServerEvent(name: "ticket", data: $0.number) }, to: request)
    }
}

extension MyTicketCard {
    init(_ row: TicketRow) {
        self.init(
            number: row.ticket.number, subject: row.ticket.subject, status: StatusMark(row.ticket.status),
            snippet: row.snippet,
            activeAt: row.activeAt.date, isNew: row.isLastWordOurs && row.ticket.status.isUnresolved)
    }
}

extension MyTicketView {
    init(_ conversation: Conversation, for person: Person, now: Instant, limits: HelpDesk.Limits) {
        let ticket = conversation.ticket
        self.init(
            number: ticket.number, subject: ticket.subject, status: StatusMark(ticket.status),
            createdAt: ticket.createdAt.date,
            messages: conversation.messages.map { MyMessage($0, for: person) },
            canReopen: ticket.canReopen(at: now, limits: limits))
    }
}

extension MyMessage {
    init(_ entry: Conversation.Entry, for person: Person) {
        let message = entry.message
        self.init(
            id: message.uuid.uuidString.lowercased(), isMine: entry.author.id == person.id,
            author: Face(name: entry.author.displayName), at: message.createdAt.date, text: message.text,
            markup: message.safeMarkdownHTML.map { HTML(safe: $0) },
            files: entry.attachments.filter { !$0.isInline }.map(FileChip.init))
    }
}
