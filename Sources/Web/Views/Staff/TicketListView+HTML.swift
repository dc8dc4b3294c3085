extension TicketListView {
    /// The region of the list, `id="list"`.
    /// - Parameter ailing: what is wrong with mailboxes.
    func html(ailing: HTML? = nil, for reader: Reader) -> HTML {
        let words = reader.words
        return """
            <section class="list" id="list" aria-labelledby="view" \
            data-path="\(Route.inbox(view: view, status: status, query: query, mailbox: mailbox, after: after))" tabindex="-1">
            \(bar(words))
            \(ailing)
            \(filters(words))
            \(rows.isEmpty ? emptyState(words) : table(reader))
            </section>
            """
    }

    private func bar(_ words: Words) -> HTML {
        let title = query.isEmpty ? words.view(view) : words.found
        // Where a ticket is open, its subject is the first heading.
        let heading: HTML = current == nil ? "h1" : "h2"
        return """
            <header class="bar">
            <button class="quiet square narrow" popovertarget="side" aria-label="\(words.views)">\(Icon.menu.html)</button>
            <\(heading) id="view">\(title) <span class="count">\(words.grouped(total))\(total >= 1000 ? "+" : "")</span></\(heading)>
            <form class="push" method="post" action="\(Route.sync)">\
            <input type="hidden" name="back" value="\(Route.inbox(view: view, status: status, query: query, mailbox: mailbox))">\
            <button class="quiet" title="\(words.syncWithMail)">\(Icon.refresh.html) <span class="clip">\(words.syncWithMail)</span></button></form>
            </header>
            """
    }

    /// Filters by status where the view has tickets of all states; and what was searched for.
    private func filters(_ words: Words) -> HTML? {
        let hasStates = view == .all || !query.isEmpty
        guard hasStates || mailboxes.count > 1 else { return nil }
        let choices: [StatusMark?] = [nil] + StatusMark.allCases
        let chips: [HTML] = choices.map { choice in
            """
            <a href="\(Route.inbox(view: view, status: choice, query: query, mailbox: mailbox))"\(HTML.current(choice == status))>\
            \(choice.map(words.status) ?? words.anyStatus)</a>
            """
        }
        let searched: HTML? =
            query.isEmpty
            ? nil
            : """
            <a class="chip" href="\(Route.inbox(view: view, mailbox: mailbox))" title="\(words.clearSearch)"><span class="clip">\(query)</span>\
            <span class="hide">\(words.clearSearch)</span>\(Icon.x.html)</a>
            """
        return
            """
            <nav class="filter" aria-label="\(words.filters)">\(searched)\
            \(hasStates ? "<div class=\"chips\">\(chips)</div>" as HTML : nil)\
            \(mailboxes.count > 1 ? mailboxChoice(words) : nil)</nav>
            """
    }

    /// Only what came to one mailbox. Without script a button shows it.
    private func mailboxChoice(_ words: Words) -> HTML {
        let kept: [(String, String?)] = [("view", view.rawValue), ("status", status?.rawValue), ("q", query)]
        let hidden: [HTML] = kept.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" }
        }
        let options = mailboxes.map { (value: $0.id, text: $0.address, isChosen: $0.id == mailbox) }
        let choice = select(
            "mailbox", id: "mailbox", label: words.mailbox,
            [(value: "", text: words.allMailboxes, isChosen: mailbox == nil)] + options)
        return """
            <form class="line" action="\(Route.inbox)" data-filter>\(hidden)\(choice)\
            <button class="unscripted">\(words.show)</button></form>
            """
    }

    private func table(_ reader: Reader) -> HTML {
        let more: HTML? = next.map { cursor in
            """
            <p class="further"><a class="button block" rel="next" \
            href="\(Route.inbox(view: view, status: status, query: query, mailbox: mailbox, after: cursor))">\(reader.words.showMore)</a></p>
            """
        }
        return """
            <ul class="rows" aria-label="\(reader.words.tickets)">\(rows.map { $0.html(isOpen: $0.number == current, in: view, for: reader) })</ul>
            \(more)
            """
    }

    private func emptyState(_ words: Words) -> HTML {
        if isFirstRun {
            return empty(
                .mail, words.firstRun, words.firstRunHint,
                action: isOwner ? (Route.mailboxes, words.connectMailbox) : nil)
        }
        if !query.isEmpty || status != nil || mailbox != nil {
            return empty(
                .search, words.nothingFound, words.nothingFoundHint,
                action: (Route.inbox(view: .all), words.showAllTickets))
        }
        let action = view == .all ? nil : (Route.inbox(view: .all), words.showAllTickets)
        return empty(.bell, words.allDone, words.allDoneHint(resolvedToday: resolvedToday), action: action)
    }
}

/// A picture, a line, a sentence, and one thing to do.
func empty(_ icon: Icon, _ title: String, _ hint: String, action: (path: String, text: String)?) -> HTML {
    let button: HTML? = action.map {
        "<div class=\"line\"><a class=\"button\" href=\"\($0.path)\">\($0.text)</a></div>"
    }
    return "<div class=\"empty\">\(icon.html)<h2>\(title)</h2><p>\(hint)</p>\(button)</div>"
}
