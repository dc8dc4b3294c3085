import Database

extension Schema {
    /// Mailboxes that the owner adds: their servers and choices. Columns named `…_secret` and `…_token` are sealed.
    static var mailboxAccounts: [SQL] {
        let columns: [SQL] = [
            "provider TEXT NOT NULL DEFAULT 'IMAP_SMTP'",
            "imap_host TEXT", "imap_port BIGINT", "imap_use_ssl BIGINT NOT NULL DEFAULT 1", "imap_user TEXT",
            "smtp_host TEXT", "smtp_port BIGINT", "smtp_use_tls BIGINT NOT NULL DEFAULT 1", "smtp_user TEXT",
            "smtp_signs_in BIGINT NOT NULL DEFAULT 1", "sign_in TEXT NOT NULL DEFAULT 'password'",
            "oauth_tenant TEXT", "oauth_client_id TEXT", "token_expires_at BIGINT", "oauth_failure TEXT",
            "import_choice TEXT NOT NULL DEFAULT 'unread'", "import_days BIGINT",
            "folder TEXT NOT NULL DEFAULT 'INBOX'", "junk_folder TEXT",
            "after_import TEXT NOT NULL DEFAULT 'seen'", "after_import_folder TEXT",
            "watches_sent BIGINT NOT NULL DEFAULT 0", "sent_folder TEXT",
            "copies_to_sent BIGINT NOT NULL DEFAULT 0", "notifies_itself BIGINT NOT NULL DEFAULT 0",
            "paused_at BIGINT", "removed_at BIGINT", "connected_at BIGINT", "plus_tested_at BIGINT",
            "plus_test_token TEXT", "plus_test_until BIGINT",
            "revision BIGINT NOT NULL DEFAULT 0",
        ]
        return columns.map { "ALTER TABLE mailbox ADD COLUMN \($0)" }
    }

    static func mailboxSecrets(_ engine: Engine) -> [SQL] {
        let columns: [SQL] = [
            "imap_secret", "smtp_secret", "oauth_client_secret", "oauth_refresh_token", "oauth_access_token",
        ]
        return columns.map { "ALTER TABLE mailbox ADD COLUMN \($0) \(engine.bytesType)" }
    }

    /// How far each folder was read. The ledger names a row of this table and not the folder, since a folder of the same
    /// name on another server counts its messages anew: then `is_current` moves to a new row.
    static func mailboxFolders(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE mailbox_folder (
                id \(engine.identityKey), mailbox_id BIGINT NOT NULL REFERENCES mailbox (id), name TEXT NOT NULL,
                account TEXT, is_current BIGINT NOT NULL DEFAULT 1, uid_validity BIGINT, last_uid BIGINT,
                catch_up TEXT, catch_up_until BIGINT, marked_uid BIGINT, highest_modseq BIGINT, swept_at BIGINT,
                began_at BIGINT NOT NULL)
            """,
            """
            CREATE UNIQUE INDEX mailbox_folder_by_name ON mailbox_folder (mailbox_id, name) WHERE is_current = 1
            """,
            """
            INSERT INTO mailbox_folder (mailbox_id, name, uid_validity, last_uid, marked_uid, began_at)
            SELECT id, 'INBOX', uid_validity, last_uid, marked_uid, created_at FROM mailbox
            WHERE uid_validity IS NOT NULL OR EXISTS (
                SELECT 1 FROM ledger WHERE ledger.mailbox_id = mailbox.id AND ledger.uid IS NOT NULL)
            """,
            "ALTER TABLE ledger ADD COLUMN folder_id BIGINT",
            "ALTER TABLE ledger ADD COLUMN mail_id_hash BIGINT",
            """
            UPDATE ledger SET folder_id = (SELECT id FROM mailbox_folder WHERE mailbox_id = ledger.mailbox_id)
            WHERE uid IS NOT NULL
            """,
            "DROP INDEX ledger_by_uid",
            // The cursor may be read twice after a crash; the row cannot be written twice.
            "CREATE UNIQUE INDEX ledger_by_uid ON ledger (folder_id, uid_validity, uid) WHERE uid IS NOT NULL",
            // What a folder that was renumbered, or a sweep, need not fetch again.
            "CREATE INDEX ledger_by_mail_id ON ledger (mail_id_hash) WHERE mail_id_hash IS NOT NULL",
            """
            CREATE TABLE oauth_request (
                state_hash \(engine.bytesType) PRIMARY KEY, mailbox_id BIGINT NOT NULL, verifier \(engine.bytesType) NOT NULL,
                redirect_uri TEXT NOT NULL, expires_at BIGINT NOT NULL)
            """,
            // Copies of sent mail that wait to be put into the Sent folder: 'due', then 'done'.
            "ALTER TABLE delivery ADD COLUMN sent_copy TEXT",
            "CREATE INDEX delivery_copy_due ON delivery (mailbox_id, id) WHERE sent_copy = 'due'",
            "UPDATE mailbox SET notifies_itself = 1 WHERE id = 1",
            "ALTER TABLE mailbox DROP COLUMN uid_validity",
            "ALTER TABLE mailbox DROP COLUMN last_uid",
            "ALTER TABLE mailbox DROP COLUMN marked_uid",
        ]
    }
}
