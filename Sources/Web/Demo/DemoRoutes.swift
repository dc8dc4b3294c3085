import Foundation
import HelpDesk
import Hummingbird

/// `/demo`: a form that plays a customer, and every mail that would have left the house. Exists in demo mode alone.
struct DemoRoutes {
    let site: Site
    let demo: DemoDesk

    func add(to router: Router<SiteContext>) {
        router.get("/demo", use: form)
        router.post("/demo/mail", use: send)
        router.get("/demo/caught", use: list)
        router.get("/demo/caught/:id", use: show)
        router.get("/demo/caught/:id/frame", use: frame)
    }

    @Sendable func form(_ request: Request, _ context: SiteContext) async throws -> Response {
        var page = PlayCustomerPage(mailboxes: try await mailboxes())
        page.notice = request.query["notice"].flatMap(Notice.init(code:))
        page.lastTicket = request.query["ticket"].map { String($0.prefix(40)) }
        if let caught = try await request.query["reply"].asyncFlatMap({ try await self.caught($0) }) {
            page.answered = CaughtMailLine(caught.delivery)
            page.name = caught.toName ?? ""
            page.address = caught.delivery.recipient
            page.subject = caught.subject.hasPrefix("Re:") ? caught.subject : "Re: \(caught.subject)"
        }
        return .page(page.html(for: context.reader))
    }

    private func mailboxes() async throws -> [String] {
        try await site.desk.read { tx in try tx.mailboxes().map(\.address) }
    }

    @Sendable func send(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await Form(of: request, limits: .message)
        let answered = try await form["reply"].asyncFlatMap { try await self.caught($0) }
        let to = answered.flatMap(\.replyTo) ?? form.text("to")
        do {
            let result = try await site.desk.play(
                PlayedMail(
                    from: (form.text("name"), form.text("address")), to: to, subject: form.text("subject"),
                    text: form["message"] ?? "",
                    uploads: form.uploads, answered: answered?.delivery.id))
            let path = Route.with(Route.demo, notice: .mailPlayed)
            return .redirect(to: Route.with(path, [("ticket", result?.ticket)]))
        } catch DeskError.invalid(let problems) {
            var page = PlayCustomerPage(mailboxes: try await mailboxes())
            page.name = form.text("name")
            page.address = form.text("address")
            page.subject = form.text("subject")
            page.message = form["message"] ?? ""
            page.answered = answered.map { CaughtMailLine($0.delivery) }
            page.problems = problems
            return .page(page.html(for: context.reader), status: .unprocessableContent)
        }
    }

    @Sendable func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let mails = try await site.desk.read { tx in try tx.recentDeliveries().map { CaughtMailLine($0) } }
        return .page(CaughtMailsPage(mails: mails).html(for: context.reader))
    }

    @Sendable func show(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let mail = try await caught(try context.parameters.require("id")) else { throw Refusal.notFound }
        let page = CaughtMailPage(
            mail: CaughtMailLine(mail.delivery, from: mail.fromName), replyTo: mail.replyTo, text: mail.text,
            hasHTML: mail.safeHTML != nil, link: ownLink(in: mail.text))
        return .page(page.html(for: context.reader))
    }

    @Sendable func frame(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let html = try await caught(try context.parameters.require("id"))?.safeHTML else {
            throw Refusal.notFound
        }
        return .mailFrame(HTML(safe: html))
    }

    private func caught(_ id: String) async throws -> CaughtMail? {
        guard let id = Int64(id) else { return nil }
        return try await site.desk.read { tx in try tx.caughtMail(id) }
    }

    /// The first link to ourselves, as a path.
    private func ownLink(in text: String) -> String? {
        let start = site.desk.settings.publicURL + "/"
        guard let range = text.range(of: start) else { return nil }
        let rest = text[range.upperBound...].prefix { !$0.isWhitespace }
        return localPath("/\(rest)")
    }
}

extension CaughtMailLine {
    init(_ delivery: Delivery, from: String? = nil) {
        self.init(
            id: String(delivery.id), to: delivery.recipient, from: from ?? delivery.envelopeSender ?? "",
            subject: delivery.subject, at: delivery.createdAt.date)
    }
}

extension Optional {
    fileprivate func asyncFlatMap<T>(_ transform: (Wrapped) async throws -> T?) async rethrows -> T? {
        if let self { try await transform(self) } else { nil }
    }
}
