extension InboxPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <main>
            \(list.html(ailing: frame.ailing(reader), for: reader))
            \(ticket.map { $0.region(for: reader) } ?? noTicket(words))
            </main>
            \(ticket.map { $0.aside(for: reader) } ?? noDetails(words))
            """
        let title = ticket.map { $0.subject.isEmpty ? $0.number : $0.subject } ?? words.view(list.place.view)
        return frame.page(title: title, screen: ticket == nil ? "list" : "ticket", content: content, for: reader)
    }

    private func noTicket(_ words: Words) -> HTML {
        """
        <section class="ticket" id="ticket" tabindex="-1" aria-label="\(words.ticket)">
        \(empty(.inbox, words.chooseTicket, words.chooseTicketHint, action: nil))
        </section>
        """
    }

    private func noDetails(_ words: Words) -> HTML {
        "<aside class=\"details\" id=\"details\" popover aria-label=\"\(words.details)\"></aside>"
    }
}

extension StaffFrame {
    /// What the script swaps when a list changes: the list, the views with their counts, the health of the mailboxes. Answers
    /// `X-Part: list`.
    func part(_ list: HTML, for reader: Reader) -> HTML {
        "\(list)\(views(reader.words))\(health(reader))"
    }
}
