import Foundation
import HelpDesk
import Hummingbird

/// What staff do with the mail that carries a message.
struct DeliveryRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.post("/ops/support/deliveries/:id/resend", use: resend)
    }

    @Sendable func resend(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { throw Refusal.notFound }
        let found = try await site.desk.read { tx in
            let delivery = try tx.delivery(id: id)
            return (delivery, try delivery?.ticketID.flatMap { try tx.ticketNumbers([$0])[$0] })
        }
        guard let delivery = found.0, let number = found.1 else { throw Refusal.notFound }
        let corrected = try await Form(of: request, limits: .small).text("address")
        do {
            try await site.desk.write { tx in
                guard !corrected.isEmpty else { return try tx.resend(delivery, by: person) }
                try delivery.resend(to: corrected, by: person, in: tx)
            }
        } catch let error as DeskError where error.isAboutTheMail {
            return .redirect(to: Route.with(Route.ticket(number), notice: .notPossible))
        }
        return .redirect(to: Route.with(Route.ticket(number), notice: .resent))
    }
}

extension DeskError {
    /// What a person who sends again can put right, or has to know.
    fileprivate var isAboutTheMail: Bool {
        switch self {
        case .conflict, .invalid: true
        default: false
        }
    }
}
