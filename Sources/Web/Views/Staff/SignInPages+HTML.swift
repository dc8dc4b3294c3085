extension StaffSignInPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <main>
            <a class="logo touch" href="\(Route.inbox)">\(Icon.deskbell.html) <span>Deskbell</span></a>
            <form class="card" method="post" action="\(Route.staffSignIn)">
            <h1>\(words.staffSignIn)</h1>
            \(demoAddress == nil ? nil : demoNotice(words))
            \(next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">" as HTML })
            \(addressField(words).html)
            \(passwordField(words).html)
            <button class="primary block">\(words.signIn)</button>
            </form>
            <p class="muted">\(words.areYouCustomer) <a href="\(Route.portal)">\(words.yourTicketsHere)</a>, \(words.noPassword)</p>
            <div class="muted">\(Choices(reader: reader, path: Route.staffSignIn).line)</div>
            </main>
            """
        return Document(title: words.staffSignIn, kind: "public gate", isDemo: isDemo, content: content).html(
            for: reader)
    }

    private func addressField(_ words: Words) -> Field {
        Field(
            name: "email", label: words.workAddress, type: "email",
            value: address.isEmpty ? demoAddress ?? "" : address,
            autocomplete: "username", maxLength: 254, isRequired: true, isFocused: problem == nil)
    }

    private func passwordField(_ words: Words) -> Field {
        let text: String? =
            switch problem {
            case .wrong: words.wrongSignIn
            case .tooOften(let seconds): words.tooManyAttempts(seconds: seconds)
            case nil: nil
            }
        return Field(
            name: "password", label: words.password, type: "password", value: demoPassword ?? "", problem: text,
            autocomplete: "current-password", maxLength: 1000, isRequired: true, isFocused: problem != nil)
    }

    private func demoNotice(_ words: Words) -> HTML {
        "<div class=\"notice\">\(Icon.info.html)<div>\(words.demoAccount)</div></div>"
    }
}

extension WelcomePage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <main>
            <a class="logo touch" href="\(Route.inbox)">\(Icon.deskbell.html) <span>Deskbell</span></a>
            \(isExpired ? expired(words) : form(words))
            <div class="muted">\(Choices(reader: reader, path: Route.with(Route.welcome, [("token", token)])).line)</div>
            </main>
            """
        return Document(title: words.welcomeTitle, kind: "public gate", content: content).html(for: reader)
    }

    private var isExpired: Bool {
        if case .linkExpired = problem { true } else { false }
    }

    private func expired(_ words: Words) -> HTML {
        """
        <div class="card stack"><h1>\(words.linkExpiredTitle)</h1><p class="muted">\(words.welcomeExpired)</p>
        <a class="button block" href="\(Route.staffSignIn)">\(words.staffSignIn)</a></div>
        """
    }

    private func form(_ words: Words) -> HTML {
        """
        <form class="card" method="post" action="\(Route.welcome)">
        <div class="stack tight"><h1>\(words.welcomeTitle)</h1><p class="muted">\(words.welcomeHint(address))</p></div>
        <input type="hidden" name="token" value="\(token)">
        \(address.map(userName) ?? whoAreYou(words))
        \(newPasswordFields(short: firstProblem(words), differ: secondProblem(words), isFocused: true, words))
        <button class="primary block">\(words.start)</button>
        </form>
        """
    }

    /// The first owner, whom nobody has named yet.
    private func whoAreYou(_ words: Words) -> HTML {
        let problem: String? = if case .badAddress = problem { words.badAddress } else { nil }
        return """
            \(Field(name: "name", label: words.yourName, value: name, autocomplete: "name", maxLength: 200).html)
            \(Field(name: "email", label: words.workAddress, type: "email", value: typedAddress, problem: problem, autocomplete: "username", maxLength: 254, isRequired: true).html)
            """
    }

    private func firstProblem(_ words: Words) -> String? {
        if case .tooShort(let minimum) = problem { words.passwordTooShort(minimum) } else { nil }
    }

    private func secondProblem(_ words: Words) -> String? {
        if case .doesNotMatch = problem { words.passwordsDiffer } else { nil }
    }
}
