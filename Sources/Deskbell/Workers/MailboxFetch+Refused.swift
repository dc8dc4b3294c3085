import HelpDesk
import Logging
import Mail

extension MailboxFetch {
    /// Asks again for what the server has refused, after everything else: servers mend messages, and a refusal may have been
    /// want of breath. Each is asked for by itself, and counted before, since the connection may break over it.
    func fetchRefused(_ state: FolderState) async throws -> [Int64] {
        var kept: [Int64] = []
        for refused in try await desk.read({ tx in try tx.refusedMailDue(of: state.id) }) {
            try await desk.write { tx in
                try tx.noteAsked(refused)
                if refused.uidValidity != validity {
                    // Under its new number it has come, or is refused, by itself.
                    let words = "The folder was renumbered: the message has another number now."
                    try tx.noteStillRefused(refused, words, isOver: true)
                }
            }
            if refused.uidValidity == validity { kept += try await askAgain(for: refused, state) }
        }
        return kept
    }

    private func askAgain(for refused: RefusedMail, _ state: FolderState) async throws -> [Int64] {
        let uid = UID(UInt32(clamping: refused.uid))
        var answer: FetchedMessage?
        do { for try await message in client.messages([uid]) { answer = message } } catch let error as IMAPError
            where error.endsConnection
        {
            try await desk.write { tx in try tx.noteStillRefused(refused, "\(error)") }
            throw RefusedMessage(uid: uid)
        }
        guard let answer else { return [] }
        switch answer.content {
        case .missing:
            let words = "The message is no longer in the folder \(folder.name)."
            try await desk.write { tx in try tx.noteStillRefused(refused, words, isOver: true) }
            return []
        case .refused(let words):
            try await desk.write { tx in try tx.noteStillRefused(refused, words) }
            return []
        case .whole, .tooLarge: return try await take(answer, insteadOf: refused, state)
        }
    }

    private func take(
        _ message: FetchedMessage, insteadOf refused: RefusedMail, _ state: FolderState
    ) async throws -> [Int64] {
        guard let arrived = mail(message, state) else { return [] }
        desk.logger.notice("[email-to-ticket] The server hands out message \(message.uid) now")
        let row = try await desk.write { tx in try tx.takeIn(arrived, insteadOf: refused) }
        try await settle([message])
        return row.map { [$0] } ?? []
    }
}
