extension LedgerPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        return frame.widePage(
            title: words.mailLedger, tools: tools(words), content: list.html(for: reader), for: reader)
    }

    private func tools(_ words: Words) -> HTML {
        """
        <form class="push line filterline" role="search" action="\(Route.ledger())" data-filter>
        \(list.choice.code.map { "<input type=\"hidden\" name=\"outcome\" value=\"\($0)\">" as HTML })
        \(list.mailboxes.count > 1 ? mailboxChoice(words) : nil)
        <label><span class="hide">\(words.searchLedger)</span><input type="search" name="q" value="\(list.query)" \
        placeholder="\(words.searchLedgerHint)" maxlength="200"></label>
        <button class="quiet square" aria-label="\(words.search)" title="\(words.search)">\(Icon.search.html)</button>
        </form>
        <form class="roomy" method="post" action="\(Route.sync)">\
        <input type="hidden" name="back" value="\(Route.ledger())">\
        <button class="quiet square" aria-label="\(words.syncWithMail)" title="\(words.syncWithMail)">\(Icon.refresh.html)</button></form>
        """
    }

    private func mailboxChoice(_ words: Words) -> HTML {
        let options = list.mailboxes.map { (value: $0.id, text: $0.address, isChosen: $0.id == list.mailbox) }
        return select(
            "mailbox", id: "mailbox", label: words.mailbox,
            [(value: "", text: words.allMailboxes, isChosen: list.mailbox == nil)] + options)
    }
}

extension LedgerListView {
    /// The region of the list, `id="list"`.
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        return """
            <section class="body ledger" id="list" tabindex="-1" aria-labelledby="view" \
            data-path="\(Route.ledger(choice, mailbox: mailbox, query: query, before: before))">
            \(chips(words))
            \(floods.map { $0.html(words) })
            \(rows.isEmpty ? emptyState(words) : table(reader))
            <p class="faint"><a href="\(Route.blockedSenders)">\(words.blockedSenders)</a></p>
            </section>
            """
    }

    private func chips(_ words: Words) -> HTML {
        let waiting = OutcomeMark.allCases.filter(\.needsPerson).reduce(0) { $0 + (counts[$1] ?? 0) }
        let all = chip(.all, words.everyOutcome, count: nil, words)
        let attention = waiting > 0 ? chip(.attention, words.waitsForAPerson, count: waiting, words) : nil
        let each: [HTML] = OutcomeMark.allCases.map { chip(.outcome($0), words.outcomes($0), count: counts[$0], words) }
        return "<nav class=\"chips\" aria-label=\"\(words.outcomeLabel)\">\(all)\(attention)\(each)</nav>"
    }

    private func chip(_ target: LedgerChoice, _ text: String, count: Int?, _ words: Words) -> HTML {
        let figure: HTML? = count.map {
            "<span class=\"count\">\(words.grouped($0))\($0 >= 1_000 ? "+" : "")</span>"
        }
        let dot: HTML? = target == .attention ? "<span class=\"dot bad\"></span> " : nil
        return """
            <a href="\(Route.ledger(target, mailbox: mailbox, query: query))"\(HTML.current(target == choice))>\
            \(dot)\(text) \(figure)</a>
            """
    }

    private func table(_ reader: Reader) -> HTML {
        let words = reader.words
        let titles: [HTML] = [
            words.arrived, words.outcomeLabel, words.from, words.subject, words.whyColumn, words.ticket, words.mailbox,
        ].enumerated().map { index, title in "<th scope=\"col\"\(index == 6 ? " class=\"optional\"" : "")>\(title)</th>"
        }
        let further: HTML? = next.map { cursor in
            """
            <p class="line"><a class="button push" rel="next" \
            href="\(Route.ledger(choice, mailbox: mailbox, query: query, before: cursor))">\(words.earlier) \(Icon.right.html)</a></p>
            """
        }
        return """
            <table class="grid"><caption class="hide">\(words.mailLedger)</caption>
            <thead><tr>\(titles)</tr></thead>
            <tbody>\(rows.map { $0.html(for: reader) })</tbody></table>
            \(further)
            """
    }

    private func emptyState(_ words: Words) -> HTML {
        guard choice == .all, query.isEmpty, mailbox == nil, before == nil else {
            return empty(
                choice == .attention ? .check : .search, choice == .attention ? words.nothingWaits : words.nothingFound,
                choice == .attention ? words.nothingWaitsHint : words.nothingFoundInLedger,
                action: (Route.ledger(), words.wholeLedger))
        }
        return empty(.ledger, words.emptyLedger, words.emptyLedgerHint, action: nil)
    }
}

extension LedgerRowView {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        return """
            <tr data-key="\(id)">
            <td class="fit when faint">\(reader.hour(at))</td>
            <td class="fit state">\(outcome.html(words))</td>
            <td class="fit"><span class="who clip" title="\(sender ?? "")">\(sender ?? words.unknownSender)</span></td>
            <td class="title"><div><a class="subject clip" href="\(Route.ledgerEntry(id))">\(subject(words))</a></div></td>
            <td class="because"><span class="reason">\(because(words))</span></td>
            <td class="fit link">\(target(words))</td>
            <td class="fit optional faint">\(mailbox.map(shortAddress) ?? "—")</td>
            </tr>
            """
    }

    /// Its subject, or what stands in for it.
    func subject(_ words: Words) -> String {
        guard let subject, !subject.isEmpty else { return words.noSubject }
        return subject
    }

    private func because(_ words: Words) -> HTML {
        if let failure { return "\(failure)" }
        guard let why else { return outcome == .pending ? "\(words.notLookedAt)" : "" }
        let machine = isAutomatic ? words.machineInShort : nil
        return "\(words.short(why.code))\(machine.map { "; \($0)" as HTML })"
    }

    /// Where it is, or what to do about it.
    private func target(_ words: Words) -> HTML {
        if verbs.contains(.release), outcome == .quarantined { return button(.release, words.letIn) }
        if verbs.contains(.retry), outcome == .failed { return button(.retry, words.tryAgain) }
        return ticket.map { "<a href=\"\(Route.ticket($0))\">\($0)</a>" } ?? ""
    }

    private func button(_ verb: LedgerVerb, _ text: String) -> HTML {
        "<form class=\"line\" method=\"post\" action=\"\(Route.ledgerVerb(verb, id))\"><button>\(text)</button></form>"
    }
}

extension OutcomeMark {
    /// The outcome as a coloured word.
    func html(_ words: Words) -> HTML { "<span class=\"outcome \(looks)\">\(words.outcome(self))</span>" }

    private var looks: String {
        switch self {
        case .created, .appended: "good"
        case .quarantined: "warn"
        case .failed, .bounce: "bad"
        case .duplicate, .ignored, .pending: ""
        }
    }
}

/// `support@` of `support@lampwright.example`.
func shortAddress(_ address: String) -> String {
    address.firstIndex(of: "@").map { String(address[...$0]) } ?? address
}

extension LedgerListView.Flood {
    /// What happened, and the way to the mails.
    fileprivate func html(_ words: Words) -> HTML {
        """
        <div class="notice warn">\(Icon.warning.html)<div><p>\(words.flood(sender, count))</p></div>\
        <a class="button" href="\(Route.ledger(.outcome(.quarantined), query: sender))">\(words.show)</a></div>
        """
    }
}
