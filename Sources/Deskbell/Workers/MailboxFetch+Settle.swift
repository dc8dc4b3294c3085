import HelpDesk
import Logging
import Mail

extension MailboxFetch {
    /// Does on the server what the mailbox asks for with mail that is kept. Of what is too large the server has the only
    /// whole copy: it is never deleted. What the server refuses stays as it is, for people to look at.
    func settle(_ batch: [FetchedMessage]) async throws {
        let whole = batch.filter { $0.raw != nil }.map(\.uid)
        let parts = batch.filter { if case .tooLarge = $0.content { true } else { false } }.map(\.uid)
        guard mailbox.afterImport == .delete else { return try await settle((whole + parts).sorted()) }
        try await settle(whole)
        if role == nil { try await client.store(parts, adding: [.seen]) }
    }

    /// Sent mail and junk stay as they are.
    private func settle(_ uids: [UID]) async throws {
        guard role == nil, !uids.isEmpty else { return }
        switch mailbox.afterImport {
        case .seen: try await client.store(uids, adding: [.seen])
        case .keyword:
            guard folder.canStore(.ticketImported) else {
                desk.logger.notice(
                    "[email-to-ticket] \(folder.name) keeps no keywords: imported mail is not marked there")
                return
            }
            try await client.store(uids, adding: [.ticketImported])
        case .move(let target): try await move(uids, to: target)
        case .delete: try await client.delete(uids)
        }
    }

    private func move(_ uids: [UID], to target: String) async throws {
        do { try await client.move(uids, to: target) } catch IMAPError.noSuchFolder {
            try await client.create(target)
            try await client.move(uids, to: target)
        }
    }

    /// Mail that was kept right before a crash has not been settled yet. What people mark as unread later stays so.
    func markWhatACrashLeft(_ state: FolderState) async throws {
        let marked = state.markedUID ?? 0
        guard role == nil, let cursor = state.cursor, cursor.uidValidity == validity, marked < cursor.lastUID else {
            return
        }
        let deletes = mailbox.afterImport == .delete
        let kept = try await desk.read { tx in
            let (id, validity, from, to) = (state.id, cursor.uidValidity, marked + 1, cursor.lastUID)
            return deletes
                ? try tx.wholeUIDs(of: id, uidValidity: validity, from: from, to: to)
                : try tx.keptUIDs(of: id, uidValidity: validity, from: from, to: to)
        }
        if !kept.isEmpty {
            let left = try await client.search(unsettled).filter { kept.contains(Int64($0.rawValue)) }
            try await settle(left)
        }
        try await desk.write { tx in try tx.noteMarked(state.id, upTo: cursor.lastUID) }
    }

    private var unsettled: [SearchCriterion] {
        switch mailbox.afterImport {
        case .seen: [.unseen]
        case .keyword: [.without(.ticketImported)]
        case .move, .delete: []
        }
    }
}

extension Flag {
    /// Says that Deskbell has it, for mailboxes whose mail stays unread.
    static let ticketImported = Flag(rawValue: "$TicketImported")
}
