import Foundation
import HelpDesk
import Hummingbird

extension DeskTransaction {
    /// The inbox as its address describes it, without a ticket.
    func inboxPage(_ query: InboxQuery, seenBy person: Person, site: Site, _ request: Request) throws -> InboxPage {
        let viewer = Viewer.person(person)
        var filter = TicketFilter(view: TicketFilter.View(query.view), search: query.search)
        if !query.search.isEmpty { filter.view = .all }
        filter.status = query.status.flatMap { Status(rawValue: $0.rawValue) }
        filter.mailboxID = query.mailbox
        filter.departmentID = query.department
        let page = try tickets(filter, seenBy: viewer, after: query.after.map { try TicketCursor($0) })
        let frame = try staffFrame(seenBy: person, site: site, request, view: query.view, search: query.search)
        var list = TicketListView(
            place: query.place, rows: page.rows.map(TicketRowView.init),
            total: page.total, next: page.next?.text,
            isFirstRun: page.rows.isEmpty && query.place == InboxPlace(view: .all))
        list.after = query.after
        list.mailboxes = try mailboxes().map { .init(id: String($0.id), address: $0.address) }
        list.departments = try departments().filter { $0.isActive || $0.id == query.department }.map {
            .init(id: String($0.id), name: $0.name, isChosen: $0.id == query.department)
        }
        list.isOwner = person.isOwner
        return InboxPage(frame: frame, list: list)
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
