/// What the list of tickets may be narrowed to, besides priorities, which are always the same.
struct InboxChoices: Sendable {
    var assignees: [Choice] = []
    var categories: [Choice] = []
    /// Empty: no ticket has one.
    var tags: [Choice] = []
    /// Empty: the desk has none.
    var departments: [Choice] = []
    var mailboxes: [Choice] = []

    /// One of them, by what stands in the address.
    struct Choice: Sendable {
        let id: String
        let name: String
    }
}
