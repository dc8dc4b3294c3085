import Foundation

/// What is known of a message without fetching it.
public struct MessageHead: Sendable, Hashable {
    /// Its number.
    public var uid: UID
    /// When it reached the mailbox, where the server tells.
    public var internalDate: Date?
    /// Its size in bytes as the server tells.
    public var size: Int?
    /// The header's Message-ID field alone, as bytes.
    public var header: [UInt8]
}

extension IMAPClient {
    /// When messages of the open folder reached the mailbox, where the server tells. Unlike `heads` it opens no message, and
    /// one that cannot be read disturbs nobody.
    public func arrivalDates(of uids: [UID]) async throws -> [UID: Date] {
        try begin()
        defer { end() }
        var dates: [UID: Date] = [:]
        for set in UIDSet(uids).split(count: 200) {
            try await run(IMAPCommand("UID FETCH", "\(set) (UID INTERNALDATE)")) { response in
                guard case .fetched(let found) = response, let uid = found.uid else { return }
                dates[uid] = found.internalDate
            }
        }
        return dates
    }

    /// Date, size and Message-ID of messages of the open folder, in ascending order. What is gone is missing.
    public func heads(_ uids: [UID]) async throws -> [MessageHead] {
        try begin()
        defer { end() }
        var heads: [UID: MessageHead] = [:]
        for set in UIDSet(uids).split(count: 200) {
            let wanted = Set(set.uids)
            let command = IMAPCommand(
                "UID FETCH", "\(set) (UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
            try await run(command) { response in
                guard case .fetched(let found) = response, let uid = found.uid, wanted.contains(uid) else { return }
                var head = heads[uid] ?? MessageHead(uid: uid, header: [])
                if let date = found.internalDate { head.internalDate = date }
                if let size = found.size { head.size = size }
                if let header = found.sections["HEADER.FIELDS"] ?? nil { head.header = header.bytes }
                heads[uid] = head
            }
        }
        return heads.values.sorted { $0.uid < $1.uid }
    }
}
