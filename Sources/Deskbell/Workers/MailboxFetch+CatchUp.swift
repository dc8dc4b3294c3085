import Database
import Foundation
import HelpDesk
import Logging
import Mail

extension MailboxFetch {
    /// The first look, or the first one since the folder was renumbered: what is there by now is worked through from the
    /// bottom, and from then on whatever gets a higher UID is new.
    func begin(_ state: FolderState) async throws -> FolderState {
        // Read before anything else: what arrives from now on is new.
        let highest = try await client.search(.after(UID(0))).max() ?? UID(0)
        let isFirst = state.cursor == nil || state.catchUp?.kind == .first
        if !isFirst {
            desk.logger.warning(
                "[email-to-ticket] The folder \(folder.name) of \(mailbox.address) was renumbered (UIDVALIDITY): comparing it with the ledger"
            )
        }
        let work = FolderState.CatchUp(kind: isFirst ? .first : .renumbered, untilUID: Int64(highest.rawValue))
        let validity = validity
        return try await desk.write { tx in
            try tx.beginCatchUp(work, of: state.id, uidValidity: validity)
            return try tx.folderState(id: state.id) ?? state
        }
    }

    /// Goes on with what `begin` has begun, also after a restart: the cursor says how far that has got.
    func catchUp(_ state: inout FolderState) async throws -> [Int64] {
        guard let work = state.catchUp, let cursor = state.cursor else { return [] }
        let chosen = try await work.kind == .first ? firstChoice(state) : unknownMail(state)
        let kept = try await fetch(
            chosen.filter { cursor.lastUID < $0.rawValue && $0.rawValue <= work.untilUID }, into: state)
        let id = state.id, known = state
        state = try await desk.write { tx in
            try tx.endCatchUp(of: id)
            return try tx.folderState(id: id) ?? known
        }
        return kept
    }

    /// By the mailbox's import choice; of Sent and junk folders nothing, and from then on what arrives.
    private func firstChoice(_ state: FolderState) async throws -> [UID] {
        guard role == nil else { return [] }
        return switch mailbox.importChoice {
        case .unread: try await client.search(.unseen)
        case .all: try await client.search(.after(UID(0)))
        case .lastDays(let days): try await arrived(since: mailbox.createdAt + -86_400 * Double(days))
        case .fromNow: try await arrived(since: mailbox.createdAt)
        }
    }

    /// SEARCH knows days alone, in the server's own time zone: the hour is compared here. The minute is for clocks that differ.
    private func arrived(since instant: Instant) async throws -> [UID] {
        let found = try await client.search(.since((instant + -86_400).date))
        let earliest = (instant + -60).date, dates = try await client.arrivalDates(of: found)
        return found.filter { uid in dates[uid].map { $0 >= earliest } ?? true }
    }

    /// What the ledger does not have and what is not older than the first connection: that mail was left alone then, and a
    /// new number is no reason to open tickets for it.
    private func unknownMail(_ state: FolderState) async throws -> [UID] {
        let unknown = try await withoutKnown(client.heads(arrived(since: state.beganAt)))
        desk.logger.warning("[email-to-ticket] \(folder.exists) messages are there, \(unknown.count) of them are new")
        return unknown
    }

    private func withoutKnown(_ heads: [MessageHead]) async throws -> [UID] {
        let named = heads.map { head in (head: head, name: mailIDHash(ofHeader: head.header)) }
        let names = named.compactMap(\.name), id = mailbox.id
        let known = try await desk.read { tx in try tx.knownMail(of: id, among: names) }
        return named.filter { head, name in
            guard let name else { return true }
            return !known.contains(KnownMail(mailIDHash: name, size: head.size))
                && !known.contains(KnownMail(mailIDHash: name, size: nil))
        }.map(\.head.uid)
    }

    /// Once a day, what arrived in the last week and stands neither under its UID nor under its Message-ID in the
    /// ledger: servers let UIDs become visible out of order, and backups bring mail back.
    func sweepIfDue(_ state: FolderState) async throws -> [Int64] {
        guard let cursor = state.cursor, cursor.uidValidity == validity else { return [] }
        let now = desk.database.currentTime
        if let last = state.sweptAt, last > now + -Self.sweepSeconds { return [] }
        let since = max(state.beganAt, now + -Self.sweptSeconds)
        let last = try await desk.read { tx in try tx.folderState(id: state.id)?.cursor?.lastUID } ?? cursor.lastUID
        let found = try await arrived(since: since).filter { $0.rawValue <= last }
        let kept: [Int64]
        if let first = found.first?.rawValue {
            let validity = validity
            let known = try await desk.read { tx in
                try tx.knownUIDs(of: state.id, uidValidity: validity, from: Int64(first), to: last)
            }
            let missed = try await withoutKnown(client.heads(found.filter { !known.contains(Int64($0.rawValue)) }))
            if !missed.isEmpty {
                desk.logger.warning(
                    "[email-to-ticket] The sweep of \(folder.name) found \(missed.count) missed messages")
            }
            kept = try await fetch(missed, into: state, movesCursor: false)
        } else {
            kept = []
        }
        try await desk.write { tx in try tx.noteSweep(of: state.id) }
        return kept
    }

    private static let sweepSeconds = 86_400.0
    private static let sweptSeconds = 7 * 86_400.0
}
