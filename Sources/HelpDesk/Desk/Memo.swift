import Database

/// What a transaction has looked up once and asks for with every mail, and what it gathers to write at its end.
///
/// For working through mail and composing it: whoever changes mailboxes, categories or staff does so in a transaction of
/// its own.
final class Memo {
    private var ownMailboxes: [String: Mailbox]?
    private var mailboxByID: [Int64: Mailbox?] = [:]
    private var knownLimits: Limits?
    private var defaultsOfMailbox: [Int64?: TicketDefaults] = [:]
    private var followers: [Person]?
    private var hasBlockedSenders: Bool?

    /// What is written at the end.
    var gathered = Gathered()
    /// How much mail each member of staff has got within the hour, by address.
    private var mailToStaff: [String: Int] = [:]

    /// What a transaction gathers to write at its end, and forgets with a savepoint that is undone.
    struct Gathered {
        /// Uses of a limited thing, by its name.
        var uses: [String: LimitedUse] = [:]
        /// The counter of the last ticket that was opened; nil: none in this transaction.
        var lastTicketNumber: Int64?
        /// The words of new messages, joined by blanks.
        var words: [(messageID: Int64, words: String)] = []
    }

    func mailboxes(_ load: () throws -> [Mailbox]) rethrows -> [String: Mailbox] {
        try once(&ownMailboxes) {
            Dictionary(try load().map { (folded($0.address), $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    func mailbox(_ id: Int64, _ load: () throws -> Mailbox?) rethrows -> Mailbox? {
        try once(&mailboxByID[id], load)
    }

    func limits(_ load: () throws -> Limits) rethrows -> Limits { try once(&knownLimits, load) }

    func forgetLimits() { knownLimits = nil }

    func defaults(ofMailbox id: Int64?, _ load: () throws -> TicketDefaults) rethrows -> TicketDefaults {
        try once(&defaultsOfMailbox[id], load)
    }

    func followersOfNewTickets(_ load: () throws -> [Person]) rethrows -> [Person] { try once(&followers, load) }

    func isAnybodyBlocked(_ load: () throws -> Bool) rethrows -> Bool { try once(&hasBlockedSenders, load) }

    /// Counts one more mail to a member of staff; `load` says how many there were before this transaction.
    func countMail(to address: String, _ load: () throws -> Int) rethrows -> Int {
        let count = try once(&mailToStaff[address], load) + 1
        mailToStaff[address] = count
        return count
    }

    private func once<Value>(_ known: inout Value?, _ load: () throws -> Value) rethrows -> Value {
        if let known { return known }
        let loaded = try load()
        known = loaded
        return loaded
    }
}

extension DeskTransaction {
    /// Runs `body`; what it did is undone when it throws, and the error goes on. Can be nested.
    func savepoint<T>(_ body: () throws -> T) throws -> T {
        let gathered = memo.gathered
        do { return try sql.savepoint(body) } catch {
            memo.gathered = gathered
            throw error
        }
    }

    /// Writes what was gathered. SQLite's full-text index writes a piece of its own at each savepoint, and merges the pieces
    /// later: with the words of all mails of a transaction it has one to write.
    func finish() throws {
        try writeTicketNumber()
        try writeUses()
        try writeWords()
    }
}
