import Database
import Foundation
import HelpDesk
import Logging
import Mail
import Synchronization

/// One look into a folder: everything past the cursor is kept, in batches, and marked as seen after it is.
struct MailboxFetch: Sendable {
    let desk: Desk
    let mailboxID: Int64
    let client: IMAPClient
    let folder: SelectedFolder
    /// How often the server has refused a message; kept over reconnections.
    var refusals = Refusals()

    /// - Returns: ids of the ledger rows that are new.
    func run() async throws -> [Int64] {
        let mailbox = try await desk.read { tx in try tx.mailbox(id: mailboxID) }
        let kept: [Int64]
        if let cursor = mailbox?.cursor {
            try await markWhatACrashLeft(upTo: cursor, after: mailbox?.markedUID ?? 0)
            kept = try await fetch(newUIDs(cursor), movesCursor: true)
        } else {
            kept = try await begin()
        }
        try await desk.write { tx in try tx.noteFetch(of: mailboxID, failure: nil) }
        return kept
    }

    /// Mail that was kept right before a crash has no mark yet. What people mark as unread later stays so.
    private func markWhatACrashLeft(upTo cursor: MailboxCursor, after marked: Int64) async throws {
        guard marked < cursor.lastUID, cursor.uidValidity == Int64(folder.uidValidity) else { return }
        let left = try await client.search(.unseen).filter { marked < $0.rawValue && $0.rawValue <= cursor.lastUID }
        if !left.isEmpty { try await client.store(left, adding: [.seen]) }
    }

    /// The first look: what is unread, and from then on whatever comes after the highest UID there was *before* that.
    private func begin() async throws -> [Int64] {
        let highest = try await client.search(.after(UID(0))).max() ?? UID(0)
        let kept = try await fetch(client.search(.unseen).filter { $0 <= highest }, movesCursor: false)
        let cursor = MailboxCursor(uidValidity: Int64(folder.uidValidity), lastUID: Int64(highest.rawValue))
        try await desk.write { tx in try tx.moveCursor(of: mailboxID, to: cursor) }
        return try await kept + fetch(newUIDs(cursor), movesCursor: true)
    }

    private func fetch(_ uids: [UID], movesCursor: Bool) async throws -> [Int64] {
        guard !uids.isEmpty else {
            desk.logger.debug("No unread emails")
            return []
        }
        desk.logger.info("[email-to-ticket] Processing \(uids.count) new emails...")
        var kept: [Int64] = []
        for try await batch in client.messages(uids.sorted()).batches() {
            let sound = batch.prefix { !refusals.isWorthAnotherTry($0) }
            if !sound.isEmpty { kept += try await keep(Array(sound), movesCursor) }
            if sound.count < batch.count { throw RefusedMessage(uid: batch[sound.count].uid) }
        }
        return kept
    }

    /// Everything past the cursor. After a change of UIDVALIDITY: everything; the ledger knows what it has.
    private func newUIDs(_ cursor: MailboxCursor) async throws -> [UID] {
        guard cursor.uidValidity == Int64(folder.uidValidity) else {
            desk.logger.warning("[email-to-ticket] The mailbox was renumbered (UIDVALIDITY): reading all of it again")
            return try await client.search(.after(UID(0)))
        }
        return try await client.search(.after(UID(UInt32(clamping: cursor.lastUID))))
    }

    private func keep(_ batch: [FetchedMessage], _ movesCursor: Bool) async throws -> [Int64] {
        var mails: [ArrivedMail] = []
        for message in batch {
            let place = ArrivedMail.Place(uidValidity: Int64(folder.uidValidity), uid: Int64(message.uid.rawValue))
            var mail = ArrivedMail(
                raw: [], mailboxID: mailboxID, place: place, source: .imap,
                receivedAt: message.internalDate.map { Instant($0) })
            switch message.content {
            case .whole(let bytes): mail.raw = bytes
            case .tooLarge(let large):
                mail.raw = large.excerpt
                mail.isTruncated = true
            case .refused(let words):
                desk.logger.error("[email-to-ticket] The server refuses message \(message.uid): \(words)")
                mail.raw = Array("Subject: (message \(message.uid) could not be fetched)\r\n\r\n\(words)\r\n".utf8)
                mail.isTruncated = true
            case .missing: continue
            }
            mails.append(mail)
        }
        guard let last = batch.map(\.uid).max() else { return [] }
        let place = MailboxCursor(uidValidity: Int64(folder.uidValidity), lastUID: Int64(last.rawValue))
        let ids = try await desk.keep(mails, cursor: movesCursor ? (mailboxID, place) : nil)
        try await client.store(batch.filter { $0.content != .missing }.map(\.uid), adding: [.seen])
        return ids
    }
}

/// A server that refuses one message may only be short of breath: it is asked again on later connections, and only then
/// the message is written down as refused, so that the others do not wait for ever.
final class Refusals: Sendable {
    private let counts = Mutex<[UID: Int]>([:])
    static let triesAtMost = 3

    func isWorthAnotherTry(_ message: FetchedMessage) -> Bool {
        guard case .refused = message.content else { return false }
        return counts.withLock { counts in
            counts[message.uid, default: 0] += 1
            return counts[message.uid, default: 0] < Self.triesAtMost
        }
    }
}

struct RefusedMessage: Error, CustomStringConvertible {
    let uid: UID
    var description: String { "The mail server refuses to hand out message \(uid); trying again." }
}
