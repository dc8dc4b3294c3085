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
        guard try await !desk.read({ tx in try tx.sentCopiesDue(of: id, limit: 1) }).isEmpty else { return }
        // `deskbell sync` looks beside the server's watcher.
        guard try await desk.write({ tx in try tx.claimSentCopies(of: id) }) else { return }
        let result = await Result { try await copyClaimedMail() }
        try await desk.write { tx in try tx.releaseSentCopies(of: id) }
        try result.get()
    }

    private func copyClaimedMail() async throws {
        let id = mailbox.id
        let due = try await desk.read { tx in try tx.sentCopiesDue(of: id) }
        let folder = try await sentFolder()
        _ = try await client.select(folder)
        for copy in due {
            guard try await desk.write({ tx in try tx.claimSentCopies(of: id) }) else { return }
            var isKept = true
            do { try await put(copy, into: folder) } catch {
                guard Self.isAboutTheCopy(error) else { throw error }
                desk.logger.error("[email] No copy of delivery \(copy.id) in \(folder): \(error)")
                isKept = false
            }
            let kept = isKept
            try await desk.write { tx in try tx.noteSentCopy(copy.id, isKept: kept) }
        }
    }

    private func put(_ copy: SentCopy, into folder: String) async throws {
        guard try await client.search(.header("Message-ID", copy.mailID)).isEmpty else { return }
        try await client.append(copy.raw.get(), to: folder, date: copy.sentAt.date)
    }

    /// The folder is open: what is refused now is the mail, which is too large or finds no room (`OVERQUOTA`), or has no
    /// content any more.
    private static func isAboutTheCopy(_ error: any Error) -> Bool {
        switch error {
        case let error as IMAPError: !error.endsConnection
        case is ContentStoreError, is DeskError: true
        default: false
        }
    }
}
