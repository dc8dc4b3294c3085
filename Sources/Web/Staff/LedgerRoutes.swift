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
        router.get("/ops/support/ledger/:id", use: entry)
        router.get("/ops/support/ledger/:id/raw", use: raw)
        router.get("/ops/support/ledger/:id/frame", use: frame)
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
