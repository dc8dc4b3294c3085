extension ProfilePage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = "<div class=\"body narrowbody\">\(news(words))\(password(words))</div>"
        return frame.widePage(
            title: words.profile, back: (Route.inbox, words.inbox), content: content, for: reader)
    }

    private func news(_ words: Words) -> HTML {
        let lines: [HTML] = choices.map { choice in
            """
            <label class="pick"><input type="checkbox" role="switch" name="\(choice.kind)" value="on"\
            \(HTML.flag("checked", if: choice.isOn))> <span>\(words.news(choice.kind))<br>\
            <small class="faint">\(words.newsHint(choice.kind))</small></span></label>
            """
        }
        return """
            <section class="card stack" aria-labelledby="news">
            <h2 id="news">\(words.mailToMe)</h2>
            <p class="muted">\(address.map(words.mailToMeHint) ?? words.noAddressForMail)</p>
            <form class="stack" method="post" action="\(Route.profile)">\(lines)
            <div class="line"><button class="primary">\(words.save)</button></div></form>
            </section>
            """
    }

    private func password(_ words: Words) -> HTML {
        let current: String? =
            switch problem {
            case .wrong: words.wrongPassword
            case .tooOften(let seconds): words.tooManyAttempts(seconds: seconds)
            default: nil
            }
        let short: String? = if case .tooShort(let minimum) = problem { words.passwordTooShort(minimum) } else { nil }
        let differ: String? = if case .doesNotMatch = problem { words.passwordsDiffer } else { nil }
        let field = Field(
            name: "current", label: words.currentPassword, type: "password", problem: current,
            autocomplete: "current-password", maxLength: 1000, isRequired: true, isFocused: problem != nil)
        return """
            <form class="card stack" id="own-password" method="post" action="\(Route.profilePassword)" aria-labelledby="own">
            <h2 id="own">\(words.passwordTitle)</h2>
            <p class="muted">\(words.passwordChangeHint)</p>
            \(address.map(userName))
            \(field.html)
            \(newPasswordFields(short: short, differ: differ, isFocused: false, words))
            <div class="line"><button>\(words.changePassword)</button></div>
            </form>
            """
    }
}

/// For password managers, which want to know whose password it is.
func userName(_ address: String) -> HTML {
    """
    <input class="hide" type="text" name="username" value="\(address)" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
    """
}

/// Where a new password is typed, twice.
/// - Parameters:
///   - short: what is wrong with it.
///   - differ: what is wrong with the second one.
func newPasswordFields(short: String?, differ: String?, isFocused: Bool, _ words: Words) -> HTML {
    // Argon2 takes 1,024 bytes at most, and a character may have three.
    let new = Field(
        name: "password", label: words.newPassword, type: "password", problem: short, hint: words.passwordHint,
        autocomplete: "new-password", maxLength: 340, isRequired: true, isFocused: isFocused)
    let again = Field(
        name: "repeat", label: words.repeatPassword, type: "password", problem: differ, autocomplete: "new-password",
        maxLength: 340, isRequired: true)
    return "\(new.html)\(again.html)"
}
