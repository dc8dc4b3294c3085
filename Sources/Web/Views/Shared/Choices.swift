import HelpDesk

/// Switches of language and theme: plain forms, each choice a button.
struct Choices {
    let reader: Reader
    /// Where to come back to.
    let path: String

    /// For the foot of customers' pages.
    var line: HTML {
        """
        <form class="inline" method="post" action="\(Route.language)">\(back)\
        <button class="link" name="language" value="\(reader.language.other.rawValue)" \
        lang="\(reader.language.other.rawValue)">\(reader.language.other.invitation)</button></form>
        """
    }

    /// For menus.
    var items: HTML {
        let words = reader.words
        return """
            <form method="post" action="\(Route.language)">\(back)\
            <button name="language" value="\(reader.language.other.rawValue)" \
            lang="\(reader.language.other.rawValue)">\(Icon.globe.html) \(reader.language.other.invitation)</button></form>
            <hr>
            <p>\(words.appearance)</p>
            <form method="post" action="\(Route.theme)">\(back)\(Reader.Theme.allCases.map(theme))</form>
            """
    }

    private var back: HTML { "<input type=\"hidden\" name=\"back\" value=\"\(path)\">" }

    private func theme(_ theme: Reader.Theme) -> HTML {
        let icon: Icon =
            switch theme {
            case .system: .eye
            case .light: .sun
            case .dark: .moon
            }
        let current: HTML = theme == reader.theme ? " aria-current=\"true\"" : .empty
        return """
            <button name="theme" value="\(theme.rawValue)"\(current)>\(icon.html) \(reader.words.theme(theme))</button>
            """
    }
}
