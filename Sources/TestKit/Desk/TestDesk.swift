import Database
import Foundation
import HelpDesk
import Mail

/// A help desk for one test: empty database, a clock that the test moves, and words of the domain.
public struct TestDesk: Sendable {
    /// The desk itself.
    public let desk: Desk
    /// What the desk takes for the time.
    public let clock: TestClock
    /// The database that this test runs on.
    public let engine: Engine
    /// Where large contents are files.
    public let contentsFolder: URL

    /// - Parameters:
    ///   - address: the address of its mailbox.
    ///   - change: settings that this test wants otherwise.
    public init(
        _ engine: Engine, address: String = Self.address, change: (inout DeskSettings) -> Void = { _ in }
    ) async throws {
        let clock = TestClock()
        let database = try await TestDatabase.make(engine, migrations: Schema.migrations, clock: { clock.now })
        var settings = DeskSettings(
            publicURL: "https://help.desk.example", timeZone: TimeZone(secondsFromGMT: 0) ?? .current,
            name: "Lampwright")
        change(&settings)
        let folder = try Self.folders.get().path(of: UUID().uuidString)
        desk = try Desk(
            database: database, keys: Keys(secret: "a secret for the tests of \(address) alone"), settings: settings,
            dataFolder: URL(filePath: folder), logger: TestDatabase.quiet)
        self.clock = clock
        contentsFolder = URL(filePath: folder).appending(path: "contents")
        self.engine = engine
        try await desk.setUp(supportAddress: address)
    }

    /// The address of the desk's mailbox.
    public static let address = "support@desk.example"

    private static let folders = Result { try TemporaryFolder("deskbell-desk") }

    // MARK: People

    /// A member of staff at this desk; the first name is the address.
    public func agent(_ name: String = "Olga Sokolova") async throws -> Person {
        try await staff(name, .agent)
    }

    /// An owner of this desk; the first name is the address.
    public func owner(_ name: String = "Tom Baker") async throws -> Person {
        try await staff(name, .owner)
    }

    private func staff(_ name: String, _ role: Person.Role) async throws -> Person {
        let address = "\(name.lowercased().prefix { $0 != " " })@desk.example"
        return try await desk.write { tx in try tx.addStaff(address, name: name, role: role) }
    }

    /// The customer at this address, made where nobody is known by it.
    public func customer(_ sender: Sender) async throws -> Person {
        try await desk.write { tx in try tx.customer(at: sender.address) }
    }

    /// Another mailbox of this desk.
    /// - Returns: its number.
    public func secondMailbox(_ address: String) async throws -> Int64 {
        try await desk.write { tx in try tx.addBareMailbox(address) }
    }

    // MARK: Mail

    /// A mail arrives, is kept and processed.
    /// - Returns: its row of the ledger.
    @discardableResult
    public func receives(_ mail: TestMail, mailbox: Int64 = 1, quietly: Bool = false, receivedAt: Instant? = nil)
        async throws -> LedgerEntry
    {
        try await receives(raw: mail.bytes, mailbox: mailbox, quietly: quietly, receivedAt: receivedAt)
    }

    /// The same for bytes of any kind.
    @discardableResult
    public func receives(raw: [UInt8], mailbox: Int64 = 1, quietly: Bool = false, receivedAt: Instant? = nil)
        async throws -> LedgerEntry
    {
        let ids = try await desk.keep([
            ArrivedMail(raw: raw, mailboxID: mailbox, source: .ingest, receivedAt: receivedAt, isQuiet: quietly)
        ])
        try await desk.processKept()
        return try await entry(ids[0])
    }

    /// A row of the ledger.
    /// - Throws: `DeskError.notFound`.
    public func entry(_ id: Int64) async throws -> LedgerEntry {
        try await desk.read { tx in
            guard let entry = try tx.ledgerEntry(id) else { throw DeskError.notFound("ledger row \(id)") }
            return entry
        }
    }

    /// All mail in the outbox, oldest first, as its recipients would read it.
    public func outbox(to recipient: String? = nil) async throws -> [OutboxMail] {
        try await desk.read { tx in
            try tx.recentDeliveries(limit: 500).reversed()
                .filter { recipient == nil || $0.recipient == recipient }
                .map { OutboxMail(delivery: $0, email: Email(parsing: try tx.mail(of: $0))) }
        }
    }

    // MARK: Tickets

    /// A ticket by UUID, number or `seq`.
    public func ticket(_ reference: String, seenBy viewer: Viewer = .system) async throws -> Ticket {
        try await desk.read { tx in try tx.ticket(reference, seenBy: viewer) }
    }

    /// The ticket that a mail opened or joined.
    public func ticket(of entry: LedgerEntry) async throws -> Ticket {
        guard let id = entry.ticketID else {
            throw DeskError.notFound("ticket of mail \(entry.id), which became \(entry.outcome)")
        }
        return try await ticket(String(id))
    }

    /// All of a ticket that the viewer may see, as it stands now.
    public func conversation(of ticket: Ticket, seenBy viewer: Viewer = .system) async throws -> Conversation {
        try await desk.read { tx in try tx.conversation(ticket.number, seenBy: viewer) }
    }

    /// A member of staff answers or notes something down.
    @discardableResult
    public func replies(_ author: Person, to ticket: Ticket, _ text: String, note: Bool = false, status: Status? = nil)
        async throws -> Message
    {
        try await desk.write { tx in
            try tx.ticket(ticket.number, seenBy: .person(author)).reply(
                Draft(text: text, isInternal: note, status: status, channel: .portal), by: author, in: tx)
        }
    }

    /// Closes the database; the desk cannot be used any more.
    public func close() async { await desk.database.close() }
}

/// An outgoing mail with what stands in it.
public struct OutboxMail: Sendable {
    /// Its row of the outbox.
    public let delivery: Delivery
    /// The mail, parsed.
    public let email: Email
}
