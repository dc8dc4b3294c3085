/// Where a ticket stands; stored under these names and shown in plain words.
public enum Status: String, Sendable, CaseIterable, Codable {
    /// Waits for staff.
    case open
    /// Staff has answered or taken it.
    case inProgress = "in_progress"
    /// Waits for the customer.
    case waiting
    case resolved
    case closed

    /// Whether anybody still has to do something.
    public var isUnresolved: Bool { self != .resolved && self != .closed }

    /// Reads a status as other systems and people write it, in Russian or English.
    /// - Throws: `DeskError.invalid` that lists what is understood.
    public init(parsing text: String) throws {
        let word = text.lowercased().replacing("ё", with: "е").replacing(" ", with: "_").replacing("-", with: "_")
        guard let status = Status(rawValue: word) ?? Status.words[word] else {
            throw DeskError.invalid(
                "status", "“\(text.prefix(40))” is not one of open, in_progress, waiting, resolved, closed")
        }
        self = status
    }

    private static let words: [String: Status] = [
        "открыта": .open, "открыт": .open, "открыто": .open, "новая": .open, "новый": .open, "new": .open,
        "reopened": .open,
        "в_работе": .inProgress, "inprogress": .inProgress, "working": .inProgress, "processing": .inProgress,
        "ожидание": .waiting, "ожидает": .waiting, "ожидает_клиента": .waiting, "ждет_клиента": .waiting,
        "pending": .waiting,
        "waiting_for_customer": .waiting, "on_hold": .waiting,
        "решена": .resolved, "решен": .resolved, "решено": .resolved, "выполнена": .resolved, "solved": .resolved,
        "done": .resolved,
        "закрыта": .closed, "закрыт": .closed, "закрыто": .closed,
    ]
}

/// How urgent a ticket is; a client's "criticality".
public enum Priority: String, Sendable, CaseIterable, Codable {
    case low, medium, high, urgent

    /// - Throws: `DeskError.invalid` that lists what is understood.
    public init(parsing text: String) throws {
        guard let priority = Priority(rawValue: text.lowercased()) else {
            throw DeskError.invalid("priority", "“\(text.prefix(40))” is not one of low, medium, high, urgent")
        }
        self = priority
    }
}

/// By which way a ticket or a message came.
public enum Channel: String, Sendable, CaseIterable, Codable {
    case email, portal, api, phone, telegram, bitrix
}
