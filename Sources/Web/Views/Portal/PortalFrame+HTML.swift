extension PortalFrame {
    /// A whole customer page around `content`, which stands in `main`.
    func page(title: String, content: HTML, livePath: String? = nil, for reader: Reader) -> HTML {
        let words = reader.words
        let body: HTML = """
            <header>
            <a class="logo touch" href="\(Route.portal)">\(Icon.deskbell.html) <span>\(siteName)</span></a>
            \(account(reader))
            </header>
            <main id="content" tabindex="-1">
            \(content)
            </main>
            \(foot(reader))
            \(notice?.html(words))
            """
        return Document(
            title: title, kind: "public", skip: (words.skipToContent, "#content"), livePath: livePath, isDemo: isDemo,
            content: body
        ).html(for: reader)
    }

    /// A small page with one card in the middle.
    func gate(title: String, card: HTML, below: HTML? = nil, for reader: Reader) -> HTML {
        let body: HTML = """
            <main>
            <a class="logo touch" href="\(Route.portal)">\(Icon.deskbell.html) <span>\(siteName)</span></a>
            \(card)
            \(below)
            <div class="muted">\(Choices(reader: reader, path: path).line)</div>
            </main>
            \(notice?.html(reader.words))
            """
        return Document(title: title, kind: "public gate", isDemo: isDemo, content: body).html(for: reader)
    }

    private func account(_ reader: Reader) -> HTML? {
        guard let me else { return nil }
        return """
            <button class="quiet push" popovertarget="account" aria-label="\(reader.words.account): \(me.name)">\
            \(me.avatar(small: .small)) <span class="roomy clip">\(me.name)</span></button>
            <div class="menu" id="account" popover>
            \(Choices(reader: reader, path: path).items)
            <hr>
            <form method="post" action="\(Route.portalSignOut)"><button>\(Icon.exit.html) \(reader.words.signOut)</button></form>
            </div>
            """
    }

    private func foot(_ reader: Reader) -> HTML {
        """
        <footer><span>\(siteName)</span> · \(Choices(reader: reader, path: path).line)</footer>
        """
    }
}
