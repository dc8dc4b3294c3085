import HelpDesk
import Hummingbird

/// What staff decide of a stranger's mail that points to somebody else's ticket.
struct StrangerRoutes {
    let site: Site

    /// Into the linked ticket: as its requester under another address, or as one who takes part.
    @Sendable func join(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let number = try context.parameters.require("number")
        let role = try await Form(of: request, limits: .small).text("as")
        guard role == "requester" || role == "participant" else {
            throw Refusal.invalid(["as": "is neither requester nor participant"])
        }
        let isRequester = role == "requester"
        do {
            let older = try await site.desk.write { tx in
                let ticket = try tx.ticket(number, seenBy: .person(person))
                if isRequester {
                    try ticket.joinLinked(by: person, in: tx)
                } else {
                    try ticket.joinLinkedAsParticipant(by: person, in: tx)
                }
                let gone = try tx.ticket(number, seenBy: .person(person)).mergedInto ?? ticket.id
                return try tx.ticketNumbers([gone])[gone] ?? number
            }
            return .redirect(to: Route.with(Route.ticket(older), notice: .letIn))
        } catch let error as DeskError {
            return try notPossible(error, number)
        }
    }

    @Sendable func unlink(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let number = try context.parameters.require("number")
        do {
            try await site.desk.write { tx in
                try tx.ticket(number, seenBy: .person(person)).unlink(by: person, in: tx)
            }
            return .redirect(to: Route.with(Route.ticket(number), notice: .keptApart))
        } catch let error as DeskError {
            return try notPossible(error, number)
        }
    }

    private func notPossible(_ error: DeskError, _ number: String) throws -> Response {
        switch error {
        case .conflict, .invalid: .redirect(to: Route.with(Route.ticket(number), notice: .notPossible))
        default: throw error
        }
    }
}
