/// `/support/new`. Fields: `subject`, `message`, `category`, `priority`, `files`.
struct NewTicketPage: Sendable {
    let frame: PortalFrame
    let categories: [Category]
    /// What was typed before, given back after a refusal.
    var subject: String = ""
    var message: String = ""
    var categoryID: String?
    var priority = PriorityMark.medium
    /// What is wrong, by field, in words for people.
    var problems: [String: String] = [:]

    struct Category: Sendable {
        let id: String
        let name: String
        /// A few words that help to choose; may be empty.
        var description = ""
    }
}
