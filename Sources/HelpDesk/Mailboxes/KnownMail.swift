import Database
import Mail

/// A short name of a mail's Message-ID, by which a folder that was renumbered is compared with the ledger without
/// fetching all of it again. Nil where it has none.
public func mailIDHash(ofHeader bytes: [UInt8]) -> Int64? {
    guard let id = Email.messageID(inHeader: bytes) else { return nil }
    return sha256(Array(id.utf8)).prefix(8).reduce(0) { $0 << 8 | Int64($1) }
}

extension DeskTransaction {
    /// Which of these mails the ledger has from this mailbox: by Message-ID and size, so that another mail under a known
    /// Message-ID still counts as new.
    public func knownMail(of mailboxID: Int64, among hashes: [Int64]) throws -> Set<KnownMail> {
        var known: Set<KnownMail> = []
        for start in stride(from: 0, to: hashes.count, by: 400) {
            let part = Array(hashes[start..<min(start + 400, hashes.count)])
            let rows = try all(
                Row.self,
                """
                SELECT mail_id_hash, size, is_truncated FROM ledger
                WHERE mail_id_hash IN \(part) AND mail_id_hash IS NOT NULL AND mailbox_id = \(mailboxID)
                """)
            for row in rows {
                let isTruncated: Bool = try row["is_truncated"]
                known.insert(KnownMail(mailIDHash: try row["mail_id_hash"], size: isTruncated ? nil : try row["size"]))
            }
        }
        return known
    }

    /// Which UIDs of a folder the ledger has.
    public func knownUIDs(of folderID: Int64, uidValidity: Int64, from first: Int64, to last: Int64) throws -> Set<
        Int64
    > {
        try uids(of: folderID, uidValidity, first, last, .empty)
    }

    /// Those of them of which the ledger has anything: what the server has refused stays there as it is.
    public func keptUIDs(of folderID: Int64, uidValidity: Int64, from first: Int64, to last: Int64) throws -> Set<
        Int64
    > {
        try uids(of: folderID, uidValidity, first, last, "AND is_refused = 0")
    }

    /// Those of them that the ledger has whole: the server's copy of a part is the only one.
    public func wholeUIDs(of folderID: Int64, uidValidity: Int64, from first: Int64, to last: Int64) throws -> Set<
        Int64
    > {
        try uids(of: folderID, uidValidity, first, last, "AND is_truncated = 0 AND is_refused = 0")
    }

    /// The last ones that came whole or in part, newest first: messages of which the server has proved that it can read them.
    public func lastKeptUIDs(of folderID: Int64, uidValidity: Int64, limit: Int = 5) throws -> [Int64] {
        try values(
            Int64.self,
            """
            SELECT uid FROM ledger WHERE folder_id = \(folderID) AND uid_validity = \(uidValidity) AND uid IS NOT NULL
                AND is_refused = 0 ORDER BY uid DESC LIMIT \(limit)
            """)
    }

    private func uids(of folder: Int64, _ validity: Int64, _ first: Int64, _ last: Int64, _ more: SQL) throws -> Set<
        Int64
    > {
        Set(
            try values(
                Int64.self,
                """
                SELECT uid FROM ledger WHERE folder_id = \(folder) AND uid_validity = \(validity)
                    AND uid IS NOT NULL AND uid >= \(first) AND uid <= \(last) \(more)
                """))
    }
}

/// What tells one mail of a mailbox from another without fetching it.
public struct KnownMail: Sendable, Hashable {
    /// `mailIDHash` of its header.
    public let mailIDHash: Int64
    /// Bytes; nil where only a part of it was kept, and any size is meant.
    public let size: Int?

    /// A mail by its Message-ID and size.
    public init(mailIDHash: Int64, size: Int?) {
        self.mailIDHash = mailIDHash
        self.size = size
    }
}
