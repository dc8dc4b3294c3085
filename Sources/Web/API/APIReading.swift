import Foundation
import HelpDesk

extension DeskTransaction {
    /// A ticket with or without its messages, cut to what the viewer may see.
    func apiTicket(_ reference: some StringProtocol, seenBy viewer: Viewer, withMessages: Bool) throws -> APITicket {
        let conversation = try conversation(reference, seenBy: viewer)
        var ticket = APITicket(
            ticket: conversation.ticket, user: APIPerson(conversation.requester), category: conversation.category?.name,
            department: try departmentName(of: conversation.ticket), assignedTo: conversation.assignee?.displayName,
            description: try descriptions(ofTickets: [conversation.ticket.id])[conversation.ticket.id] ?? "",
            tags: conversation.tags, cc: conversation.participants.map(\.address), isForStaff: viewer.isStaff)
        if withMessages {
            ticket.messages = try conversation.messages.map {
                try apiMessage($0, of: conversation.ticket, seenBy: viewer)
            }
        }
        return ticket
    }

    func apiMessage(_ entry: Conversation.Entry, of ticket: Ticket, seenBy viewer: Viewer) throws -> APIMessage {
        let message = entry.message
        return APIMessage(
            id: message.uuid.uuidString.lowercased(), ticket: ticket.number,
            author: APIMessage.Author(
                id: entry.author.uuid.uuidString.lowercased(), name: entry.author.displayName,
                isStaff: entry.author.isStaff),
            message: message.text, html: try safeHTML(of: message), isInternal: message.isInternal,
            isStaffReply: message.isStaffReply, createdAt: message.createdAt.rfc3339,
            updatedAt: message.updatedAt.rfc3339,
            attachments: entry.attachments.map(APIAttachment.init),
            delivery: viewer.isStaff
                ? entry.deliveries.map {
                    APIDelivery(recipient: $0.recipient, state: $0.state.rawValue, serverReply: $0.serverReply)
                } : nil,
            because: viewer.isStaff ? message.because?.description : nil)
    }

    /// The newest message of a ticket that the viewer may see.
    func lastAPIMessage(_ reference: some StringProtocol, seenBy viewer: Viewer) throws -> APIMessage {
        let conversation = try conversation(reference, seenBy: viewer)
        guard let last = conversation.messages.last else { throw DeskError.notFound("Message") }
        return try apiMessage(last, of: conversation.ticket, seenBy: viewer)
    }

    func apiList(_ page: TicketPage, seenBy viewer: Viewer) throws -> APIList<APITicket> {
        let ids = page.rows.map(\.ticket.id)
        let tags = try tags(ofTickets: ids), copies = try copies(ofTickets: ids)
        let descriptions = try descriptions(ofTickets: ids),
            departments = try departmentNames(of: page.rows.map(\.ticket))
        let items = page.rows.map { row in
            APITicket(
                ticket: row.ticket, user: APIPerson(row.requester), category: row.categoryName,
                department: departments[row.ticket.id], assignedTo: row.assigneeName,
                description: descriptions[row.ticket.id] ?? "", tags: tags[row.ticket.id] ?? [],
                cc: copies[row.ticket.id] ?? [], isForStaff: viewer.isStaff)
        }
        return APIList(items: items, next: page.next?.text, total: page.total)
    }
}
