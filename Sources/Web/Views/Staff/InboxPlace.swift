/// What of the inbox a list shows, as its address says it. A ticket that is opened from the list keeps it, so that the way
/// back leads there and a colleague who is sent the address sees the same.
struct InboxPlace: Sendable, Equatable {
    /// The view.
    var view = InboxView.open
    /// A filter besides the view.
    var status: StatusMark?
    /// What was searched for; empty: nothing.
    var query = ""
    /// The mailbox that the tickets came to; `nil`: any.
    var mailbox: String?
    /// The department that looks after them; `nil`: any.
    var department: String?
    var priority: PriorityMark?
    /// By its id; `nil`: any.
    var category: String?
    var tag: String?
    /// Whose they are, by id; `nil`: anybody's and nobody's.
    var assignee: String?

    /// The list, from its beginning or from a further page.
    func list(after cursor: String? = nil) -> String { Route.with(Route.inbox, pairs + [("after", cursor)]) }

    /// A ticket, opened from the list.
    func ticket(_ number: String) -> String { Route.with(Route.ticket(number), pairs) }

    /// The same with something else chosen.
    func with<Value>(_ choice: WritableKeyPath<InboxPlace, Value>, _ value: Value) -> InboxPlace {
        var other = self
        other[keyPath: choice] = value
        return other
    }

    /// What the address says, in its order; what has no value is left out of it.
    var pairs: [(String, String?)] {
        [
            ("view", view.rawValue), ("status", status?.rawValue), ("q", query), ("mailbox", mailbox),
            ("department", department), ("assignee", assignee), ("priority", priority?.rawValue),
            ("category", category),
            ("tag", tag),
        ]
    }

    /// The same view and search, all of it.
    var unfiltered: InboxPlace { InboxPlace(view: view, query: query) }

    /// Whether it narrows the view.
    var isFiltered: Bool { self != InboxPlace(view: view) }
}
