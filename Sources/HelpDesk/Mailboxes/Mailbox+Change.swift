import Database
import Logging

extension DeskTransaction {
    /// Adds a mailbox, or takes one back that was removed while tickets hang on it.
    /// - Throws: `DeskError.invalid` with every problem of the draft; `.conflict` for an address that is there already.
    @discardableResult
    public func addMailbox(_ draft: MailboxDraft, by viewer: Viewer) throws -> Mailbox {
        try viewer.requireOwner()
        try draft.check(against: nil)
        try check(references: draft)
        let address = trimmed(draft.address)
        let known = try mailbox(address: address)
        guard known?.isEnabled != true else {
            throw DeskError.conflict("\(address) is set up already. Change that mailbox instead.")
        }
        let id =
            try known?.id
            ?? inserted(
                Row.self,
                """
                INSERT INTO mailbox (address, folded, created_at) VALUES (\(address), \(folded(address)), \(now))
                RETURNING id
                """)["id"]
        // Taken back, it begins anew: what arrived while it was away is a matter of the import choice.
        try run("UPDATE mailbox_folder SET is_current = 0 WHERE mailbox_id = \(id)")
        try run(
            "UPDATE mailbox SET is_enabled = 1, paused_at = NULL, removed_at = NULL, created_at = \(now) WHERE id = \(id)"
        )
        return try write(draft, to: id)
    }

    fileprivate func write(_ draft: MailboxDraft, to id: Int64) throws -> Mailbox {
        try writeChoices(draft, to: id)
        if id != 1 { try writeServers(draft, to: id) }
        try run("UPDATE mailbox SET revision = revision + 1, failure = NULL WHERE id = \(id)")
        try tellOfMailboxes()
        guard let mailbox = try mailbox(id: id) else { throw DeskError.notFound("Mailbox") }
        return mailbox
    }

    private func writeChoices(_ draft: MailboxDraft, to id: Int64) throws {
        let name = oneLine(draft.displayName)
        let signature = draft.signature.allSatisfy(\.isWhitespace) ? nil : draft.signature
        try run(
            """
            UPDATE mailbox SET name = \(name.isEmpty ? nil : name), language = \(draft.language),
                signature = \(signature), category_id = \(draft.categoryID), department_id = \(draft.departmentID),
                assignee_id = \(draft.assigneeID), import_choice = \(draft.importChoice.name),
                import_days = \(draft.importChoice.days), folder = \(trimmed(draft.folder)),
                junk_folder = \(optional(draft.junkFolder)), after_import = \(draft.afterImport.name),
                after_import_folder = \(draft.afterImport.folder), watches_sent = \(draft.watchesSent),
                sent_folder = \(optional(draft.sentFolder)), copies_to_sent = \(draft.copiesToSent),
                notifies_itself = \(draft.notifiesItself),
                form_senders = \(optional(Set(draft.formAddresses).sorted().joined(separator: "\n")))
            WHERE id = \(id)
            """)
    }

    private func writeServers(_ draft: MailboxDraft, to id: Int64) throws {
        let imap = draft.imap, smtp = draft.smtp, address = trimmed(draft.address)
        try run(
            """
            UPDATE mailbox SET address = \(address), folded = \(folded(address)), provider = \(draft.provider.rawValue),
                imap_host = \(imap.host), imap_port = \(imap.port), imap_use_ssl = \(imap.usesTLS),
                imap_user = \(imap.user), smtp_host = \(smtp?.host), smtp_port = \(smtp?.port),
                smtp_use_tls = \(smtp?.usesTLS ?? true), smtp_user = \(smtp?.user), smtp_signs_in = \(draft.smtpSignsIn),
                sign_in = \(draft.signIn.rawValue), oauth_tenant = \(optional(draft.oauthTenant)),
                oauth_client_id = \(optional(draft.oauthClientID))
            WHERE id = \(id)
            """)
        try seal(draft, for: id)
    }

    /// A category, a department or a person that is not there would only be noticed with the next mail.
    private func check(references draft: MailboxDraft) throws {
        var problems: [String: String] = [:]
        if let id = draft.categoryID, try !exists("SELECT 1 FROM category WHERE id = \(id)") {
            problems["category"] = "is not there any more"
        }
        if let id = draft.departmentID, try !exists("SELECT 1 FROM department WHERE id = \(id)") {
            problems["department"] = "is not there any more"
        }
        if let id = draft.assigneeID, try person(id: id)?.isStaff != true {
            problems["assignee"] = "is not a member of staff"
        }
        guard problems.isEmpty else { throw DeskError.invalid(problems) }
    }

    private func exists(_ query: SQL) throws -> Bool { try value(Int64.self, query) != nil }

    /// Every server that watches mailboxes looks at them again.
    func tellOfMailboxes() throws { try sql.notify(Desk.mailboxesChannel, "") }

    fileprivate func checkAgain(_ draft: MailboxDraft, against mailbox: Mailbox) throws {
        try draft.check(against: mailbox)
        try check(references: draft)
        guard !mailbox.isEnvironments else { return }
        if let other = try self.mailbox(address: trimmed(draft.address)), other.id != mailbox.id {
            throw DeskError.invalid("address", "belongs to another mailbox already")
        }
    }
}

private func optional(_ text: String) -> String? {
    let text = trimmed(text)
    return text.isEmpty ? nil : text
}

extension Mailbox {
    /// What became of a mailbox that was removed.
    public enum Removal: Sendable {
        /// Nothing of it is left.
        case deleted
        /// Tickets or mail hang on it: it is out of use and its secrets are gone. Its tickets are answered from the main
        /// mailbox from then on.
        case archived
    }

    /// Changes what the draft says, but for secrets that it leaves empty. Of the environment's mailbox the address and
    /// the servers stay as the environment says.
    /// - Returns: the mailbox as it is now.
    /// - Throws: `DeskError.invalid` with every problem of the draft, by the names of the API.
    @discardableResult
    public func change(_ draft: MailboxDraft, by viewer: Viewer, in tx: DeskTransaction) throws -> Mailbox {
        try viewer.requireOwner()
        try tx.checkAgain(draft, against: self)
        return try tx.write(draft, to: id)
    }

    /// Stops fetching; what it was told to send still goes out.
    public func pause(by viewer: Viewer, in tx: DeskTransaction) throws {
        try viewer.requireOwner()
        try tx.run("UPDATE mailbox SET paused_at = \(tx.now), revision = revision + 1 WHERE id = \(id)")
        try tx.tellOfMailboxes()
    }

    /// Goes on fetching where it was stopped.
    public func resume(by viewer: Viewer, in tx: DeskTransaction) throws {
        try viewer.requireOwner()
        try tx.run("UPDATE mailbox SET paused_at = NULL, failure = NULL, revision = revision + 1 WHERE id = \(id)")
        try tx.tellOfMailboxes()
    }

    /// Takes the mailbox out of use. Its secrets are deleted in every case.
    /// - Throws: `DeskError.conflict` for the environment's mailbox.
    @discardableResult
    public func remove(by viewer: Viewer, in tx: DeskTransaction) throws -> Removal {
        try viewer.requireOwner()
        guard !isEnvironments else {
            throw DeskError.conflict(
                "This mailbox comes from the environment. Set EMAIL_TO_TICKET_ENABLED=false there, or pause it.")
        }
        try tx.tellOfMailboxes()
        if try tx.isMailboxUsed(id) {
            try tx.archive(id)
            return .archived
        }
        try tx.run("DELETE FROM mailbox_folder WHERE mailbox_id = \(id)")
        try tx.run("DELETE FROM sending_account WHERE mailbox_id = \(id)")
        try tx.run("DELETE FROM mailbox WHERE id = \(id)")
        return .deleted
    }
}

extension DeskTransaction {
    fileprivate func isMailboxUsed(_ id: Int64) throws -> Bool {
        let uses: [SQL] = ["ticket", "ticket_mailbox", "ledger", "delivery"]
        return try uses.contains { table in
            try value(Int64.self, "SELECT 1 FROM \(table) WHERE mailbox_id = \(id) LIMIT 1") != nil
        }
    }

    fileprivate func archive(_ id: Int64) throws {
        try run(
            """
            UPDATE mailbox SET is_enabled = 0, removed_at = \(now), revision = revision + 1, imap_secret = NULL,
                smtp_secret = NULL, oauth_client_secret = NULL, oauth_refresh_token = NULL, oauth_access_token = NULL
            WHERE id = \(id)
            """)
        // The sender gives up at once what nobody can send any more.
        try run(
            """
            UPDATE delivery SET due_at = \(now)
            WHERE done_at IS NULL AND state = 'queued' AND attempts > 0 AND mailbox_id = \(id)
            """)
        try resumeSending(of: id)
    }
}

extension Desk {
    static let mailboxesChannel = "deskbell_mailboxes"

    /// Wakes whoever watches mailboxes, whenever the owner has changed one on any server.
    public func mailboxChanges() -> AsyncStream<Void> { signals(Self.mailboxesChannel) }
}
