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
            \(filterButton(words))
            <form method="post" action="\(Route.sync)">\
            <input type="hidden" name="back" value="\(place.list())">\
            <button class="quiet" title="\(words.syncWithMail)">\(Icon.refresh.html) <span class="clip">\(words.syncWithMail)</span></button></form>
            </header>
            """
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
        if place.isFiltered, place.query.isEmpty {
            return empty(
                .sliders, words.nothingFound, words.nothingFilteredHint,
                action: (place.unfiltered.list(), words.clearAllFilters))
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
