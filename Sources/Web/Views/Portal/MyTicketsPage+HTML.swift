extension MyTicketsPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <div class="line"><h1>\(words.myTickets)</h1> \
            <a class="button primary push" href="\(Route.newTicket)">\(Icon.plus.html) \(words.newTicket)</a></div>
            \(filters(words))
            \(list.html(for: reader))
            """
        return frame.page(title: words.myTickets, content: content, livePath: Route.portalLive, for: reader)
    }

    private func filters(_ words: Words) -> HTML {
        let choices: [StatusMark] = [.open, .inProgress, .waiting, .resolved, .closed]
        let options =
            [(value: "", text: words.allStatuses, isChosen: list.status == nil)]
            + choices.map { (value: $0.rawValue, text: words.plainStatus($0), isChosen: list.status == $0) }
        return """
            <form class="line filters" role="search" action="\(Route.portal)" data-filter>
            <label class="grow"><span class="hide">\(words.search)</span><input type="search" name="q" value="\(list.query)" \
            placeholder="\(words.searchMine)" maxlength="200"></label>
            \(select("status", id: "status", label: words.changeStatus, options))
            <button class="unscripted">\(words.show)</button>
            </form>
            """
    }
}

extension MyTicketList {
    /// The customer's tickets, `id="list"`. Answers `X-Part: list`.
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let more: HTML? = next.map { cursor in
            """
            <a class="button block" rel="next" href="\(Route.portal(status: status, query: query, after: cursor))">\
            \(words.showMore)</a>
            """
        }
        let isFiltered = status != nil || !query.isEmpty
        let content: HTML =
            tickets.isEmpty
            ? emptyState(isFiltered: isFiltered, words)
            : """
            <ul class="cards">\(tickets.map { $0.html(for: reader) })</ul>\(more)
            <p class="muted">\(words.mailWorksToo(total))</p>
            """
        return """
            <div class="stack" id="list" data-path="\(Route.portal(status: status, query: query))">\(content)</div>
            """
    }

    private func emptyState(isFiltered: Bool, _ words: Words) -> HTML {
        isFiltered
            ? empty(.search, words.nothingFound, words.nothingFoundHint, action: (Route.portal, words.allStatuses))
            : empty(.chat, words.noTickets, words.noTicketsHint, action: (Route.newTicket, words.newTicket))
    }
}

extension MyTicketCard {
    fileprivate func html(for reader: Reader) -> HTML {
        let words = reader.words
        let isYourTurn = status == .waiting
        let label: HTML = isYourTurn ? "<b>\(words.plainStatus(status))</b>" : "\(words.plainStatus(status))"
        return """
            <li\(isNew ? " class=\"new\"" as HTML : nil)><span class="line">\
            <span class="status" data-status="\(status.looks)">\((isYourTurn ? Icon.reply : status.icon).html) \(label)</span>\
            \(reader.stamp(activeAt, reads: reader.calm(activeAt)))</span>\
            <a dir="auto" href="\(Route.myTicket(number))">\(subject.isEmpty ? number : subject)</a>\
            <p class="clip">\(snippetBy ?? words.you): <bdi>\(snippet)</bdi></p></li>
            """
    }
}
