import HelpDesk

extension MailboxPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let title = line?.health.address ?? words.addMailbox
        let content: HTML = """
            \(line.map { state($0, reader) })
            \(help(words))
            \(form(reader))
            \(line.flatMap { sendingSection($0, reader) })
            \(line.map { more($0, reader) })
            """
        return frame.settingsPage(
            .mailboxes, title: title, back: (Route.mailboxes, words.backToMailboxes), content: content, for: reader)
    }

    /// How it does, and what can be done at once.
    private func state(_ line: MailboxLine, _ reader: Reader) -> HTML {
        let words = reader.words, id = line.health.id
        let rest = line.isPaused ? ("resume", words.resumeFetching) : ("pause", words.pauseFetching)
        return """
            <section class="card stack" aria-labelledby="state"><div class="line"><h2 id="state">\(words.stateLabel)</h2></div>
            <div class="line top">\(line.health.dot(reader))<div class="grow"><p class="\(line.health.isBad ? "bad" : "muted")">\
            \(line.health.sentence(for: reader))</p></div></div>
            \(line.health.trouble(for: reader).map { "<div class=\"notice slim\">\(Icon.info.html)<div>\($0)</div></div>" as HTML })
            <div class="line">\(canSync && !line.isPaused ? verb("sync", words.syncNow, id, icon: .refresh) : nil)\
            \(verb(rest.0, rest.1, id, icon: line.isPaused ? .check : .pause))</div>
            \(draft.signIn == .oauth ? consent(line, words) : nil)
            </section>
            """
    }

    func verb(_ name: String, _ text: String, _ id: String, icon: Icon, isFirst: Bool = false) -> HTML {
        """
        <form method="post" action="\(Route.mailboxVerb(name, id))" data-once><button\(isFirst ? " class=\"primary\"" as HTML : nil)>\
        \(icon.html) \(text)</button></form>
        """
    }

    /// The sign-in at Microsoft or Google.
    private func consent(_ line: MailboxLine, _ words: Words) -> HTML {
        let isDone = stored.isConnected && stored.lostConsent == nil
        let text = isDone ? words.isSignedInAt(draft.provider) : words.mustSignInAt(draft.provider)
        return """
            <div class="notice\(isDone ? " good" : " warn")">\((isDone ? Icon.check : Icon.key).html)<div><p>\(text)</p>\
            \(stored.lostConsent.map { "<samp>\($0)</samp>" as HTML })</div>\
            \(canSignIn ? verb("oauth", isDone ? words.signInAgain : words.signInAt(draft.provider), line.health.id, icon: .key, isFirst: !isDone) : nil)</div>
            """
    }

    /// What must be done at the provider first.
    private func help(_ words: Words) -> HTML? {
        guard line?.isEnvironments != true else {
            return "<div class=\"notice\">\(Icon.info.html)<div><p>\(words.environmentsHint)</p></div></div>"
        }
        let help = words.providerHelp(draft.provider, redirectURI: redirectURI)
        guard !help.steps.isEmpty else { return nil }
        let steps: [HTML] = help.steps.map { "<li>\($0)</li>" }
        let link: HTML? = help.link.map {
            "<p><a href=\"\($0.address)\" target=\"_blank\" rel=\"noopener noreferrer\">\($0.text) \(Icon.external.small)</a></p>"
        }
        return """
            <details class="card more"\(HTML.flag("open", if: line == nil))><summary>\
            \(words.firstAtProvider(words.provider(draft.provider)))</summary><ol class="todo">\(steps)</ol>\(link)</details>
            """
    }

    /// Self-test of plus addresses, and the removal.
    private func more(_ line: MailboxLine, _ reader: Reader) -> HTML {
        let words = reader.words
        return """
            <section class="card stack" aria-labelledby="plus"><div><h2 id="plus">\(words.plusTitle)</h2>
            <p class="muted">\(words.plusHint)</p></div>
            <p>\(plusResult(reader))</p>
            <div class="line">\(verb("plus-test", words.plusRun, line.health.id, icon: .send))</div></section>
            \(line.isEnvironments ? nil : remove(line, words))
            """
    }

    private func plusResult(_ reader: Reader) -> HTML {
        switch plus {
        case .unknown: "\(reader.words.plusUnknown)"
        case .works(let at): "\(Icon.check.html) \(reader.words.plusWorks) · \(reader.hour(at))"
        case .fails(let at): "\(Icon.warning.html) \(reader.words.plusFails) · \(reader.hour(at))"
        }
    }

    private func remove(_ line: MailboxLine, _ words: Words) -> HTML {
        """
        <details class="card more"><summary>\(words.removeMailbox)</summary>
        <form class="stack" method="post" action="\(Route.mailboxVerb("remove", line.health.id))" data-once>
        <p class="muted">\(words.removeMailboxHint)</p>
        <div class="line"><button class="danger">\(words.removeMailbox)</button></div></form></details>
        """
    }
}
