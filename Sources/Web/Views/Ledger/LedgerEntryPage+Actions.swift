extension LedgerEntryView {
    /// What staff can do with this mail; nothing where nothing makes sense.
    func actions(_ words: Words) -> HTML? {
        let buttons: [HTML] = [
            one(.release, .check, words.releaseLong, isFirst: true),
            one(.retry, .refresh, isRefused ? words.fetchAgain : words.retryLong, isFirst: true),
            one(.detach, .split, words.detachLong, isFirst: false),
        ].compactMap(\.self)
        let rest: [HTML] = [move(words), block(words)].compactMap(\.self)
        guard !buttons.isEmpty || !rest.isEmpty else { return nil }
        return """
            <section class="card stack" aria-labelledby="actions"><h2 id="actions">\(words.whatToDo)</h2>
            \(buttons)\(rest)
            </section>
            """
    }

    private func one(_ verb: LedgerVerb, _ icon: Icon, _ text: String, isFirst: Bool) -> HTML? {
        guard row.verbs.contains(verb) else { return nil }
        return """
            <form method="post" action="\(Route.ledgerVerb(verb, row.id))" data-once>\
            <button class="block\(isFirst ? " primary" : "")">\(icon.html) \(text)</button></form>
            """
    }

    private func move(_ words: Words) -> HTML? {
        guard row.verbs.contains(.move) else { return nil }
        return """
            <form class="stack tight" method="post" action="\(Route.ledgerVerb(.move, row.id))" data-once>
            \(Field(name: "ticket", label: words.moveToTicket, value: moveTo, problem: moveProblem, hint: words.moveHint, autocomplete: "off", maxLength: 60, isRequired: true).html)
            <button class="block">\(Icon.forward.html) \(words.moveLong)</button></form>
            """
    }

    private func block(_ words: Words) -> HTML? {
        guard row.verbs.contains(.block), let sender = row.sender else { return nil }
        if isSenderBlocked {
            return
                "<p class=\"faint\">\(words.senderIsBlocked) <a href=\"\(Route.blockedSenders)\">\(words.blockedSenders)</a></p>"
        }
        return """
            <form class="stack tight" method="post" action="\(Route.ledgerVerb(.block, row.id))" data-once>\
            <button class="block">\(Icon.shield.html) \(words.blockSender)</button>\
            <small class="faint">\(words.blockHint(sender))</small></form>
            """
    }
}

extension BlockedSendersPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML =
            senders.isEmpty
            ? empty(.shield, words.nobodyBlocked, words.nobodyBlockedHint, action: (Route.ledger(), words.backToLedger))
            : """
            <div class="body"><p class="muted">\(words.blockedHint)</p>
            <ul class="boxes">\(senders.map { $0.html(for: reader) })</ul></div>
            """
        return frame.widePage(
            title: words.blockedSenders, back: (Route.ledger(), words.backToLedger), content: content, for: reader)
    }
}

extension BlockedSenderView {
    fileprivate func html(for reader: Reader) -> HTML {
        let words = reader.words
        return """
            <li>\(Icon.shield.html)<div class="grow"><b>\(breakable(address))</b>\
            <p class="faint">\(reader.hour(at))\(by.map { " · \($0)" as HTML })</p></div>
            <form method="post" action="\(Route.unblock)"><input type="hidden" name="address" value="\(address)">\
            <button>\(words.unblock)</button></form></li>
            """
    }
}
