extension PortalSignInPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let field = Field(
            name: "email", label: words.email, type: "email", value: address, problem: problemText(words),
            autocomplete: "email", maxLength: 254, isRequired: true, isFocused: true)
        let card: HTML = """
            <form class="card" method="post" action="\(Route.portalSignIn)">
            <div class="stack tight"><h1>\(words.portalSignInTitle)</h1><p class="muted">\(words.portalSignInHint)</p></div>
            \(next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">" as HTML })
            \(field.html)
            <button class="primary block">\(Icon.mail.html) \(words.sendLink)</button>
            </form>
            """
        let staff: HTML = """
            <p class="muted">\(words.areYouStaff) <a href="\(Route.staffSignIn)">\(words.staffSignIn)</a></p>
            """
        return frame.gate(title: words.portalSignInTitle, card: card, below: staff, for: reader)
    }

    private func problemText(_ words: Words) -> String? {
        switch problem {
        case .badAddress: words.badAddress
        case .tooOften(let seconds): words.tooManyAttempts(seconds: seconds)
        case nil: nil
        }
    }
}

extension LinkSentPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let sentence = words.linkSent(to: address)
        let card: HTML = """
            <div class="card stack">
            <div class="stack tight"><h1>\(words.linkSentTitle)</h1>
            <p>\(sentence.before)<b>\(address)</b>\(sentence.after)</p>
            <p class="muted">\(words.linkValid(minutes: validMinutes))</p></div>
            \(caughtPath.map { "<a class=\"button primary block\" href=\"\($0)\">\(Icon.mail.html) \(words.openCaughtMail)</a>" as HTML })
            <a class="button block" href="\(Route.portal)">\(words.anotherAddress)</a>
            </div>
            """
        return frame.gate(title: words.linkSentTitle, card: card, for: reader)
    }
}

extension EnterPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        guard let token else {
            let card: HTML = """
                <div class="card stack">
                <div class="stack tight"><h1>\(words.linkExpiredTitle)</h1><p class="muted">\(words.linkExpiredHint)</p></div>
                <a class="button primary block" href="\(Route.portal)">\(words.askNewLink)</a>
                </div>
                """
            return frame.gate(title: words.linkExpiredTitle, card: card, for: reader)
        }
        let card: HTML = """
            <form class="card" method="post" action="\(Route.portalEnter)">
            <div class="stack tight"><h1>\(words.enterTitle)</h1><p class="muted">\(words.enterHint)</p></div>
            <input type="hidden" name="token" value="\(token)">
            \(next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">" as HTML })
            <button class="primary block" autofocus>\(words.signIn)</button>
            </form>
            """
        return frame.gate(title: words.enterTitle, card: card, for: reader)
    }
}
