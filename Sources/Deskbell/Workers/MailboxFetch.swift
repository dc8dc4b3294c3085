import Database
import Foundation
import HelpDesk
import Logging
import Mail
import Synchronization

/// One look into one folder: everything past the cursor is kept, in batches, and marked on the server after it is.
struct MailboxFetch: Sendable {
    let desk: Desk
    let mailbox: Mailbox
    /// User, host and port: what the folder's numbers hold for.
    let account: String
    let client: IMAPClient
    let folder: SelectedFolder
    var role: FolderRole?
    /// How often the server has refused a message; kept over reconnections.
    var refusals = Refusals()

    /// - Returns: ids of the ledger rows that are new.
    func run() async throws -> [Int64] {
        var state = try await currentState()
        if state.cursor?.uidValidity != validity { state = try await begin(state) }
        try await markWhatACrashLeft(state)
        var kept = try await catchUp(&state)
        kept += try await fetch(newUIDs(state), into: state)
        kept += try await sweepIfDue(state)
        kept += try await fetchRefused(state)
        return kept
    }

    var validity: Int64 { Int64(folder.uidValidity) }

    private func currentState() async throws -> FolderState {
        let (mailbox, name, account) = (mailbox.id, folder.name, account)
        return try await desk.write { tx in try tx.folderState(of: mailbox, folder: name, account: account) }
    }

    private func newUIDs(_ state: FolderState) async throws -> [UID] {
        try await client.search(.after(UID(UInt32(clamping: state.cursor?.lastUID ?? 0))))
    }

    /// Keeps these messages in the order of their UIDs.
    /// - Parameter movesCursor: false for what lies behind the cursor.
    func fetch(_ uids: [UID], into state: FolderState, movesCursor: Bool = true) async throws -> [Int64] {
        guard !uids.isEmpty else { return [] }
        desk.logger.info("[email-to-ticket] Processing \(uids.count) new emails...")
        var kept: [Int64] = [], rest = uids.sorted()[...]
        while let uid = rest.first, refusals.isSuspect(uid, in: state.id) {
            rest.removeFirst()
            kept += try await fetchAlone(uid, beside: rest, state, movesCursor)
            refusals.settle(uid, in: state.id)
        }
        do {
            for try await batch in client.messages(Array(rest)).batches() {
                kept += try await keepSound(batch, state, movesCursor)
                rest = rest.dropFirst(batch.count)
            }
        } catch let error as IMAPError where error.endsConnection {
            refusals.suspect(rest, in: state.id)
            throw error
        }
        return kept
    }

    /// Some servers close the connection over one message (Dovecot, where it cannot read it): asked for by itself it is
    /// known, and written down as refused in the end, so that the others come through.
    private func fetchAlone(
        _ uid: UID, beside others: ArraySlice<UID>, _ state: FolderState, _ movesCursor: Bool
    ) async throws -> [Int64] {
        if let words = refusals.words(on: uid, in: state.id) {
            return try await keep([FetchedMessage(uid: uid, content: .refused(words))], state, movesCursor)
        }
        let isBlamed = refusals.hasBroken(at: uid, in: state.id) ? try await anotherComes(others, state) : false
        do {
            var kept: [Int64] = []
            for try await batch in client.messages([uid]).batches() {
                kept += try await keepSound(batch, state, movesCursor)
            }
            return kept
        } catch let error as IMAPError where error.endsConnection {
            refusals.noteBreak(at: uid, in: state.id, "\(error)", isBlamed: isBlamed)
            throw error
        }
    }

    /// Whether the server hands out another message of the folder now: one that is to come, else one of the last that came.
    private func anotherComes(_ others: ArraySlice<UID>, _ state: FolderState) async throws -> Bool {
        if let other = others.first(where: { !refusals.hasBroken(at: $0, in: state.id) }) {
            return try await comes(other, state)
        }
        let validity = validity
        let known = try await desk.read { tx in try tx.lastKeptUIDs(of: state.id, uidValidity: validity) }
        // Some may have been moved or deleted since.
        for uid in known where try await comes(UID(UInt32(clamping: uid)), state) { return true }
        return false
    }

    private func comes(_ uid: UID, _ state: FolderState) async throws -> Bool {
        do {
            var comes = false
            for try await batch in client.messages([uid]).batches() {
                comes = comes || batch.contains { $0.content.isHandedOut }
            }
            return comes
        } catch let error as IMAPError where error.endsConnection {
            refusals.noteBreak(at: uid, in: state.id, "\(error)", isBlamed: false)
            throw error
        }
    }

    private func keepSound(_ batch: [FetchedMessage], _ state: FolderState, _ movesCursor: Bool) async throws -> [Int64]
    {
        let sound = batch.prefix { !refusals.isWorthAnotherTry($0, in: state.id) }
        let kept = sound.isEmpty ? [] : try await keep(Array(sound), state, movesCursor)
        if sound.count < batch.count { throw RefusedMessage(uid: batch[sound.count].uid) }
        return kept
    }

    private func keep(_ batch: [FetchedMessage], _ state: FolderState, _ movesCursor: Bool) async throws -> [Int64] {
        let mails = batch.compactMap { mail($0, state) }
        guard let last = batch.map(\.uid).max() else { return [] }
        let place = MailboxCursor(uidValidity: validity, lastUID: Int64(last.rawValue))
        let ids = try await desk.keep(mails, cursor: movesCursor ? (state.id, place) : nil)
        try await settle(batch)
        if movesCursor { try await desk.write { tx in try tx.noteMarked(state.id, upTo: place.lastUID) } }
        return ids
    }

    func mail(_ message: FetchedMessage, _ state: FolderState) -> ArrivedMail? {
        let place = ArrivedMail.Place(
            folderID: state.id, uidValidity: validity, uid: Int64(message.uid.rawValue))
        let receivedAt = message.internalDate.map { Instant($0) }, now = desk.database.currentTime
        var mail = ArrivedMail(
            raw: [], mailboxID: mailbox.id, place: place, source: .imap, receivedAt: receivedAt,
            isQuiet: (receivedAt ?? now) < now + -Self.quietAfterSeconds, folderRole: role)
        switch message.content {
        case .whole(let bytes): mail.raw = bytes
        case .tooLarge(let large):
            mail.raw = large.excerpt
            mail.isTruncated = true
        case .refused(let words):
            desk.logger.error("[email-to-ticket] The server refuses message \(message.uid): \(words)")
            mail.raw = Array("Subject: (message \(message.uid) could not be fetched)\r\n\r\n\(words)\r\n".utf8)
            mail.refusal = words
        case .missing: return nil
        }
        return mail
    }

    /// Nobody waits for an answer to what is older.
    private static let quietAfterSeconds = 86_400.0
}

extension FetchedMessage.Content {
    fileprivate var isHandedOut: Bool {
        switch self {
        case .whole, .tooLarge: true
        case .refused, .missing: false
        }
    }
}
