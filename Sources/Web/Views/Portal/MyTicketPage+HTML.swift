extension MyTicketPage {
    func html(for reader: Reader) -> HTML {
        let content: HTML = """
            <p><a class="back" href="\(Route.portal)">\(Icon.left.html) \(reader.words.myTickets)</a></p>
            \(ticket.html(for: reader))
            \(ticket.answerForm(reader.words))
            """
        return frame.page(title: ticket.subject, content: content, livePath: Route.portalLive, for: reader)
    }
}

extension MyTicketView {
    /// Head and conversation, `id="ticket"`. Answers `X-Part: ticket`; the form stays as it is, with what is being typed.
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        return """
            <div class="stack loose" id="ticket" data-ticket="\(number)" data-path="\(Route.myTicket(number))">
            <div class="stack tight">
            <h1 dir="auto">\(subject.isEmpty ? number : subject)</h1>
            <p class="line muted"><span class="status" data-status="\(status.looks)">\(status.icon.html) \(words.plainStatus(status))</span> \
            <span class="faint">\(number) · \(reader.calm(createdAt))</span></p>
            </div>
            <div role="log" aria-label="\(words.conversation)"><ol class="chat">\(items(reader))</ol></div>
            </div>
            """
    }

    /// The messages, with a word about what happens after the first and the last.
    private func items(_ reader: Reader) -> HTML {
        let words = reader.words
        var items = messages.map { $0.html(for: reader) }
        if messages.count == 1, status == .open { items.append(told(words.weGotIt)) }
        switch status {
        case .resolved: items.append(told(words.solvedHint))
        case .closed: items.append(told(canReopen ? words.closedHint : words.closedForGood))
        default: break
        }
        return "\(items)"
    }

    private func told(_ text: String) -> HTML { "<li class=\"told\">\(text)</li>" }

    /// Reply, files, close or reopen; nothing but a way to a new ticket where this one is closed for good.
    fileprivate func answerForm(_ words: Words) -> HTML {
        guard canReopen || status != .closed else {
            return "<div><a class=\"button primary\" href=\"\(Route.newTicket)\">\(words.newTicket)</a></div>"
        }
        return """
            <form class="reply" id="reply" method="post" action="\(Route.myTicketMessages(number))" \
            enctype="multipart/form-data" data-composer="\(number)" data-once>
            <textarea name="message" aria-label="\(words.answer)" placeholder="\(words.writeAnswer)" rows="3" \
            maxlength="1000000"\(HTML.attribute("aria-describedby", problem == nil ? nil : "reply-problem"))>
            \(text)</textarea>
            \(problem.map { "<div class=\"inset\">\(problemLine($0, id: "reply-problem"))</div>" as HTML })
            <ul class="files" data-chosen></ul>
            <div class="line"><label class="button quiet attach">\(Icon.clip.html) \(words.files)\
            <input type="file" name="files" multiple></label>\
            <span class="line">\(stateButton(words))<button class="primary" data-send>\(words.send)</button></span></div>
            </form>
            """
    }

    private func stateButton(_ words: Words) -> HTML? {
        switch status {
        case .closed: nil
        case .resolved: stateButton(words.reopenTicket, Route.reopenMyTicket(number))
        default: stateButton(words.closeTicket, Route.closeMyTicket(number))
        }
    }

    /// Posts to its own address from within the reply's form, whose text it does not need.
    private func stateButton(_ text: String, _ path: String) -> HTML {
        """
        <button class="quiet" formaction="\(path)" formenctype="application/x-www-form-urlencoded" formnovalidate>\(text)</button>
        """
    }
}

extension MyMessage {
    fileprivate func html(for reader: Reader) -> HTML {
        let name: HTML? = isMine ? nil : "\(author.avatar(small: .small))<b>\(author.name)</b>"
        return """
            <li\(isMine ? " class=\"mine\"" as HTML : nil) id="message-\(id)">\
            <header>\(name)\(isMine ? "<span class=\"hide\">\(reader.words.you)</span>" as HTML : nil)\
            \(reader.stamp(at, reads: reader.hourText(at)))</header>\
            <div>\(markup ?? paragraphs(text))\(files.html(reader.words))</div></li>
            """
    }
}
