import Database

/// A bound or habit of the desk that its owner may change; kept in the database, so that it holds for all servers at once.
public enum StoredSetting: String, Sendable, CaseIterable {
    case automaticRepliesPerAddress = "automatic_replies_per_address"
    case automaticRepliesPerSubject = "automatic_replies_per_subject"
    case automaticRepliesPerDomain = "automatic_replies_per_domain"
    case automaticRepliesPerPublicDomain = "automatic_replies_per_public_domain"
    case reopensPerTicketAndDay = "reopens_per_ticket_and_day"
    case automaticRepliesPerMailbox = "automatic_replies_per_mailbox"
    case ticketsPerAddressAndHour = "tickets_per_address_and_hour"
    case notificationsPerPersonAndHour = "notifications_per_person_and_hour"
    case reopenWindowDays = "reopen_window_days"
    case staffRepliesByMail = "staff_replies_by_mail"
    case undoSendSeconds = "undo_send_seconds"

    /// What it bounds, in one English sentence.
    public var explanation: String {
        switch self {
        case .automaticRepliesPerAddress: "Automatic replies to one address in 24 hours."
        case .automaticRepliesPerSubject: "Automatic replies to one address about one subject in 24 hours."
        case .automaticRepliesPerDomain: "Automatic replies to all addresses of one domain in an hour."
        case .automaticRepliesPerPublicDomain:
            "The same for a provider where anybody gets an address, such as gmail.com or mail.ru."
        case .reopensPerTicketAndDay:
            "How often mail may reopen one ticket in 24 hours; more joins it and changes nothing."
        case .automaticRepliesPerMailbox: "Automatic replies of one mailbox in an hour."
        case .ticketsPerAddressAndHour: "New tickets by mail of one address in an hour; more wait in quarantine."
        case .notificationsPerPersonAndHour:
            "Notifications by mail to one member of staff in an hour; beyond that one mail says so."
        case .reopenWindowDays: "Days in which a customer's reply reopens a closed ticket."
        case .staffRepliesByMail: "1: an answer of staff to a notification is sent to the customer; 0: it is not."
        case .undoSendSeconds:
            "Seconds in which an answer of the composer can be taken back before it goes out; 0: none, 120 at most."
        }
    }

    var place: WritableKeyPath<Limits, Int> {
        switch self {
        case .automaticRepliesPerAddress: \.automaticRepliesPerAddress
        case .automaticRepliesPerSubject: \.automaticRepliesPerSubject
        case .automaticRepliesPerDomain: \.automaticRepliesPerDomain
        case .automaticRepliesPerPublicDomain: \.automaticRepliesPerPublicDomain
        case .reopensPerTicketAndDay: \.reopensPerTicketAndDay
        case .automaticRepliesPerMailbox: \.automaticRepliesPerMailbox
        case .ticketsPerAddressAndHour: \.ticketsPerAddressAndHour
        case .notificationsPerPersonAndHour: \.notificationsPerPersonAndHour
        case .reopenWindowDays: \.reopenWindowDays
        case .staffRepliesByMail: \.staffRepliesByMail
        case .undoSendSeconds: \.undoSendSeconds
        }
    }

    private var range: ClosedRange<Int> {
        switch self {
        case .staffRepliesByMail: 0...1
        // Longer, and colleagues would take the answer for sent while the customer waits.
        case .undoSendSeconds: 0...Draft.waitsAtMostSeconds
        default: 0...1_000_000
        }
    }

    func checked(_ value: Int) throws -> Int {
        guard range.contains(value) else {
            throw DeskError.invalid(rawValue, "must lie between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }
}

extension DeskTransaction {
    /// The bounds that hold now: those of the program with what the owner has changed.
    public var limits: Limits {
        get throws {
            try memo.limits {
                var limits = desk.settings.limits
                for row in try sql.rows("SELECT name, value FROM setting") {
                    guard let setting = StoredSetting(rawValue: try row["name"]),
                        let value = Int(try row["value"] as String)
                    else { continue }
                    limits[keyPath: setting.place] = value
                }
                return limits
            }
        }
    }

    /// The value of each setting that holds now.
    public func settings() throws -> [(setting: StoredSetting, value: Int)] {
        let limits = try limits
        return StoredSetting.allCases.map { ($0, limits[keyPath: $0.place]) }
    }

    /// Changes a setting for all servers.
    /// - Parameter value: nil: the program's own again.
    /// - Throws: `DeskError.invalid` for a value out of range.
    public func set(_ setting: StoredSetting, to value: Int?) throws {
        memo.forgetLimits()
        guard let value else {
            try run("DELETE FROM setting WHERE name = \(setting.rawValue)")
            return
        }
        try run(
            """
            INSERT INTO setting (name, value) VALUES (\(setting.rawValue), \(String(try setting.checked(value))))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }
}
