import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import NIOCore

/// `/ops/support/ledger`: every mail, what became of it and why, and what staff do about it.
struct LedgerRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/ops/support/ledger", use: list)
        router.get("/ops/support/ledger/blocked", use: blocked)
        router.post("/ops/support/ledger/blocked/remove", use: unblock)
        router.get("/ops/support/ledger/:id", use: entry)
        router.get("/ops/support/ledger/:id/raw", use: raw)
        router.get("/ops/support/ledger/:id/frame", use: frame)
        router.post("/ops/support/ledger/:id/retry") { request, context in
            try await act(request, context, notice: .retried) { try $0.retry(by: $1, in: $2) }
        }
        router.post("/ops/support/ledger/:id/release") { request, context in
            try await act(request, context, notice: .released) { try $0.release(by: $1, in: $2) }
        }
        router.post("/ops/support/ledger/:id/block") { request, context in
            try await act(request, context, notice: .blocked) { try $0.blockSender(by: $1, in: $2) }
        }
        router.post("/ops/support/ledger/:id/move", use: move)
        router.post("/ops/support/ledger/:id/detach", use: detach)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.staffOrNobody() else { return .signInFirst(request) }
        let query = LedgerFilter(request)
        let page = try await site.desk.read { tx in try tx.ledgerPage(query, seenBy: person, site: site, request) }
        if request.part == "list" {
            return .page(page.frame.part(page.list.html(for: context.reader), for: context.reader))
        }
        return .page(page.html(for: context.reader))
    }

    @Sendable func entry(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.staffOrNobody() else { return .signInFirst(request) }
        let page = try await page(of: context, seenBy: person, request)
        return .page(page.html(for: context.reader))
    }

    /// The page of one mail, with what was typed where that could not be done.
    private func page(
        of context: SiteContext, seenBy person: Person, _ request: Request,
        typed: (ticket: String, problem: String)? = nil
    ) async throws -> LedgerEntryPage {
        let entry = try await found(context)
        // A raw mail that is gone is told on the page, not instead of it.
        let preview = try? await site.desk.preview(of: entry)
        return try await site.desk.read { tx in
            var view = try tx.ledgerEntryView(entry, preview)
            view.moveTo = typed?.ticket ?? ""
            view.moveProblem = typed?.problem
            return LedgerEntryPage(
                frame: try tx.staffFrame(seenBy: person, site: site, request, place: .ledger), entry: view)
        }
    }

    /// As text that nothing in it can leave, or as a file to keep.
    @Sendable func raw(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        let entry = try await found(context)
        let bytes = try await site.desk.read { tx in try tx.raw(of: entry) }
        let isDownload = request.query["download"] == "1"
        return Download(
            filename: "mail-\(entry.id).\(isDownload ? "eml" : "txt")",
            mimeType: isDownload ? "message/rfc822" : "text/plain", bytes: ByteBuffer(bytes: bytes)
        ).response()
    }

    @Sendable func frame(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        let showsImages = request.query["images"] == "1"
        let preview = try await site.desk.preview(of: try await found(context), showsRemoteImages: showsImages)
        guard let html = preview.safeHTML else { throw Refusal.notFound }
        return .mailFrame(HTML(safe: html), allowsRemoteImages: showsImages)
    }

    private func act(
        _ request: Request, _ context: SiteContext, notice: Notice,
        _ verb: @escaping @Sendable (LedgerEntry, Person, DeskTransaction) throws -> Void
    ) async throws -> Response {
        let person = try context.requireStaff()
        let entry = try await found(context)
        let back = Route.ledgerEntry(String(entry.id))
        do { try await site.desk.write { tx in try verb(entry, person, tx) } } catch DeskError.conflict {
            return .redirect(to: Route.with(back, notice: .notPossible))
        }
        return .redirect(to: Route.with(back, notice: notice))
    }

    @Sendable func move(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let entry = try await found(context)
        let typed = try await Form(of: request, limits: .small).text("ticket")
        do {
            try await site.desk.write { tx in
                try entry.move(to: tx.ticket(typed, seenBy: .person(person)), by: person, in: tx)
            }
            return .redirect(to: Route.with(Route.ledgerEntry(String(entry.id)), notice: .moved))
        } catch let error as DeskError {
            guard let problem = context.reader.words.moveProblem(error) else { throw error }
            let page = try await page(of: context, seenBy: person, request, typed: (typed, problem))
            return .page(page.html(for: context.reader), status: .unprocessableContent)
        }
    }

    @Sendable func detach(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let entry = try await found(context)
        do {
            let new = try await site.desk.write { tx in try entry.detach(by: person, in: tx).number }
            return .redirect(to: Route.with(Route.ticket(new), notice: .detached))
        } catch DeskError.conflict {
            return .redirect(to: Route.with(Route.ledgerEntry(String(entry.id)), notice: .notPossible))
        }
    }

    @Sendable func blocked(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.staffOrNobody() else { return .signInFirst(request) }
        let page = try await site.desk.read { tx in
            let names = Dictionary(
                try tx.staff().map { ($0.id, $0.displayName) }, uniquingKeysWith: { first, _ in first })
            return BlockedSendersPage(
                frame: try tx.staffFrame(seenBy: person, site: site, request, place: .ledger),
                senders: try tx.blockedSenders().map { sender in
                    BlockedSenderView(
                        address: sender.pattern, at: sender.createdAt.date, by: sender.personID.flatMap { names[$0] })
                })
        }
        return .page(page.html(for: context.reader))
    }

    @Sendable func unblock(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let pattern = try await Form(of: request, limits: .small).text("address")
        try await site.desk.write { tx in try tx.unblock(pattern, by: person) }
        return .redirect(to: Route.with(Route.blockedSenders, notice: .unblocked))
    }

    private func found(_ context: SiteContext) async throws -> LedgerEntry {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }),
            let entry = try await site.desk.read({ tx in try tx.ledgerEntry(id) })
        else { throw Refusal.notFound }
        return entry
    }
}

/// What the address of the ledger says.
struct LedgerFilter: Sendable {
    var choice: LedgerChoice
    var mailbox: Int64?
    var search: String
    var before: Int64?

    init(_ request: Request) {
        let query = request.query
        choice = LedgerChoice(code: query["outcome"])
        mailbox = query["mailbox"].flatMap { Int64($0) }
        search = String((query["q"] ?? "").trimmingBlanks().prefix(200))
        before = query["before"].flatMap { Int64($0) }
    }
}
