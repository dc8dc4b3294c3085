import HelpDesk
import Logging
import Mail

extension MailboxLook {
    /// The Sent folder: as the owner has named it, else by its role or name.
    /// - Throws: `IMAPError.noSuchFolder` where there is none.
    func sentFolder() async throws -> String {
        if let name = mailbox.sentFolder { return name }
        if let found = try await client.list().first(where: { $0.role == .sent && $0.canBeSelected }) {
            return found.name
        }
        throw IMAPError.noSuchFolder("Sent", serverText: "no folder has this role; name it in the settings")
    }

    /// Puts what was sent into the Sent folder. What a crash has left half done is found there by its Message-ID.
    func copySentMail() async throws {
        guard mailbox.copiesToSent, !mailbox.provider.keepsSentMail else { return }
        let id = mailbox.id
        let due = try await desk.read { tx in try tx.sentCopiesDue(of: id) }
        guard !due.isEmpty else { return }
        let folder = try await sentFolder()
        _ = try await client.select(folder)
        for copy in due {
            var isKept = true
            do {
                if try await client.search(.header("Message-ID", copy.mailID)).isEmpty {
                    try await client.append(copy.raw, to: folder, date: copy.sentAt.date)
                }
            } catch IMAPError.noSuchFolder(_, let words) {
                // The folder is open, so it is the mail that is refused: too large, or no room.
                desk.logger.error("[email] No copy of delivery \(copy.id) in \(folder): \(words)")
                isKept = false
            }
            let kept = isKept
            try await desk.write { tx in try tx.noteSentCopy(copy.id, isKept: kept) }
        }
    }
}
