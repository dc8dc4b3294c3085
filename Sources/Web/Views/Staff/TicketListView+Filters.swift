extension TicketListView {
    /// Opens what the list may be narrowed by.
    func filterButton(_ words: Words) -> HTML {
        """
        <button class="quiet square push" popovertarget="filters" aria-label="\(words.filters)" \
        title="\(words.filters)">\(Icon.sliders.html)</button>
        """
    }

    /// Filters by status where the view has tickets of all states; what narrows the list, each to be taken away; and the
    /// form behind the button.
    func filters(_ words: Words) -> HTML {
        let hasStates = place.view == .all || !place.query.isEmpty
        let statuses: [StatusMark?] = [nil] + StatusMark.allCases
        let states: [HTML] = statuses.map { choice in
            """
            <a href="\(place.with(\.status, choice).list())"\(HTML.current(choice == place.status))>\
            \(choice.map(words.status) ?? words.anyStatus)</a>
            """
        }
        let searched: [HTML] =
            place.query.isEmpty ? [] : [takenAway(place.query, place.with(\.query, ""), words.clearSearch)]
        let chips = searched + narrowings(words).compactMap { $0.chip(words) }
        let nav: HTML? =
            hasStates || !chips.isEmpty
            ? """
            <nav class="filter" aria-label="\(words.filters)">\
            \(chips.isEmpty ? nil : "<div class=\"line chosen\">\(chips)</div>" as HTML)\
            \(hasStates ? "<div class=\"chips\">\(states)</div>" as HTML : nil)</nav>
            """ : nil
        return "\(nav)\(form(words))"
    }

    private func form(_ words: Words) -> HTML {
        let fields = narrowings(words)
        let hidden: [HTML] = place.pairs.compactMap { name, value in
            guard let value, !value.isEmpty, !fields.contains(where: { $0.name == name }) else { return nil }
            return "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
        }
        return """
            <form class="menu narrowing" id="filters" popover action="\(Route.inbox)" aria-label="\(words.filters)">\(hidden)\
            \(fields.map { $0.field(words) })<div class="line"><button class="primary">\(words.show)</button>\
            <a class="button quiet" href="\(place.unfiltered.list())">\(words.clearFilters)</a></div></form>
            """
    }

    private func narrowings(_ words: Words) -> [Narrowing] {
        let priorities = PriorityMark.allCases.reversed().map {
            InboxChoices.Choice(id: $0.rawValue, name: words.priority($0))
        }
        let categories = choices.categories.map {
            InboxChoices.Choice(id: $0.id, name: words.categoryName($0.name))
        }
        let mailboxes = choices.mailboxes.count > 1 ? choices.mailboxes : []
        return [
            Narrowing("assignee", words.assignee, place.assignee, choices.assignees, place.with(\.assignee, nil)),
            Narrowing(
                "priority", words.priorityLabel, place.priority?.rawValue, priorities, place.with(\.priority, nil)),
            Narrowing("category", words.category, place.category, categories, place.with(\.category, nil)),
            Narrowing("tag", words.tag, place.tag, choices.tags, place.with(\.tag, nil)),
            Narrowing(
                "department", words.department, place.department, choices.departments, place.with(\.department, nil)),
            Narrowing("mailbox", words.mailbox, place.mailbox, mailboxes, place.with(\.mailbox, nil)),
        ].filter { !$0.choices.isEmpty || $0.chosen != nil }
    }
}

/// One thing that narrows a list, and what it may be set to.
private struct Narrowing {
    let name: String
    let label: String
    let chosen: String?
    let choices: [InboxChoices.Choice]
    /// The same list without it.
    let without: InboxPlace

    init(
        _ name: String, _ label: String, _ chosen: String?, _ choices: [InboxChoices.Choice], _ without: InboxPlace
    ) {
        (self.name, self.label, self.chosen, self.choices, self.without) = (name, label, chosen, choices, without)
    }

    /// What is chosen, in words; an address may name what is not offered.
    private var chosenName: String? { chosen.map { id in choices.first { $0.id == id }?.name ?? id } }

    func field(_ words: Words) -> HTML {
        var options = choices.map { (value: $0.id, text: $0.name, isChosen: $0.id == chosen) }
        if let chosen, let chosenName, !options.contains(where: \.isChosen) {
            options.append((value: chosen, text: chosenName, isChosen: true))
        }
        let any = (value: "", text: words.anyOfThem, isChosen: chosen == nil)
        return """
            <div class="field"><label for="by-\(name)">\(label)</label>\
            \(select(name, id: "by-\(name)", label: nil, [any] + options))</div>
            """
    }

    func chip(_ words: Words) -> HTML? {
        chosenName.map { takenAway("\(label): \($0)", without, words.removeFilter) }
    }
}

/// Something that narrows a list; a click takes it away.
private func takenAway(_ text: String, _ without: InboxPlace, _ hint: String) -> HTML {
    """
    <a class="chip" href="\(without.list())" title="\(hint)"><span class="clip">\(text)</span>\
    <span class="hide">\(hint)</span>\(Icon.x.html)</a>
    """
}
