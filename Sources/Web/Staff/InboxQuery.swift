import HelpDesk
import Hummingbird

/// What the address of the inbox says.
struct InboxQuery: Sendable {
    var view: InboxView
    var status: StatusMark?
    var search: String
    var mailbox: Int64?
    var department: Int64?
    var assignee: Int64?
    var priority: PriorityMark?
    var category: Int64?
    var tag: String?
    var after: String?

    /// The same for the page.
    var place: InboxPlace {
        InboxPlace(
            view: view, status: status, query: search, mailbox: mailbox.map(String.init),
            department: department.map(String.init), priority: priority, category: category.map(String.init), tag: tag,
            assignee: assignee.map(String.init))
    }

    init(_ request: Request) {
        let query = request.query
        view = query["view"].flatMap(InboxView.init) ?? .open
        status = query["status"].flatMap(StatusMark.init)
        search = String((query["q"] ?? "").trimmingBlanks().prefix(200))
        mailbox = query["mailbox"].flatMap { Int64($0) }
        department = query["department"].flatMap { Int64($0) }
        assignee = query["assignee"].flatMap { Int64($0) }
        priority = query["priority"].flatMap(PriorityMark.init)
        category = query["category"].flatMap { Int64($0) }
        tag = query["tag"].map { String($0.trimmingBlanks().prefix(100)) }.flatMap { $0.isEmpty ? nil : $0 }
        after = query["after"]
    }

    /// The same for the desk. A search looks through all views.
    var filter: TicketFilter {
        var filter = TicketFilter(view: search.isEmpty ? TicketFilter.View(view) : .all, search: search)
        filter.status = status.flatMap { Status(rawValue: $0.rawValue) }
        filter.mailboxID = mailbox
        filter.departmentID = department
        filter.assigneeID = assignee
        filter.priority = priority.flatMap { Priority(rawValue: $0.rawValue) }
        filter.categoryID = category
        filter.tag = tag
        return filter
    }
}
