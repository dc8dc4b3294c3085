import Foundation
import HelpDesk
import Hummingbird

extension DeskTransaction {
    /// The inbox as its address describes it, without a ticket.
    func inboxPage(_ query: InboxQuery, seenBy person: Person, site: Site, _ request: Request) throws -> InboxPage {
        let viewer = Viewer.person(person)
        let page = try tickets(query.filter, seenBy: viewer, after: query.after.map { try TicketCursor($0) })
        let frame = try staffFrame(seenBy: person, site: site, request, view: query.view, search: query.search)
        var list = TicketListView(
            place: query.place, rows: page.rows.map(TicketRowView.init),
            total: page.total, next: page.next?.text,
            isFirstRun: page.rows.isEmpty && query.place == InboxPlace(view: .all))
        list.after = query.after
        list.choices = try choices(query)
        list.isOwner = person.isOwner
        return InboxPage(frame: frame, list: list)
    }

    /// What a list may be narrowed to. What is given up stays as long as it is chosen.
    private func choices(_ query: InboxQuery) throws -> InboxChoices {
        return InboxChoices(
            assignees: try staff().map { .init(id: String($0.id), name: $0.displayName) },
            categories: try categories().filter { $0.isActive || $0.id == query.category }.map {
                .init(id: String($0.id), name: $0.name)
            },
            tags: try tags().map { .init(id: $0, name: $0) },
            departments: try departments().filter { $0.isActive || $0.id == query.department }.map {
                .init(id: String($0.id), name: $0.name)
            },
            mailboxes: try mailboxes().map { .init(id: String($0.id), name: $0.address) })
    }

    /// What surrounds every page of staff.
    func staffFrame(
        seenBy person: Person, site: Site, _ request: Request, view: InboxView? = nil, search: String = "",
        place: StaffFrame.Place? = nil
    ) throws -> StaffFrame {
        var frame = StaffFrame(
            me: Face(name: person.displayName), view: view, counts: try counts(seenBy: .person(person)),
            mailboxes: try health(), query: search, isDemo: site.demo != nil,
            path: localPath(request.uri.string) ?? Route.inbox,
            notice: request.query["notice"].flatMap(Notice.init(code:)))
        frame.place = place
        frame.isOwner = person.isOwner
        frame.mailForAPerson = try mailForAPersonCount()
        return frame
    }

    private func counts(seenBy viewer: Viewer) throws -> [InboxView: Int] {
        var counts: [InboxView: Int] = [:]
        for view in [InboxView.mine, .unassigned, .open, .waiting] {
            counts[view] = try count(TicketFilter(view: TicketFilter.View(view)), seenBy: viewer)
        }
        return counts
    }
}

extension TicketFilter.View {
    init(_ view: InboxView) { self = TicketFilter.View(rawValue: view.rawValue) ?? .all }
}

extension TicketRowView {
    init(_ row: TicketRow) {
        self.init(
            number: row.ticket.number, subject: row.ticket.subject, requester: row.requester.displayName,
            snippet: row.snippet,
            isLastFromStaff: row.isLastWordOurs, status: StatusMark(row.ticket.status),
            priority: PriorityMark(rawValue: row.ticket.priority.rawValue) ?? .medium,
            channel: ChannelMark(rawValue: row.ticket.channel.rawValue) ?? .email,
            assignee: row.assigneeName.map { Face(name: $0) }, activeAt: row.activeAt.date,
            isUnread: row.ticket.status == .open && !row.isLastWordOurs)
    }
}

extension StatusMark {
    init(_ status: Status) { self = StatusMark(rawValue: status.rawValue) ?? .open }
}
