extension StaffFrame {
    /// A page of the settings, with its own navigation beside it.
    func settingsPage(
        _ section: CompanySection, title: String, back: (path: String, text: String)? = nil, tools: HTML? = nil,
        content: HTML, for reader: Reader
    ) -> HTML {
        let words = reader.words
        let links: [HTML] = CompanySection.allCases.map { item in
            "<a href=\"\(item.path)\"\(HTML.current(item == section))>\(words.section(item))</a>"
        }
        let body: HTML = """
            <div class="settings">
            <nav aria-label="\(words.settings)">\(links)</nav>
            <div class="stack loose" id="settings">
            \(content)
            </div>
            </div>
            """
        return widePage(title: title, back: back, tools: tools, content: body, for: reader)
    }
}

extension CompanySection {
    var path: String {
        switch self {
        case .mailboxes: Route.mailboxes
        case .team: Route.team
        case .categories: Route.sortings(.categories)
        case .departments: Route.sortings(.departments)
        case .templates: Route.templates
        }
    }
}
