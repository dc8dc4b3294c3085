import Database

/// How much mail a provider takes from one account; nil: any amount.
public struct SendingRate: Sendable, Equatable {
    /// Recipients in a minute.
    public var perMinute: Int?
    /// Recipients in a day.
    public var perDay: Int?

    /// A rate with these bounds.
    public init(perMinute: Int? = nil, perDay: Int? = nil) {
        self.perMinute = perMinute
        self.perDay = perDay
    }

    /// Any amount.
    public static let unlimited = SendingRate()

    /// What the provider of this SMTP server is known to allow: Microsoft 365 30 messages a minute and 10,000 recipients a day,
    /// Gmail 500 a day (Workspace 2,000: a setting), Yahoo and Yandex 500 a day.
    public init(server host: String) {
        switch host.lowercased() {
        case let host where host.hasSuffix("office365.com") || host.hasSuffix("outlook.com"):
            self.init(perMinute: 30, perDay: 10_000)
        case let host where host.hasSuffix("gmail.com") || host.hasSuffix("googlemail.com"): self.init(perDay: 500)
        case let host where host.hasSuffix("yahoo.com") || host.contains(".yandex."): self.init(perDay: 500)
        default: self = .unlimited
        }
    }
}

/// What is known of sending from one mailbox.
public struct SendingAccount: Sendable, Equatable, RowDecodable {
    /// The mailbox.
    public let mailboxID: Int64
    /// The server's words where it refuses the account or wants less mail; nil while mail goes out.
    public let failure: String?
    /// Since when it fails.
    public let failedAt: Instant?
    /// Nothing is sent from this mailbox before.
    public let pausedUntil: Instant
    /// The server wants an address of its own as envelope sender also for automatic mail.
    public let refusesNullSender: Bool
    /// What an owner has set; nil: what the provider is known to allow.
    public let rate: SendingRate

    /// Reads a row of `sending_account`.
    public init(row: Row) throws {
        mailboxID = try row["mailbox_id"]
        failure = try row["failure"]
        failedAt = try row["failed_at"]
        pausedUntil = try row["paused_until"]
        refusesNullSender = try row["refuses_null_sender"]
        rate = SendingRate(perMinute: try row["per_minute"], perDay: try row["per_day"])
    }
}

extension DeskTransaction {
    /// What is known of sending, for mailboxes of which anything is.
    public func sendingAccounts() throws -> [SendingAccount] {
        try all(SendingAccount.self, "SELECT * FROM sending_account ORDER BY mailbox_id")
    }

    /// What is known of sending from one mailbox; nil: nothing worth telling.
    public func sendingAccount(of mailboxID: Int64) throws -> SendingAccount? {
        try first(SendingAccount.self, "SELECT * FROM sending_account WHERE mailbox_id = \(mailboxID)")
    }

    /// Sets how much goes out from a mailbox; nil in either place: what its provider is known to allow.
    public func setSendingRate(_ rate: SendingRate, of mailboxID: Int64, by person: Person) throws {
        guard person.isOwner else { throw DeskError.forbidden("Only an owner may change this.") }
        for number in [rate.perMinute, rate.perDay].compactMap(\.self) where !(1...1_000_000).contains(number) {
            throw DeskError.invalid("rate", "must be from 1 to 1,000,000")
        }
        // A new rate begins with what it allows: what was sent under another one is no debt.
        try account(
            mailboxID,
            """
            per_minute = \(rate.perMinute), per_day = \(rate.perDay), minute_left = NULL, day_left = NULL, filled_at = NULL
            """)
    }

    /// Somebody has changed the settings: sending is tried again at once.
    public func resumeSending(of mailboxID: Int64) throws {
        try run("UPDATE sending_account SET paused_until = 0 WHERE mailbox_id = \(mailboxID)")
        try sql.notify(Desk.mailToSendChannel, "")
    }

    /// Takes so many from what the account may send by now. Tokens fill up evenly; the day's as well as the minute's.
    /// - Returns: how many may go; where it is less than wanted the account pauses until there is another.
    func spend(_ wanted: Int, of mailboxID: Int64, _ standard: SendingRate) throws -> Int {
        let row = try sql.rows(
            """
            SELECT per_minute, per_day, minute_left, day_left, filled_at FROM sending_account
            WHERE mailbox_id = \(mailboxID)
            """
        ).first
        let perMinute = try row?["per_minute"] ?? standard.perMinute, perDay = try row?["per_day"] ?? standard.perDay
        guard perMinute != nil || perDay != nil else { return wanted }
        let filledAt: Instant? = try row?["filled_at"]
        let elapsed = filledAt.map { Double(now.microseconds - $0.microseconds) / 1_000_000 }
        var minute = Bucket(perMinute, seconds: 60, left: try row?["minute_left"], elapsed)
        var day = Bucket(perDay, seconds: 86_400, left: try row?["day_left"], elapsed)
        let count = min(wanted, minute.whole, day.whole)
        minute.take(count)
        day.take(count)
        try account(
            mailboxID, "minute_left = \(minute.left), day_left = \(day.left), filled_at = \(now)")
        if count < wanted {
            let wait = max(minute.secondsToNext, day.secondsToNext, 1)
            try run("UPDATE sending_account SET paused_until = \(now + wait) WHERE mailbox_id = \(mailboxID)")
        }
        return count
    }

    fileprivate func account(_ mailboxID: Int64, _ assignments: SQL) throws {
        try run("INSERT INTO sending_account (mailbox_id) VALUES (\(mailboxID)) ON CONFLICT (mailbox_id) DO NOTHING")
        try run("UPDATE sending_account SET \(assignments) WHERE mailbox_id = \(mailboxID)")
    }
}

/// Tokens that fill up evenly to a full bucket.
private struct Bucket {
    private let perSecond: Double
    /// Nil: any amount, of which nothing is counted.
    private(set) var left: Double?

    init(_ capacity: Int?, seconds: Double, left: Double?, _ elapsed: Double?) {
        let full = capacity.map(Double.init)
        perSecond = (full ?? 0) / seconds
        let filled = (elapsed ?? 0) * perSecond
        self.left = full.map { min($0, (left ?? $0) + filled) }
    }

    mutating func take(_ count: Int) { left = left.map { $0 - Double(count) } }

    var whole: Int { left.map { max(0, Int($0)) } ?? .max }
    var secondsToNext: Double { left.map { $0 < 1 ? (1 - $0) / perSecond : 0 } ?? 0 }
}

extension Desk {
    /// Leaves the account alone for a while, and keeps the server's words where staff see them.
    public func pauseSending(of mailboxID: Int64, seconds: Double, because words: String) async throws {
        try await write { tx in
            let words = String(words.prefix(1_000))
            try tx.account(
                mailboxID,
                """
                failure = \(words), failed_at = COALESCE(failed_at, \(tx.now)), paused_until = \(tx.now + seconds)
                """)
        }
    }

    /// Tries every account again, as after a start: somebody may have mended it.
    public func resumeSending() async throws {
        try await write { tx in
            _ = try tx.run("UPDATE sending_account SET paused_until = 0 WHERE failure IS NOT NULL")
        }
    }

    /// Remembers that the server refuses `MAIL FROM:<>`.
    public func noteNullSenderRefused(by mailboxID: Int64) async throws {
        try await write { tx in try tx.account(mailboxID, "refuses_null_sender = 1") }
    }
}
