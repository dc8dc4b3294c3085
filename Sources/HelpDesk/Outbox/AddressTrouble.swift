import Database
import Mail

/// Why an address gets no mail, or may soon get none.
public struct AddressTrouble: Sendable, Equatable, RowDecodable {
    /// As it was written.
    public let address: String
    /// What happened.
    public let kind: Kind
    /// Points of temporary failures; see `limit`.
    public let score: Int
    /// The server's words.
    public let words: String
    /// The first time.
    public let since: Instant
    /// The last time.
    public let updatedAt: Instant

    /// What can happen to an address; stored under these names.
    public enum Kind: String, Sendable {
        /// It does not exist: nothing is sent to it any more.
        case hard
        /// Mail came back for now: full, greylisted for too long. After `limit` of them nothing is sent any more.
        case soft
        /// Its owner has told the provider that our mail is spam: no automatic mail any more.
        case complaint
    }

    /// So many mails that came back for the time being, within 30 days, make an address a bad one.
    static let limit = 4
    static let forgottenAfterSeconds = 30.0 * 86_400

    /// Whether answers of staff are held back too.
    public var stopsEverything: Bool { kind == .hard || (kind == .soft && score >= Self.limit) }

    /// A temporary failure that is long past says nothing any more.
    func isForgotten(at now: Instant) -> Bool {
        kind == .soft && updatedAt <= now + -Self.forgottenAfterSeconds
    }

    /// Reads a row of `address_trouble`.
    public init(row: Row) throws {
        address = try row["address"]
        kind = Kind(rawValue: try row["kind"]) ?? .soft
        score = try row["score"]
        words = try row["words"]
        since = try row["since"]
        updatedAt = try row["updated_at"]
    }
}

extension DeskTransaction {
    /// What is known against an address; nil: nothing, or nothing lately.
    public func addressTrouble(_ address: String) throws -> AddressTrouble? {
        let found = try first(
            AddressTrouble.self, "SELECT * FROM address_trouble WHERE folded = \(folded(address))")
        return found.flatMap { $0.isForgotten(at: now) ? nil : $0 }
    }

    /// What is known against any of these addresses.
    public func addressTroubles(among addresses: [String]) throws -> [AddressTrouble] {
        guard !addresses.isEmpty else { return [] }
        let found = try all(
            AddressTrouble.self,
            "SELECT * FROM address_trouble WHERE folded IN \(addresses.map { folded($0) }) ORDER BY folded")
        return found.filter { !$0.isForgotten(at: now) && ($0.kind != .soft || $0.stopsEverything) }
    }

    /// All addresses with trouble, the latest first.
    public func addressTroubles(limit: Int = 200) throws -> [AddressTrouble] {
        try all(
            AddressTrouble.self,
            "SELECT * FROM address_trouble ORDER BY updated_at DESC, folded LIMIT \(min(limit, 1_000))")
    }

    /// Sends to the address again from now on.
    /// - Throws: `DeskError.forbidden` for customers.
    public func forgetTrouble(of address: String, by person: Person) throws {
        try Viewer.person(person).requireStaff()
        try run("DELETE FROM address_trouble WHERE folded = \(folded(address))")
    }

    /// Notes one more trouble; a worse kind stays.
    func note(_ kind: AddressTrouble.Kind, against address: String, _ words: String) throws {
        let known = try addressTrouble(address)
        let worst = known.flatMap { $0.kind == .soft ? nil : $0.kind } ?? kind
        let kept = worst == .complaint && kind == .hard ? kind : worst
        let score = (known?.score ?? 0) + (kind == .soft ? 1 : 0)
        let text = String(words.prefix(1_000))
        try run(
            """
            INSERT INTO address_trouble (folded, address, kind, score, words, since, updated_at)
            VALUES (\(folded(address)), \(address), \(kept), \(score), \(text), \(now), \(now))
            ON CONFLICT (folded) DO UPDATE SET kind = \(kept), score = \(score), words = \(text), updated_at = \(now)
            """)
    }

    /// Why nothing may be sent to this address; nil where it may.
    func reasonNotToSend(_ kind: Delivery.Kind, to address: String) throws -> String? {
        guard kind != .signInLink, kind != .test, let trouble = try addressTrouble(address) else { return nil }
        if trouble.kind == .complaint {
            return kind == .reply ? nil : "Not sent: the recipient has reported mail of ours as spam."
        }
        return trouble.stopsEverything
            ? "Not sent: earlier mail to this address came back (\(trouble.words)). Correct the address and send it again."
            : nil
    }
}
