import HelpDesk

/// The outermost frame of every page.
struct Document {
    let title: String
    /// What the body is: `staff`, `public`, `public gate`.
    let kind: String
    /// Which screen a phone shows: `list` or `ticket`.
    var screen: String?
    /// What the first link jumps to, and how it reads.
    var skip: (text: String, target: String)?
    /// Where live updates come from.
    var livePath: String?
    var isDemo = false
    let content: HTML

    func html(for reader: Reader) -> HTML {
        let theme = reader.theme == .system ? nil : reader.theme.rawValue
        return """
            <!doctype html>
            <html lang="\(reader.language.rawValue)"\(HTML.attribute("data-theme", theme))>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · Deskbell</title>
            <link rel="icon" href="\(Asset.path("favicon.svg"))" type="image/svg+xml">
            <link rel="stylesheet" href="\(Asset.path("app.css"))">
            <script type="module" src="\(Asset.path("app.js"))"></script>
            </head>
            <body class="\(kind)\(isDemo ? " demo" : "")"\(HTML.attribute("data-screen", screen))\
            \(HTML.attribute("data-live", livePath))\(scriptWords(reader.words))>
            \(skip.map { "<a class=\"button skip\" href=\"\($0.target)\">\($0.text)</a>" as HTML })
            \(isDemo ? demoBar(reader.words) : nil)
            \(content)
            <p class="hide" id="said" role="status"></p>
            </body>
            </html>
            """
    }
}

/// The few words that the script says, as `data-say-…`.
private func scriptWords(_ words: Words) -> HTML {
    """
     data-say-copied="\(words.copied)" data-say-draft="\(words.draftKept)" data-say-sending="\(words.sending)" data-say-too-late="\(words.tooLate)" data-say-sends-in="\(words.sendsIn)" \
    data-say-seconds="\(words.say("s", "с"))" data-say-taken-back="\(words.alreadyTakenBack)" \
    data-say-failed="\(words.notSent)" data-say-answered="\(words.answeredWhileTyping)" data-say-too-much="\(words.tooMuchToSend)" data-say-empty="\(words.nothingToSend)" data-say-remove="\(words.removeFile)" data-say-too-large="\(words.fileTooLarge)" \
    data-say-mb="\(words.say("MB", "МБ"))" data-say-kb="\(words.say("KB", "КБ"))"
    """
}

/// The slim bar on top of every page of the demo.
private func demoBar(_ words: Words) -> HTML {
    """
    <nav class="demobar" aria-label="\(words.demo)">
    <b>\(words.demo)</b> <span class="roomy">\(words.demoPromise)</span>
    <span class="push line">
    \(demoLink(Route.demo, words.playCustomer, words.playCustomerShort))
    \(demoLink(Route.caught, words.caughtMail, words.caughtMailShort))
    \(demoLink(Route.inbox, words.staffInbox, words.staffInboxShort))
    \(demoLink(Route.portal, words.customerPortal, words.customerPortalShort))</span>
    </nav>
    """
}

/// On a phone a shorter word, so that all of them fit.
private func demoLink(_ path: String, _ text: String, _ short: String) -> HTML {
    """
    <a href="\(path)" title="\(text)"><span class="roomy">\(text)</span><span class="narrow">\(short)</span></a>
    """
}

extension Notice {
    /// The word about what was just done, as a toast that the script lets go.
    func html(_ words: Words) -> HTML {
        let isGood = ![.syncFailed, .notPossible, .notSignedInThere, .tooLate, .alreadyTakenBack].contains(self)
        return """
            <div class="toast" role="status" data-fleeting>\((isGood ? Icon.check : Icon.warning).html)\
            <span>\(words.notice(self))</span></div>
            """
    }
}
