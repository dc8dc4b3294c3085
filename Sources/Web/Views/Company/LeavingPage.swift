import HelpDesk

/// Leads to the sign-in at Microsoft or Google.
struct LeavingPage: Sendable {
    let provider: Mailbox.Provider
    let address: String
    /// Where it leads who changes their mind.
    let back: String
}

extension LeavingPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <main><div class="card stack"><div class="stack tight"><h1>\(words.signInMode(.oauth, provider))</h1>
            <p class="muted">\(words.leavingHint)</p></div>
            <a class="button primary block" href="\(address)" rel="noreferrer">\(words.goOn) \(Icon.external.html)</a>
            <a class="button block" href="\(back)">\(words.cancel)</a></div></main>
            """
        return Document(title: words.signInMode(.oauth, provider), kind: "public gate", content: content)
            .html(for: reader)
    }
}
