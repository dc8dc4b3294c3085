import Database

extension Schema {
    /// The lists of one priority and of one category, by status: a list of all states walks five times, so that one index
    /// serves both. What nobody has sorted is of medium priority, and costs nothing here.
    static let sortedLists: [SQL] = [
        """
        CREATE INDEX ticket_by_priority ON ticket (priority, status, active_at, id) WHERE priority <> 'medium'
        """,
        "CREATE INDEX ticket_by_category ON ticket (category_id, status, active_at, id)",
    ]
}
