/// The states of a ticket, as they are shown. Raw values are those of forms and of the API.
enum StatusMark: String, Sendable, CaseIterable {
    case open
    case inProgress = "in_progress"
    case waiting, resolved, closed
}

/// The priorities of a ticket. The usual one is never shown.
enum PriorityMark: String, Sendable, CaseIterable {
    case low, medium, high, urgent
}

/// The way by which a ticket came. Mail, the usual one, is not shown in lists.
enum ChannelMark: String, Sendable, CaseIterable {
    case email, portal, api, phone, telegram, bitrix
}

/// A person as a name with initials in a coloured circle.
struct Face: Sendable, Equatable {
    let name: String
}

/// A file of a message.
struct FileChip: Sendable, Equatable {
    /// What `Route.attachment` takes.
    let id: String
    let filename: String
    let sizeBytes: Int
    let mimeType: String
}
