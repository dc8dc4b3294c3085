import Foundation

extension TicketView {
    /// What the details panel holds.
    func details(_ reader: Reader) -> HTML {
        let words = reader.words
        return """
            <div class="bar narrow"><button class="quiet square" popovertarget="details" popovertargetaction="hide" \
            aria-label="\(words.backToTicket)">\(Icon.left.html)</button><h2>\(words.details)</h2></div>
            \(section(words.customer, isOpen: true, customer.html(for: reader)))
            \(section(words.properties, isOpen: true, properties(reader)))
            \(history(reader))
            """
    }

    private func history(_ reader: Reader) -> HTML? {
        let events = talk.compactMap { item -> EventLine? in
            if case .event(let event) = item { event } else { nil }
        }
        guard !events.isEmpty else { return nil }
        let lines: [HTML] = events.reversed().map { event in
            "<li><span>\(event.sentence(reader.words))</span> \(reader.hour(event.at))</li>"
        }
        return section(reader.words.history, isOpen: false, "<ol class=\"trail\">\(lines)</ol>")
    }

    private func section(_ title: String, isOpen: Bool, _ content: HTML) -> HTML {
        """
        <details\(HTML.flag("open", if: isOpen))><summary>\(title) \(Icon.down.html)</summary><div>\(content)</div></details>
        """
    }
}

extension CustomerCard {
    fileprivate func html(for reader: Reader) -> HTML {
        let words = reader.words
        let year = since.map { CivilTime($0, in: reader.zone).year }
        let mails: [HTML] = addresses.map {
            "<li>\(Icon.mail.small) <a class=\"clip\" href=\"mailto:\($0)\">\($0)</a></li>"
        }
        let call: HTML? = phone.map { "<li>\(Icon.phone.small) <a href=\"tel:\($0)\">\($0)</a></li>" }
        return """
            <div class="person">\(Face(name: name).avatar())<b>\(name)</b><span></span>\
            <span class="faint">\(words.customerSummary(tickets: ticketCount, since: year))</span></div>
            <ul class="lines">\(mails)\(call)</ul>
            \(troubles.map { $0.html(words) })
            \(others(reader))
            """
    }

    private func others(_ reader: Reader) -> HTML? {
        guard !otherTickets.isEmpty else { return nil }
        let links: [HTML] = otherTickets.map { ticket in
            """
            <a href="\(Route.ticket(ticket.number))">\(ticket.status.shape(reader.words)) \
            <span class="clip">\(ticket.subject)</span> \(reader.time(ticket.at))</a>
            """
        }
        return "<nav class=\"links\" aria-label=\"\(reader.words.otherTickets)\">\(links)</nav>"
    }
}

extension AddressMark {
    fileprivate func html(_ words: Words) -> HTML {
        """
        <p class="notice slim warn">\(Icon.warning.small) <span>\
        \(hasComplained ? words.complained(address) : words.takesNoMail(address))\
        \(reason.isEmpty || hasComplained ? nil : " <samp>\(reason)</samp>" as HTML)</span></p>
        """
    }
}

extension TicketFacts {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let channelLine: HTML = "<span class=\"line\">\(channel.icon.small) \(words.channel(channel))</span>"
        return """
            <dl class="facts">\
            \(mailboxes.isEmpty ? nil : fact(words.mailbox, mailboxes.map(breakable).joined(by: ", ")))\
            \(fact(words.channelLabel, channelLine))\
            \(cc.isEmpty ? nil : fact(words.copyTo, cc.map(breakable).joined(by: ", ")))\
            \(fact(words.createdLabel, reader.hour(createdAt)))\
            \(firstResponseAt.map { fact(words.firstAnswer, reader.hour($0)) })\
            \(resolvedAt.map { fact(words.resolvedLabel, reader.hour($0)) })\
            </dl>
            """
    }
}

/// A mail address that may break after its `@`, and nowhere worse.
func breakable(_ address: String) -> HTML {
    guard let at = address.firstIndex(of: "@") else { return "\(address)" }
    return "\(address[...at])<wbr>\(address[address.index(after: at)...])"
}
