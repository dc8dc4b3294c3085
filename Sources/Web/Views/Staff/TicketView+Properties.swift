extension TicketView {
    /// What staff may change, each choice a form of its own: nobody overwrites what a colleague changes beside it.
    func properties(_ reader: Reader) -> HTML {
        let words = reader.words
        let priorities = PriorityMark.allCases.map {
            (value: $0.rawValue, text: words.priority($0), isChosen: $0 == priority)
        }
        return """
            <dl class="facts edit">\
            \(choice("priority", words.priorityLabel, priorities, words))\
            \(choice("category", words.category, categories(words), words))\
            \(facts.departments.isEmpty ? nil : choice("department", words.department, departments(words), words))\
            \(tagsField(words))\
            </dl>
            \(facts.html(for: reader))
            """
    }

    private typealias Option = (value: String, text: String, isChosen: Bool)

    private func categories(_ words: Words) -> [Option] {
        let chosen = facts.categories.map { ($0.id, words.categoryName($0.name), $0.isChosen) }
        return facts.categories.contains(where: \.isChosen) ? chosen : [("", "–", true)] + chosen
    }

    private func departments(_ words: Words) -> [Option] {
        let isNone = !facts.departments.contains(where: \.isChosen)
        return [("", words.noDepartment, isNone)] + facts.departments.map { ($0.id, $0.name, $0.isChosen) }
    }

    private func choice(_ name: String, _ label: String, _ options: [Option], _ words: Words) -> HTML {
        """
        <dt><label for="set-\(name)">\(label)</label></dt><dd>\(form(select(name, id: "set-\(name)", label: nil, options), words))</dd>
        """
    }

    private func tagsField(_ words: Words) -> HTML {
        let input: HTML = """
            <input id="set-tags" name="tags" value="\(tags.joined(separator: ", "))" placeholder="\(words.tagsHint)" \
            maxlength="500" autocomplete="off">
            """
        return "<dt><label for=\"set-tags\">\(words.tagsLabel)</label></dt><dd>\(form(input, words))</dd>"
    }

    private func form(_ control: HTML, _ words: Words) -> HTML {
        """
        <form method="post" action="\(Route.ticketProperties(number))" data-swap data-pick>\(control)\
        <button class="unscripted">\(words.save)</button></form>
        """
    }

    /// The subject, to be corrected: a mail's is often "Re:" or nothing at all.
    func subjectForm(_ words: Words) -> HTML {
        """
        <form class="menu rename" id="rename" popover method="post" action="\(Route.ticketProperties(number))" data-swap \
        aria-label="\(words.changeSubject)"><input name="subject" value="\(subject)" required maxlength="500" autofocus \
        aria-label="\(words.subject)"><button class="primary">\(words.save)</button></form>
        """
    }
}
