import HelpDesk

extension MailboxesPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <section class="stack" aria-label="\(words.mailboxes)">
            \(canSync ? "<div class=\"line\">\(syncAll(words))</div>" as HTML : nil)
            <ul class="boxes">\(mailboxes.map { $0.html(canSync: canSync, for: reader) })</ul>
            </section>
            <section class="card stack" aria-labelledby="add">
            <div><h2 id="add">\(words.addMailbox)</h2><p class="muted">\(words.addMailboxHint)</p></div>
            <nav class="providers" aria-labelledby="add">\(providers.map { tile($0, words) })</nav>
            </section>
            """
        return frame.settingsPage(.mailboxes, title: words.section(.mailboxes), content: content, for: reader)
    }

    /// Those with a name first.
    private var providers: [Mailbox.Provider] {
        Mailbox.Provider.allCases.filter { $0 != .imapSMTP } + [.imapSMTP]
    }

    private func syncAll(_ words: Words) -> HTML {
        """
        <form class="push" method="post" action="\(Route.sync)"><input type="hidden" name="back" value="\(Route.mailboxes)">\
        <button>\(Icon.refresh.html) \(words.syncAll)</button></form>
        """
    }

    private func tile(_ provider: Mailbox.Provider, _ words: Words) -> HTML {
        """
        <a href="\(Route.newMailbox(provider.rawValue))">\(words.provider(provider))<small>\(words.providerInShort(provider))</small></a>
        """
    }
}

extension MailboxLine {
    func html(canSync: Bool, for reader: Reader) -> HTML {
        let words = reader.words
        let origin = isEnvironments ? words.fromEnvironment : words.provider(provider)
        return """
            <li>\(health.dot(reader))<div class="grow"><b>\(breakable(health.address))</b> <span class="faint">\(origin)</span>\
            <p class="\(health.isBad ? "bad" : "muted")">\(health.sentence(for: reader))</p></div>
            <div class="line">\(canSync && !isPaused ? sync(words) : nil)\
            <a class="button\(health.isBad ? " primary" : "")" href="\(Route.mailbox(health.id))">\(words.open)</a></div>
            \(health.trouble(for: reader).map { "<div class=\"notice slim\">\(Icon.info.html)<div>\($0)</div></div>" as HTML })
            </li>
            """
    }

    private func sync(_ words: Words) -> HTML {
        """
        <form method="post" action="\(Route.mailboxVerb("sync", health.id))"><button class="quiet">\(words.syncNow)</button></form>
        """
    }
}
