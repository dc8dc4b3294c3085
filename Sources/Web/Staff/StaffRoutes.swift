import Foundation
import HelpDesk
import Hummingbird
import Logging

/// `/ops/support`: the inbox and the ticket, with what staff do there.
struct StaffRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/ops/support", use: inbox)
        router.get("/ops/support/live", use: live)
        router.post("/ops/support/sync", use: sync)
        router.get("/ops/support/tickets/:number", use: ticket)
        router.post("/ops/support/tickets/:number/messages", use: reply)
        router.post("/ops/support/tickets/:number/status", use: status)
        router.post("/ops/support/tickets/:number/assignee", use: assignee)
        router.post("/ops/support/tickets/:number/properties", use: PropertyRoutes(site: site).change)
        router.get("/ops/support/messages/:id/frame", use: frame)
        router.post("/ops/support/tickets/:number/join", use: StrangerRoutes(site: site).join)
        router.post("/ops/support/tickets/:number/unlink", use: StrangerRoutes(site: site).unlink)
    }

    @Sendable func inbox(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.staffOrNobody() else { return .signInFirst(request) }
        let query = InboxQuery(request)
        let page = try await site.desk.read { tx in try tx.inboxPage(query, seenBy: person, site: site, request) }
        if request.part == "list" {
            let list = page.list.html(ailing: page.frame.ailing(context.reader), for: context.reader)
            return .page(page.frame.part(list, for: context.reader))
        }
        return .page(page.html(for: context.reader))
    }

    @Sendable func ticket(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.staffOrNobody() else { return .signInFirst(request) }
        let number = try context.parameters.require("number")
        if let place = try await site.place(ofMerged: number, seenBy: person) {
            return .redirect(to: Route.ticket(place))
        }
        let query = InboxQuery(request)
        if request.part == "ticket" {
            let view = try await site.desk.read { tx in try tx.ticketView(number, seenBy: person, from: query.place) }
            return .page(view.html(for: context.reader))
        }
        let page = try await site.desk.read { tx in
            var page = try tx.inboxPage(query, seenBy: person, site: site, request)
            page.ticket = try tx.ticketView(number, seenBy: person, from: query.place)
            page.list.current = page.ticket?.number
            return page
        }
        return .page(page.html(for: context.reader))
    }

    @Sendable func reply(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let number = try context.parameters.require("number")
        let form = try await Form(of: request, limits: .message)
        let isNote = form["kind"] == Composer.Kind.note.rawValue
        let kept = form.values["kept"] ?? [], ids = kept.compactMap(UUID.init(uuidString:))
        guard ids.count == kept.count else { throw Refusal.invalid(["attachments": "name a file that is none"]) }
        var draft = Draft(
            text: form["message"] ?? "", isInternal: isNote, uploads: form.uploads,
            attachmentIDs: ids, channel: .portal)
        draft.seenMessageID = form["after"].flatMap { Int64($0) }
        if let status = form["status"], !status.isEmpty, !isNote { draft.status = try Status(parsing: status) }
        do {
            let written = try await site.desk.lookedThrough(draft, by: person)
            try await site.desk.write { tx in
                var sent = written
                sent.sendsAfterSeconds = Double(try tx.limits.undoSendSeconds)
                _ = try tx.ticket(number, seenBy: .person(person)).reply(sent, by: person, in: tx)
            }
        } catch DeskError.invalid(let fields) {
            return try await again(draft, fields, number, person, request, context)
        }
        return .redirect(to: Route.with(Route.ticket(number), notice: isNote ? .noted : .replied))
    }

    /// The page with what was typed, and why it could not be sent.
    private func again(
        _ draft: Draft, _ fields: [String: String], _ number: String, _ person: Person, _ request: Request,
        _ context: SiteContext
    ) async throws -> Response {
        let query = InboxQuery(request)
        let page = try await site.desk.read { tx in
            var page = try tx.inboxPage(query, seenBy: person, site: site, request)
            page.ticket = try tx.ticketView(number, seenBy: person, from: query.place)
            page.frame.path = Route.ticket(number)
            page.ticket?.composer.text = draft.text
            page.ticket?.composer.kept = try tx.uploads(draft.attachmentIDs, by: person).map(FileChip.init)
            page.ticket?.composer.kind = draft.isInternal ? .note : .reply
            page.ticket?.composer.problem = context.reader.words.problem(of: draft.text, fields)
            return page
        }
        return .page(page.html(for: context.reader), status: .unprocessableContent)
    }

    @Sendable func status(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let number = try context.parameters.require("number")
        let status = try Status(parsing: try await Form(of: request, limits: .small).text("status"))
        try await site.desk.write { tx in
            try tx.ticket(number, seenBy: .person(person)).changeStatus(status, by: person, in: tx)
        }
        return .redirect(to: Route.with(Route.ticket(number), notice: .statusChanged))
    }

    @Sendable func assignee(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let number = try context.parameters.require("number")
        let text = try await Form(of: request, limits: .small).text("assignee")
        guard text.isEmpty || Int64(text) != nil else {
            throw Refusal.invalid(["assignee": "is not a member of staff"])
        }
        try await site.desk.write { tx in
            try tx.ticket(number, seenBy: .person(person)).assign(to: Int64(text), by: person, in: tx)
        }
        return .redirect(to: Route.with(Route.ticket(number), notice: .assigned))
    }

    @Sendable func sync(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        let form = try? await Form(of: request, limits: .small)
        let back = localPath(form?["back"]) ?? Route.inbox
        do {
            let sync = try await site.sync?(nil) ?? MailboxSync()
            for failure in sync.failures {
                context.logger.warning("Error connecting to inbox: \(failure.mailbox): \(failure.problem)")
            }
            guard sync.failures.isEmpty else { return .redirect(to: Route.with(back, notice: .syncFailed)) }
            let results = sync.mails
            let created = results.count { $0.outcome == .created }, appended = results.count { $0.outcome == .appended }
            return .redirect(to: Route.with(back, notice: .synced(created: created, appended: appended)))
        } catch {
            context.logger.warning("Error connecting to inbox: \(error)")
            return .redirect(to: Route.with(back, notice: .syncFailed))
        }
    }

    @Sendable func live(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let events = try site.live.updates(for: person).map { ServerEvent(name: "ticket", data: $0.number) }
        return .events(events, to: request)
    }

    @Sendable func frame(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        guard let id = context.parameters.get("id").flatMap(UUID.init(uuidString:)) else { throw Refusal.notFound }
        let showsImages = request.query["images"] == "1"
        let html = try await site.desk.read { tx in
            try tx.safeHTML(of: tx.message(id, seenBy: .person(person)), showsRemoteImages: showsImages)
        }
        guard let html else { throw Refusal.notFound }
        return .mailFrame(HTML(safe: html), allowsRemoteImages: showsImages)
    }
}
