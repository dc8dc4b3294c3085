import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import Logging

/// Mail that is pushed: by a mail service (`webhook`), or by a program that has a message (`process-email`).
///
/// A 2xx means that the mail is written down here. Anything else means that it is not, and that the caller still has it.
struct MailInRoutes {
    let site: Site

    func add(to api: RouterGroup<SiteContext>) {
        api.post("webhook", use: webhook)
        api.post("process-email", use: processEmail)
    }

    /// Services wait for the answer with a connection held open; they need to know that the mail is kept, no more.
    private static let webhookPatienceSeconds = 2.0
    private static let callerPatienceSeconds = 20.0

    @Sendable func webhook(_ request: Request, _ context: SiteContext) async throws -> Response {
        let access = try await MailInAccess(request, context, site.desk)
        let post = try await MailPost(request, limitBytes: bodyBytesAtMost)
        let pushed = try post.pushedMail(from: request, access, site.desk)
        return try await answer(for: pushed, patienceSeconds: Self.webhookPatienceSeconds)
    }

    @Sendable func processEmail(_ request: Request, _ context: SiteContext) async throws -> Response {
        let access = try await MailInAccess(request, context, site.desk)
        try access.requireToken()
        let post = try await MailPost(request, limitBytes: bodyBytesAtMost)
        let key = request.headers[.idempotencyKey].flatMap { $0.isEmpty ? nil : $0 }
        guard (key ?? "").utf8.count <= 200 else {
            throw Refusal.invalid(["Idempotency-Key": "is longer than 200 bytes"])
        }
        var pushed = try post.message(from: request, now: site.desk.database.currentTime, named: key)
        pushed.source = .api
        if let key, let person = access.person { pushed.receipt = "api \(person.id) \(key)" }
        return try await answer(for: pushed, patienceSeconds: Self.callerPatienceSeconds)
    }

    /// A mail of the largest size with what base64 and JSON add to it; of a larger one its beginning is kept.
    private var bodyBytesAtMost: Int { site.desk.settings.limits.mailBytes * 2 + (1 << 20) }

    private func answer(for pushed: PushedMail, patienceSeconds: Double) async throws -> Response {
        let id: Int64
        do { id = try await site.desk.take(pushed) } catch DeskError.forbidden(let why) { throw Refusal.refused(why) }
        do {
            let entry = try await site.desk.settled(id, patienceSeconds: patienceSeconds)
            let row = try await site.desk.read { tx in try tx.apiLedger([entry])[0] }
            return .json(row, status: entry.outcome == .pending ? .accepted : .ok)
        } catch {
            // It is kept: whatever else goes wrong, the caller must not send it again.
            site.desk.logger.warning("[email-to-ticket] Mail \(id) is kept and waits: \(error)")
            return .json(["id": id], status: .accepted)
        }
    }
}
