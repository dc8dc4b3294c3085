import Foundation
import HelpDesk
import Hummingbird

/// What staff change on a ticket beside its status and assignee. Fields that are not sent stay as they are.
struct PropertyRoutes {
    let site: Site

    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let number = try context.parameters.require("number")
        let form = try await Form(of: request, limits: .small)
        try await site.desk.write { tx in
            let ticket = try tx.ticket(number, seenBy: .person(person))
            try ticket.change(tx.change(of: ticket, typedIn: form), by: person, in: tx)
        }
        return .redirect(to: Route.with(Route.ticket(number), notice: .saved))
    }
}

extension DeskTransaction {
    fileprivate func change(of ticket: Ticket, typedIn form: Form) throws -> TicketChange {
        var change = TicketChange()
        if let text = form["priority"] { change.priority = try Priority(parsing: text) }
        // The ticket's own may be one that is offered no more.
        if let text = form["category"], text != ticket.categoryID.map(String.init) {
            change.categoryID = try category(text).id
        }
        if let text = form["department"], text != ticket.departmentID.map(String.init) {
            change.departmentID = .some(text.isEmpty ? nil : try department(text).id)
        }
        if let text = form["tags"] { change.tags = text.split(separator: ",").map(String.init) }
        change.subject = form["subject"]
        return change
    }
}
