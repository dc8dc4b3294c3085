import HelpDesk
import Logging
import Mail

/// All folders of one mailbox that are read, over one connection that has signed in.
struct MailboxLook: Sendable {
    let desk: Desk
    let mailbox: Mailbox
    let client: IMAPClient
    let account: String
    var refusals = Refusals()
    /// Whether the log says so where nothing is new; not again and again while a server announces by itself what is.
    var tellsOfNothing = true

    /// Looks into each folder, the one for incoming mail last, so that it is open afterwards and can be waited in.
    /// - Returns: the ledger rows of new mail.
    func run() async throws -> [Int64] {
        var kept: [Int64] = [], problem: String?
        for role in [FolderRole.junk, .sent] {
            do {
                if role == .sent { try await copySentMail() }
                guard let name = try await folder(role) else { continue }
                kept += try await look(into: name, as: role)
            } catch let error as IMAPError where !error.endsConnection {
                // A folder that was renamed, or is full, must not keep the mail that comes in from being read.
                problem = "\(error)"
            }
        }
        kept += try await look(into: mailbox.folder, as: nil)
        if kept.isEmpty, tellsOfNothing { desk.logger.info("No unread emails") }
        let id = mailbox.id, told = problem
        try await desk.write { tx in
            try tx.noteFetch(of: id, failure: nil)
            if let told { try tx.noteFetch(of: id, failure: told) }
        }
        try await testPlusAddressOnce()
        return kept
    }

    private func look(into name: String, as role: FolderRole?) async throws -> [Int64] {
        let open = await client.selected
        let folder: SelectedFolder
        if let open, open.name == name { folder = open } else { folder = try await client.select(name) }
        return try await MailboxFetch(
            desk: desk, mailbox: mailbox, account: account, client: client, folder: folder, role: role,
            refusals: refusals
        ).run()
    }

    /// The first connection of a mailbox that can send proves whether its reply addresses can be used.
    private func testPlusAddressOnce() async throws {
        let id = mailbox.id
        guard !mailbox.isEnvironments, mailbox.smtp != nil, mailbox.plusTestedAt == nil else { return }
        try await desk.write { tx in
            guard let now = try tx.mailbox(id: id), now.plusTestedAt == nil else { return }
            try tx.testPlusAddressing(of: now, by: .system)
        }
    }

    private func folder(_ role: FolderRole) async throws -> String? {
        switch role {
        case .junk: return mailbox.junkFolder
        case .sent: return mailbox.watchesSent ? try await sentFolder() : nil
        }
    }
}
