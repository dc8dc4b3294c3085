extension TicketView {
    /// The regions of the ticket: `id="ticket"` and `id="details"`. Answers `X-Part: ticket`.
    func html(for reader: Reader) -> HTML {
        "\(region(for: reader))\(aside(for: reader))"
    }

    /// Head, conversation, composer.
    func region(for reader: Reader) -> HTML {
        let words = reader.words
        let path = place.ticket(number)
        return """
            <section class="ticket" id="ticket" tabindex="-1" data-ticket="\(number)" aria-label="\(words.ticket)" \
            data-path="\(path)" data-title="\(subject.isEmpty ? number : subject) · Deskbell">
            \(head(words))
            <div id="menus">\(statusMenu(words))\(assigneeMenu(words))\(subjectForm(words))</div>
            \(conversation(reader))
            \(composerForm(words))
            </section>
            """
    }

    /// The panel of details.
    func aside(for reader: Reader) -> HTML {
        """
        <aside class="details" id="details" popover aria-label="\(reader.words.details)">\(details(reader))</aside>
        """
    }

    private func head(_ words: Words) -> HTML {
        """
        <header class="head" id="head">
        <div class="tools">
        <a class="button quiet square narrow" href="\(place.list())" data-back \
        aria-label="\(words.backTo(place.view))">\(Icon.left.html)</a>
        <a class="button quiet number" href="\(Route.ticket(number))" data-copy="\(number)" \
        title="\(words.copyNumber) (.)">\(number) \(Icon.copy.html)</a>
        \(continues.map { "<a class=\"faint roomier\" href=\"\(Route.ticket($0))\">\(words.continues($0))</a>" as HTML })
        <span class="push"></span>
        <button class="quiet square" popovertarget="details" aria-label="\(words.details)" \
        title="\(words.details)">\(Icon.panel.html)</button>
        \(resolveButton(words))
        </div>
        <h1 dir="auto">\(subject.isEmpty ? number : subject) <button class="quiet" popovertarget="rename" \
        aria-label="\(words.changeSubject)" title="\(words.changeSubject)">\(Icon.pencil.html)</button></h1>
        <div class="props">
        <button class="quiet status" data-status="\(status.looks)" popovertarget="status-menu" \
        title="\(words.changeStatus)">\(status.icon.html) \(words.status(status))</button>
        \(assigneeButton(words))
        \(priority == .medium ? nil : priorityMark(words))
        \(tags.map(tagChip))
        </div>
        </header>
        """
    }

    private func resolveButton(_ words: Words) -> HTML {
        let isOpen = status != .resolved && status != .closed
        let (icon, text, next) =
            isOpen ? (Icon.check, words.resolve, StatusMark.resolved) : (Icon.undo, words.reopen, StatusMark.open)
        return """
            <form class="roomy" method="post" action="\(Route.ticketStatus(number))" data-swap>\
            <button name="status" value="\(next.rawValue)"\(HTML.flag("data-resolve", if: isOpen))>\(icon.html) \(text)</button></form>
            """
    }

    private var assignee: Colleague? { colleagues.first { $0.id == assigneeID } }

    private func assigneeButton(_ words: Words) -> HTML {
        let inside: HTML =
            assignee.map { "\($0.face.avatar(small: .small)) \($0.face.name)" }
            ?? "\(Icon.nobody.html) \(words.unassigned)"
        return """
            <button class="quiet" popovertarget="assignee-menu" title="\(words.assignee)">\(inside)</button>
            """
    }

    private func priorityMark(_ words: Words) -> HTML {
        "<span class=\"prop\" data-priority=\"\(priority.rawValue)\">\(priority.icon.html) \(words.priority(priority))</span>"
    }

    private func statusMenu(_ words: Words) -> HTML {
        let items: [HTML] = StatusMark.allCases.map { choice in
            """
            <button class="status" data-status="\(choice.looks)" name="status" value="\(choice.rawValue)"\
            \(choice == status ? " aria-current=\"true\"" as HTML : nil)>\(choice.icon.html) \(words.statusChoice(choice))</button>
            """
        }
        return """
            <form class="menu" id="status-menu" popover method="post" action="\(Route.ticketStatus(number))" data-swap \
            aria-label="\(words.changeStatus)">\(items)</form>
            """
    }

    private func assigneeMenu(_ words: Words) -> HTML {
        let items: [HTML] = colleagues.map { colleague in
            let name = colleague.isMe ? words.me(colleague.face.name) : colleague.face.name
            return """
                <button name="assignee" value="\(colleague.id)"\(HTML.flag("data-me", if: colleague.isMe))\
                \(colleague.id == assigneeID ? " aria-current=\"true\"" as HTML : nil)>\
                \(colleague.face.avatar(small: .small)) \(name)</button>
                """
        }
        return """
            <form class="menu" id="assignee-menu" popover method="post" action="\(Route.ticketAssignee(number))" data-swap \
            aria-label="\(words.assignee)">\(items)<hr>\
            <button name="assignee" value=""\(assigneeID == nil ? " aria-current=\"true\"" as HTML : nil)>\
            \(Icon.nobody.html) \(words.nobody)</button></form>
            """
    }

    private func conversation(_ reader: Reader) -> HTML {
        """
        <div class="talk" id="talk"><div role="log" aria-label="\(reader.words.conversation)">\
        \(talk.map { $0.html(for: reader) })</div></div>
        """
    }
}
