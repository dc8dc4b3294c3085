import Foundation
import HelpDesk
import Hummingbird

/// The mailboxes, for owners; fetching one now is for all staff. Secrets go in and never come out.
struct MailboxAPI {
    let site: Site

    func add(to api: RouterGroup<SiteContext>) {
        api.get("mailboxes", use: list)
        api.post("mailboxes", use: create)
        api.get("mailboxes/:id", use: read)
        api.patch("mailboxes/:id", use: change)
        api.delete("mailboxes/:id", use: remove)
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let items = try await site.desk.read { tx in try tx.mailboxes().map(APIMailbox.init) }
        return .json(APIList(items: items, next: nil, total: items.count))
    }

    @Sendable func read(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireOwner()
        let id = try context.mailboxID()
        return .json(try await site.desk.read { tx in APIMailbox(try tx.requiredMailbox(id)) })
    }

    @Sendable func create(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let (body, _) = try await request.body(MailboxBody.self)
        let answer = try await site.desk.write { tx in
            var draft = MailboxDraft(provider: try body.parsedProvider() ?? .imapSMTP)
            try body.fill(&draft, in: tx)
            return APIMailbox(try tx.addMailbox(draft, by: .person(owner)))
        }
        return .json(answer, status: .created)
    }

    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let id = try context.mailboxID()
        let (body, _) = try await request.body(MailboxBody.self)
        return .json(
            try await site.desk.write { tx in
                let mailbox = try tx.requiredMailbox(id)
                var draft = MailboxDraft(mailbox)
                if let provider = try body.parsedProvider() { draft.provider = provider }
                try body.fill(&draft, in: tx)
                let changed = try mailbox.change(draft, by: .person(owner), in: tx)
                if let enabled = body.enabled, enabled == changed.isPaused {
                    try enabled
                        ? changed.resume(by: .person(owner), in: tx) : changed.pause(by: .person(owner), in: tx)
                }
                return APIMailbox(try tx.requiredMailbox(id))
            })
    }

    @Sendable func remove(_ request: Request, _ context: SiteContext) async throws -> Response {
        let owner = try context.requireOwner()
        let id = try context.mailboxID()
        _ = try await site.desk.write { tx in try tx.requiredMailbox(id).remove(by: .person(owner), in: tx) }
        return .done
    }

    /// `POST /api/email-integrations/{id}/sync`: looks into one mailbox now.
    @Sendable func sync(_ request: Request, _ context: SiteContext) async throws -> Response {
        _ = try context.requireStaff()
        let id = try context.mailboxID()
        _ = try await site.desk.read { tx in try tx.requiredMailbox(id) }
        guard let sync = site.sync else { throw Refusal.conflict("IMAP not configured") }
        do { return .json(APISync(try await sync(id))) } catch {
            throw Refusal.conflict("Error connecting to inbox: \(error)")
        }
    }
}

extension SiteContext {
    fileprivate func mailboxID() throws -> Int64 {
        guard let id = parameters.get("id").flatMap({ Int64($0) }) else { throw Refusal.notFound }
        return id
    }
}

extension DeskTransaction {
    /// - Throws: `DeskError.notFound`, also for one that was removed.
    fileprivate func requiredMailbox(_ id: Int64) throws -> Mailbox {
        guard let found = try mailbox(id: id), found.isEnabled else { throw DeskError.notFound("Mailbox") }
        return found
    }
}
