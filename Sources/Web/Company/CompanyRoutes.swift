import Foundation
import HelpDesk
import Hummingbird
import Logging

/// `/company/mailboxes`: the owner's mailboxes.
struct CompanyRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/company") { _, _ in Response.redirect(to: Route.mailboxes) }
        router.get("/company/mailboxes", use: list)
        router.get("/company/mailboxes/new", use: new)
        router.post("/company/mailboxes", use: create)
        router.post("/company/mailboxes/test", use: test)
        router.get("/company/mailboxes/:id", use: show)
        router.post("/company/mailboxes/:id", use: change)
        router.post("/company/mailboxes/:id/test", use: test)
        router.post("/company/mailboxes/:id/sync", use: sync)
        router.post("/company/mailboxes/:id/pause") { request, context in
            try await act(request, context, notice: .paused) { try $0.pause(by: $1, in: $2) }
        }
        router.post("/company/mailboxes/:id/resume") { request, context in
            try await act(request, context, notice: .resumed) { try $0.resume(by: $1, in: $2) }
        }
        router.post("/company/mailboxes/:id/plus-test") { request, context in
            try await act(request, context, notice: .plusTestSent) { try $2.testPlusAddressing(of: $0, by: $1) }
        }
        router.post("/company/mailboxes/:id/resume-sending") { request, context in
            try await act(request, context, notice: .sendingResumed) { mailbox, _, tx in
                try tx.resumeSending(of: mailbox.id)
            }
        }
        router.post("/company/mailboxes/:id/sending-rate", use: sendingRate)
        router.post("/company/mailboxes/:id/remove", use: remove)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.ownerOrNobody() else { return .signInFirst(request) }
        let page = try await site.desk.read { tx in try tx.mailboxesPage(seenBy: person, site: site, request) }
        return .page(page.html(for: context.reader))
    }

    @Sendable func new(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.ownerOrNobody() else { return .signInFirst(request) }
        let provider = request.query["provider"].flatMap(Mailbox.Provider.init(rawValue:)) ?? .imapSMTP
        return try await page(nil, MailboxDraft(provider: provider), person, request, context)
    }

    @Sendable func show(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.ownerOrNobody() else { return .signInFirst(request) }
        let mailbox = try await found(context)
        return try await page(mailbox, MailboxDraft(mailbox), person, request, context)
    }

    /// The form, with what was typed and what is wrong with it.
    private func page(
        _ mailbox: Mailbox?, _ draft: MailboxDraft, _ person: Person, _ request: Request, _ context: SiteContext,
        problems: [String: String] = [:], steps: [ConnectionStep] = []
    ) async throws -> Response {
        let page = try await site.desk.read { tx in
            var page = try tx.mailboxPage(mailbox, draft, seenBy: person, site: site, request)
            page.problems = problems
            page.steps = steps
            return page
        }
        var response = Response.page(
            page.html(for: context.reader), status: problems.isEmpty ? .ok : .unprocessableContent)
        // It may hold a password that was just typed.
        if request.method == .post { response.headers[.cacheControl] = "no-store" }
        return response
    }

    @Sendable func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let draft = MailboxDraft(typedIn: try await Form(of: request, limits: .small), existing: nil)
        do {
            let mailbox = try await site.desk.write { tx in try tx.addMailbox(draft, by: .person(person)) }
            return .redirect(to: Route.with(Route.mailbox(String(mailbox.id)), notice: .mailboxAdded))
        } catch let error as DeskError {
            return try await page(nil, draft, person, request, context, problems: error.fields(orOf: "address"))
        }
    }

    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let mailbox = try await found(context)
        let draft = MailboxDraft(typedIn: try await Form(of: request, limits: .small), existing: mailbox)
        do {
            _ = try await site.desk.write { tx in try mailbox.change(draft, by: .person(person), in: tx) }
            return .redirect(to: Route.with(Route.mailbox(String(mailbox.id)), notice: .saved))
        } catch let error as DeskError {
            return try await page(mailbox, draft, person, request, context, problems: error.fields(orOf: "address"))
        }
    }

    /// Step by step for the script (`X-Part: steps`), else the page with all steps once the last is done.
    @Sendable func test(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let mailbox = context.parameters.get("id") == nil ? nil : try await found(context)
        let draft = MailboxDraft(typedIn: try await Form(of: request, limits: .small), existing: mailbox)
        guard let test = site.testConnection else { throw Refusal.conflict(context.reader.words.cannotTest) }
        let steps = test(draft, mailbox)
        if request.part == "steps" { return .steps(steps, context.reader.words) }
        var made: [ConnectionStep] = []
        for await step in steps { made.append(step) }
        return try await page(mailbox, draft, person, request, context, steps: made)
    }

    @Sendable func sync(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let mailbox = try await found(context)
        let back = Route.mailbox(String(mailbox.id))
        do {
            let results = try await site.sync?(mailbox.id).mails ?? []
            return .redirect(to: Route.with(back, notice: Notice(fetched: results)))
        } catch {
            context.logger.warning("Error connecting to inbox: \(error)")
            return .redirect(to: Route.with(back, notice: .syncFailed))
        }
    }

    @Sendable func sendingRate(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let mailbox = try await found(context)
        let form = try await Form(of: request, limits: .small)
        let typed = ["per_minute", "per_day"].map { ($0, form.text($0)) }
        let wrong = typed.filter { !$0.1.isEmpty && !(1...1_000_000).contains(Int($0.1) ?? 0) }
        guard wrong.isEmpty else {
            let page = try await site.desk.read { tx in
                var page = try tx.mailboxPage(mailbox, MailboxDraft(mailbox), seenBy: person, site: site, request)
                page.sending?.perMinute = typed[0].1
                page.sending?.perDay = typed[1].1
                page.problems = Dictionary(uniqueKeysWithValues: wrong.map { ($0.0, $0.1) })
                return page
            }
            return .page(page.html(for: context.reader), status: .unprocessableContent)
        }
        let rate = SendingRate(perMinute: Int(typed[0].1), perDay: Int(typed[1].1))
        try await site.desk.write { tx in try tx.setSendingRate(rate, of: mailbox.id, by: person) }
        return .redirect(to: Route.with(Route.mailbox(String(mailbox.id)), notice: .saved))
    }

    @Sendable func remove(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let mailbox = try await found(context)
        _ = try await site.desk.write { tx in try mailbox.remove(by: .person(person), in: tx) }
        return .redirect(to: Route.with(Route.mailboxes, notice: .mailboxRemoved))
    }

    private func act(
        _ request: Request, _ context: SiteContext, notice: Notice,
        _ verb: @escaping @Sendable (Mailbox, Viewer, DeskTransaction) throws -> Void
    ) async throws -> Response {
        let person = try context.requireOwner()
        let mailbox = try await found(context)
        try await site.desk.write { tx in try verb(mailbox, .person(person), tx) }
        return .redirect(to: Route.with(Route.mailbox(String(mailbox.id)), notice: notice))
    }

    private func found(_ context: SiteContext) async throws -> Mailbox {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }),
            let mailbox = try await site.desk.read({ tx in try tx.mailbox(id: id) }), mailbox.isEnabled
        else { throw Refusal.notFound }
        return mailbox
    }
}

extension DeskError {
    /// The problems of a form's fields; what is wrong with none of them stands at `field`.
    /// - Throws: what is about no form.
    fileprivate func fields(orOf field: String) throws -> [String: String] {
        switch self {
        case .invalid(let fields): fields
        case .conflict(let text): [field: text]
        default: throw self
        }
    }
}

extension Notice {
    /// What was fetched by hand.
    init(fetched results: [ProcessedMail]) {
        self = .synced(
            created: results.count { $0.outcome == .created }, appended: results.count { $0.outcome == .appended })
    }
}
