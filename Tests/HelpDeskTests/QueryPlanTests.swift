import Database
import Foundation
import HelpDesk
import TestKit
import Testing

@Suite struct `Query plans` {
    /// The list, the counts, the queue and the look-ups of the intake, as they are asked a thousand times a minute.
    @Test func `no query of a page or of the intake reads a whole table`() async throws {
        let desk = try await TestDesk(.sqlite)
        try await BenchDesk(desk: desk.desk).fill(tickets: 2_000)
        let queries: [SQL] = [
            "SELECT 1 FROM ticket WHERE status = 'open' AND (active_at, id) < (9, 9) ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket WHERE assignee_id = 1 AND is_unresolved = 1 ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket WHERE assignee_id IS NULL AND is_unresolved = 1 ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket WHERE department_id = 1 AND (active_at, id) < (9, 9) ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket WHERE status = 'open' AND department_id = 1 ORDER BY active_at DESC, id DESC LIMIT 51",
            """
            SELECT 1 FROM ticket WHERE status = 'open' AND is_unresolved = 1 AND priority = 'urgent'
            AND priority <> 'medium' AND (active_at, id) < (9, 9) ORDER BY active_at DESC, id DESC LIMIT 51
            """,
            "SELECT 1 FROM ticket WHERE status = 'open' AND is_unresolved = 1 AND category_id = 1 ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket WHERE status = 'closed' AND is_unresolved = 0 AND assignee_id = 1 ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket WHERE category_id = 1 LIMIT 1000",
            "SELECT 1 FROM ticket_tag WHERE tag = 'a' LIMIT 10000",
            "SELECT min(tag) FROM ticket_tag WHERE tag > 'a'",
            "SELECT 1 FROM ticket WHERE mailbox_id = 1 AND (active_at, id) < (9, 9) ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket_mailbox JOIN ticket ON ticket.id = ticket_mailbox.ticket_id WHERE ticket_mailbox.mailbox_id = 2",
            "SELECT 1 FROM ticket WHERE requester_id = 1 ORDER BY active_at DESC, id DESC LIMIT 51",
            "SELECT 1 FROM ticket WHERE number = 'TKT-2026-00001'",
            "SELECT 1 FROM ledger WHERE outcome = 'pending' ORDER BY id LIMIT 100",
            """
            SELECT 1 FROM ledger WHERE identity = x'00'
                AND (outcome = 'created' OR outcome = 'appended' OR outcome = 'bounce' OR outcome = 'quarantined')
            """,
            "SELECT uid FROM ledger WHERE folder_id = 1 AND uid_validity = 1 AND uid IS NOT NULL AND uid >= 1 AND uid <= 9",
            "SELECT uid FROM ledger WHERE folder_id = 1 AND uid_validity = 1 AND uid IS NOT NULL AND is_refused = 0 ORDER BY uid DESC LIMIT 5",
            "SELECT id FROM ledger WHERE folder_id = 1 AND refetch_at IS NOT NULL AND refetch_at <= 5 ORDER BY refetch_at LIMIT 20",
            "SELECT DISTINCT mailbox_id FROM ledger WHERE refetch_at IS NOT NULL AND refetch_at <= 5 AND refetch_at > 1",
            "SELECT mail_id_hash, size FROM ledger WHERE mail_id_hash IN (1, 2) AND mail_id_hash IS NOT NULL AND mailbox_id = 1",
            "SELECT * FROM mailbox_folder WHERE mailbox_id = 1 AND name = 'INBOX' AND is_current = 1",
            "SELECT id FROM person WHERE role <> 'customer' AND disabled_at IS NULL ORDER BY name, id",
            "SELECT id FROM person WHERE role <> 'customer' ORDER BY name, id LIMIT 1000",
            "SELECT 1 FROM mail_reference WHERE hash = x'00'",
            "SELECT 1 FROM person_address JOIN person ON person.id = person_address.person_id WHERE folded = 'a'",
            "SELECT 1 FROM delivery WHERE done_at IS NULL AND state = 'queued' AND due_at <= 5 ORDER BY due_at LIMIT 10",
            "SELECT 1 FROM delivery WHERE recipient_folded = 'a' AND created_at > 5",
            "SELECT 1 FROM delivery WHERE message_id IN (1, 2)",
            "SELECT 1 FROM delivery WHERE mail_id = 'a'",
            "SELECT 1 FROM delivery WHERE alias = 'a' LIMIT 1",
            "SELECT id, ticket_id FROM message WHERE id IN (1, 2)",
            "SELECT 1 FROM message WHERE ticket_id = 1 ORDER BY id DESC LIMIT 500",
            """
            SELECT 1 FROM message WHERE ticket_id = 1 AND message.is_internal = 0 AND NOT (message.is_staff_reply = 1
            AND EXISTS (SELECT 1 FROM delivery WHERE delivery.message_id = message.id AND delivery.kind = 'reply'
            AND delivery.state = 'queued' AND delivery.attempts = 0 AND delivery.due_at > 5))
            ORDER BY id DESC LIMIT 500
            """,
            "SELECT author_id FROM message WHERE ticket_id = 1 AND id > 9 AND is_staff_reply = 1 ORDER BY id DESC LIMIT 1",
            "SELECT max(at) FROM event WHERE ticket_id = 1 AND at < 5",
            "SELECT * FROM event WHERE ticket_id = 1 AND kind = 'status_changed' AND at >= 5 ORDER BY id LIMIT 50",
            "SELECT 1 FROM attachment WHERE message_id IN (1, 2)",
            "SELECT 1 FROM event WHERE ticket_id = 1 ORDER BY id DESC",
            "SELECT 1 FROM job WHERE state = 'ready' AND run_at <= 5 ORDER BY run_at LIMIT 20",
        ]
        for query in queries {
            let plan = try await desk.desk.database.plan(of: query)
            #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.contains("USING") }, "\(query): \(plan)")
            #expect(
                !plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") && !$0.contains("LAST") }, "\(query): \(plan)")
        }
        await desk.close()
    }
}
