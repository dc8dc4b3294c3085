import Database
import Foundation

extension DeskTransaction {
    /// Makes a message findable by its words; the first of a ticket also by subject, number and requester.
    func index(_ message: Message, of ticket: Ticket, requester: Person?) throws {
        var texts = [message.text]
        if let requester { texts += [requester.name, requester.email ?? ""] }
        try index(messageID: message.id, texts: [ticket.subject, ticket.number] + texts)
    }

    func index(messageID: Int64, texts: [String]) throws {
        memo.gathered.words.append((messageID, withStemmer { $0.joinedStems(of: texts) }))
    }

    func writeWords() throws {
        for (id, words) in memo.gathered.words {
            switch sql.engine {
            case .sqlite: try post("INSERT INTO message_search (rowid, words) VALUES (\(id), \(words))")
            case .postgres:
                try post(
                    """
                    INSERT INTO message_search (message_id, words)
                    VALUES (\(id), array_to_tsvector(string_to_array(\(words), ' ')))
                    """)
            }
        }
        memo.gathered.words = []
    }

    /// Tickets with a message that holds all words, the newest such message first.
    ///
    /// Reads a bounded number of matches, newest first, so that a word of every second message costs no more than a rare one.
    func foundTickets(
        _ filter: TicketFilter, seenBy viewer: Viewer, after cursor: TicketCursor?, limit: Int
    ) throws -> TicketPage {
        if let ticket = try? ticket(filter.search.trimmingCharacters(in: .whitespaces), seenBy: viewer),
            filter.search.uppercased().contains("TKT-")
        {
            return TicketPage(
                rows: try shown(rows(ofTickets: [ticket.id]), of: filter, to: viewer), next: nil, total: 1)
        }
        let words = withStemmer { $0.stems(of: [filter.search]).prefix(20) }
        guard !words.isEmpty else { return TicketPage(rows: [], next: nil, total: 0) }
        let window = 1_000
        let matches = try sql.rows(
            match(Array(words), filter: filter, viewer: viewer, before: cursor?.id, limit: window))
        var tickets: [Int64] = [], seen = Set<Int64>(), last: Int64?, consumed = 0
        for match in matches {
            let ticket: Int64 = try match["ticket_id"]
            if tickets.count == limit && !seen.contains(ticket) { break }
            if seen.insert(ticket).inserted { tickets.append(ticket) }
            last = try match["id"]
            consumed += 1
        }
        let hasMore = consumed < matches.count || matches.count == window
        return TicketPage(
            rows: try shown(rows(ofTickets: tickets), of: filter, to: viewer),
            next: hasMore ? last.map { TicketCursor(activeAt: 0, id: $0) } : nil,
            total: Set(try matches.map { try $0["ticket_id"] as Int64 }).count)
    }

    private func match(_ words: [String], filter: TicketFilter, viewer: Viewer, before: Int64?, limit: Int) -> SQL {
        var conditions = filter.conditions(for: viewer, at: now) + [viewer.visibleMessages(at: now)]
        if let mailbox = filter.mailboxCondition { conditions.append(mailbox) }
        if let before { conditions.append("message.id < \(before)") }
        let source: SQL, order: SQL
        switch sql.engine {
        case .sqlite:
            let query = words.map { "\"\($0)\"" }.joined(separator: " ")
            let bound: SQL = if let before { " AND message_search.rowid < \(before)" } else { .empty }
            source =
                "(SELECT rowid AS message_id FROM message_search WHERE message_search MATCH \(query)\(bound) ORDER BY rowid DESC) AS found"
            order = "found.message_id"
        case .postgres:
            let query = words.map { "'\($0.replacing("'", with: "''").replacing("\\", with: "\\\\"))'" }.joined(
                separator: " & ")
            // Where nothing else narrows the search, the newest matches are all that is needed of a word that is everywhere.
            // The sum keeps PostgreSQL from walking all messages backwards for a word that is rare.
            let bound: SQL = if let before { " AND message_id < \(before)" } else { .empty }
            let isAll = filter.isEverything && viewer.isStaff
            let newest: SQL = isAll ? "\(bound) ORDER BY message_id + 0 DESC LIMIT \(limit)" : .empty
            source =
                "(SELECT message_id FROM message_search WHERE words @@ (\(query)::text)::tsquery\(newest)) AS found"
            order = "message.id"
        }
        return """
            SELECT message.id, message.ticket_id FROM \(source)
            JOIN message ON message.id = found.message_id JOIN ticket ON ticket.id = message.ticket_id
            WHERE \(conditions.joined(by: " AND "))
            ORDER BY \(order) DESC LIMIT \(limit)
            """
    }

    private func rows(ofTickets ids: [Int64]) throws -> [TicketRow] {
        let found = try all(
            TicketRow.self, "SELECT \(TicketRow.columns) FROM ticket \(TicketRow.joins) WHERE ticket.id IN \(ids)")
        let byID = Dictionary(found.map { ($0.ticket.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { byID[$0] }
    }
}
