extension StaffFrame {
    /// A whole staff page around `content`, which fills the regions right of the sidebar.
    /// - Parameter screen: what a phone shows, `list` or `ticket`.
    func page(title: String, screen: String, content: HTML, for reader: Reader) -> HTML {
        let words = reader.words
        let skip = screen == "ticket" ? (words.skipToTicket, "#ticket") : (words.skipToContent, "#list")
        let body: HTML = """
            <div class="app">
            \(sidebar(reader))
            \(content)
            </div>
            """
        return document(title: title, screen: screen, skip: skip, body, for: reader)
    }

    /// A whole staff page whose `content` has all the room right of the sidebar.
    /// - Parameters:
    ///   - tools: stand at the end of the bar, beside the title.
    ///   - back: where the arrow before the title leads, and how that place is called.
    func widePage(
        title: String, back: (path: String, text: String)? = nil, tools: HTML? = nil, content: HTML, for reader: Reader
    ) -> HTML {
        let words = reader.words
        let way: HTML? = back.map { place in
            """
            <a class="button quiet square" href="\(place.path)" aria-label="\(place.text)" title="\(place.text)">\
            \(Icon.left.html)</a>
            """
        }
        let body: HTML = """
            <div class="app wide">
            \(sidebar(reader))
            <main class="page" id="content" tabindex="-1">
            <header class="bar">
            <button class="quiet square narrow" popovertarget="side" aria-label="\(words.views)">\(Icon.menu.html)</button>
            \(way)<h1 id="view">\(title)</h1>\(tools)
            </header>
            \(content)
            </main>
            </div>
            """
        return document(title: title, screen: "list", skip: (words.skipToContent, "#content"), body, for: reader)
    }

    private func document(
        title: String, screen: String, skip: (text: String, target: String), _ body: HTML, for reader: Reader
    ) -> HTML {
        let content: HTML = "\(body)\(notice?.html(reader.words))\(KeyboardHelp(words: reader.words).html)"
        return Document(
            title: title, kind: "staff", screen: screen, skip: skip, livePath: Route.staffLive, isDemo: isDemo,
            content: content
        ).html(for: reader)
    }

    /// The views with their counts, swapped together with the list.
    func views(_ words: Words) -> HTML {
        let links: [HTML] = InboxView.allCases.map { item in
            let count = counts[item].map { "<span class=\"count\">\(words.grouped($0))</span>" as HTML }
            return """
                <a href="\(Route.inbox(view: item))"\(HTML.current(item == view && query.isEmpty)) \
                title="\(words.view(item))">\(item.icon.html) <span>\(words.view(item))</span> \(count)</a>
                """
        }
        return """
            <nav id="views" aria-label="\(words.views)"><section>\(links)</section>
            <section>\(ledgerLink(words))\(isOwner ? settingsLink(words) : nil)</section></nav>
            """
    }

    private func ledgerLink(_ words: Words) -> HTML {
        let waiting: HTML? =
            mailForAPerson == 0
            ? nil
            : """
            <span class="count bad"><span class="dot bad"></span> \(mailForAPerson > 99 ? "99+" : words.grouped(mailForAPerson))\
            <span class="hide"> \(words.mailForAPerson(mailForAPerson))</span></span>
            """
        let title = mailForAPerson == 0 ? words.mailLedger : words.mailForAPerson(mailForAPerson)
        return """
            <a href="\(Route.ledger(mailForAPerson == 0 ? .all : .attention))"\(HTML.current(place == .ledger)) title="\(title)">\
            \(Icon.ledger.html) <span>\(words.mailLedger)</span> \(waiting)</a>
            """
    }

    private func settingsLink(_ words: Words) -> HTML {
        """
        <a href="\(Route.company)"\(HTML.current(place == .settings)) title="\(words.settings)">\
        \(Icon.sliders.html) <span>\(words.settings)</span></a>
        """
    }

    private func sidebar(_ reader: Reader) -> HTML {
        let words = reader.words
        return """
            <div class="side" id="side" role="banner" popover>
            <div class="top">
            <a class="logo" href="\(Route.inbox)">\(Icon.deskbell.html) <span>Deskbell</span></a>
            <button class="quiet square narrow" popovertarget="side" popovertargetaction="hide" \
            aria-label="\(words.close)">\(Icon.x.html)</button>
            </div>
            <form class="find" role="search" action="\(Route.inbox)">
            <label>\(Icon.search.html)<span class="hide">\(words.searchTickets)</span>\
            <input type="search" name="q" value="\(query)" placeholder="\(words.search)" maxlength="200"></label>
            <kbd>/</kbd></form>
            \(views(words))
            <div class="below">
            \(health(reader))
            \(accountButton(words))
            </div>
            </div>
            \(accountMenu(reader))
            """
    }

    /// How the mailboxes do, swapped together with the list.
    func health(_ reader: Reader) -> HTML {
        let lines: [HTML] = mailboxes.map { $0.line(isOwner: isOwner, for: reader) }
        return "<ul class=\"health\" id=\"health\" aria-label=\"\(reader.words.mailboxes)\">\(lines)</ul>"
    }

    /// Mailboxes that need somebody, on top of the list; swapped together with it, and empty where all is well.
    func ailing(_ reader: Reader) -> HTML {
        let notices: [HTML] = mailboxes.filter(\.isBad).map { mailbox in
            let settings: HTML? =
                isOwner && !mailbox.id.isEmpty
                ? "<a class=\"button\" href=\"\(Route.mailbox(mailbox.id))\">\(reader.words.openMailbox)</a>" : nil
            return """
                <details class="notice bad"><summary>\(Icon.warning.html) <b>\(shortAddress(mailbox.address))</b> \
                \(mailbox.sentence(for: reader))</summary>\
                <div><p>\(mailbox.trouble(for: reader))</p>\(settings)</div></details>
                """
        }
        return "<div id=\"ailing\">\(notices)</div>"
    }

    private func accountButton(_ words: Words) -> HTML {
        """
        <button class="quiet me" popovertarget="account" aria-label="\(words.account): \(me.name)">\
        \(me.avatar(small: .small)) <span class="clip">\(me.name)</span></button>
        """
    }

    private func accountMenu(_ reader: Reader) -> HTML {
        let words = reader.words
        return """
            <div class="menu" id="account" popover>
            \(Choices(reader: reader, path: path).items)
            <hr>
            <a href="\(Route.profile)">\(Icon.user.html) \(words.profile)</a>
            <button type="button" class="scripted" data-help>\(Icon.keyboard.html) \(words.keyboard) <kbd>?</kbd></button>
            <form method="post" action="\(Route.staffSignOut)"><button>\(Icon.exit.html) \(words.signOut)</button></form>
            </div>
            """
    }
}

extension InboxView {
    var icon: Icon {
        switch self {
        case .mine: .user
        case .unassigned: .nobody
        case .open: .open
        case .waiting: .waiting
        case .resolved: .resolved
        case .all: .layers
        }
    }
}
