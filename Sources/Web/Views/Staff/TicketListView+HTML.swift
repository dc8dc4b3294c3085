extension TicketListView {
    /// The region of the list, `id="list"`.
    /// - Parameter ailing: what is wrong with mailboxes.
    func html(ailing: HTML? = nil, for reader: Reader) -> HTML {
        let words = reader.words
        return """
            <section class="list" id="list" aria-labelledby="view" \
            data-path="\(place.list(after: after))" tabindex="-1">
            \(bar(words))
            \(ailing)
            \(filters(words))
            \(rows.isEmpty ? emptyState(words) : table(reader))
            </section>
            """
    }

    private func bar(_ words: Words) -> HTML {
        let title = place.query.isEmpty ? words.view(place.view) : words.found
        // Where a ticket is open, its subject is the first heading.
        let heading: HTML = current == nil ? "h1" : "h2"
        return """
            <header class="bar">
            <button class="quiet square narrow" popovertarget="side" aria-label="\(words.views)">\(Icon.menu.html)</button>
            <\(heading) id="view">\(title) <span class="count">\(words.grouped(total))\(total >= 1000 ? "+" : "")</span></\(heading)>
            <form class="push" method="post" action="\(Route.sync)">\
            <input type="hidden" name="back" value="\(place.list())">\
            <button class="quiet" title="\(words.syncWithMail)">\(Icon.refresh.html) <span class="clip">\(words.syncWithMail)</span></button></form>
            </header>
            """
    }

    /// Filters by status where the view has tickets of all states; and what was searched for.
    private func filters(_ words: Words) -> HTML? {
        let hasStates = place.view == .all || !place.query.isEmpty
        guard hasStates || mailboxes.count > 1 || !departments.isEmpty else { return nil }
        let statuses: [StatusMark?] = [nil] + StatusMark.allCases
        let chips: [HTML] = statuses.map { choice in
            """
            <a href="\(place.with(\.status, choice).list())"\(HTML.current(choice == place.status))>\
            \(choice.map(words.status) ?? words.anyStatus)</a>
            """
        }
        let searched: HTML? =
            place.query.isEmpty
            ? nil
            : """
            <a class="chip" href="\(place.with(\.query, "").list())" title="\(words.clearSearch)">\
            <span class="clip">\(place.query)</span><span class="hide">\(words.clearSearch)</span>\(Icon.x.html)</a>
            """
        return
            """
            <nav class="filter" aria-label="\(words.filters)">\(searched)\
            \(hasStates ? "<div class=\"chips\">\(chips)</div>" as HTML : nil)\(choices(words))</nav>
            """
    }

    /// Only what came to one mailbox, or what one department looks after. Without script a button shows it.
    private func choices(_ words: Words) -> HTML? {
        let mailbox: HTML? = mailboxes.count > 1 ? mailboxChoice(words) : nil
        let department: HTML? = departments.isEmpty ? nil : departmentChoice(words)
        let chosen = [mailbox.map { _ in "mailbox" }, department.map { _ in "department" }].compactMap(\.self)
        guard !chosen.isEmpty else { return nil }
        let hidden: [HTML] = place.pairs.compactMap { name, value in
            guard let value, !value.isEmpty, !chosen.contains(name) else { return nil }
            return "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
        }
        return """
            <form class="narrowing" action="\(Route.inbox)" data-filter>\(hidden)\(department)\(mailbox)\
            <button class="unscripted">\(words.show)</button></form>
            """
    }

    private func mailboxChoice(_ words: Words) -> HTML {
        let options = mailboxes.map { (value: $0.id, text: $0.address, isChosen: $0.id == place.mailbox) }
        return select(
            "mailbox", id: "mailbox", label: words.mailbox,
            [(value: "", text: words.allMailboxes, isChosen: place.mailbox == nil)] + options)
    }

    private func departmentChoice(_ words: Words) -> HTML {
        let options = departments.map { (value: $0.id, text: $0.name, isChosen: $0.isChosen) }
        return select(
            "department", id: "department", label: words.department,
            [(value: "", text: words.allDepartments, isChosen: place.department == nil)] + options)
    }

    private func table(_ reader: Reader) -> HTML {
        let more: HTML? = next.map { cursor in
            """
            <p class="further"><a class="button block" rel="next" \
            href="\(place.list(after: cursor))">\(reader.words.showMore)</a></p>
            """
        }
        return """
            <ul class="rows" aria-label="\(reader.words.tickets)">\(rows.map { $0.html(isOpen: $0.number == current, in: place, for: reader) })</ul>
            \(more)
            """
    }

    private func emptyState(_ words: Words) -> HTML {
        if isFirstRun {
            return empty(
                .mail, words.firstRun, words.firstRunHint,
                action: isOwner ? (Route.mailboxes, words.connectMailbox) : nil)
        }
        if place.isFiltered {
            return empty(
                .search, words.nothingFound, words.nothingFoundHint,
                action: (Route.inbox(view: .all), words.showAllTickets))
        }
        let action = place.view == .all ? nil : (Route.inbox(view: .all), words.showAllTickets)
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
