extension ErrorPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let isStaff = mount == .staff
        let home = isStaff ? Route.inbox : Route.portal
        let content: HTML = """
            <main>
            <a class="logo touch" href="\(home)">\(Icon.deskbell.html) <span>\(isStaff ? "Deskbell" : siteName)</span></a>
            <div class="card stack">
            <div class="stack tight"><h1>\(words.errorTitle(refusal))</h1>
            <p class="muted">\(words.errorAdvice(refusal, requestID: requestID))</p></div>
            \(fields)
            <a class="button block" href="\(home)">\(words.home)</a>
            </div>
            <div class="muted">\(Choices(reader: reader, path: path).line)</div>
            </main>
            """
        return Document(title: words.errorTitle(refusal), kind: "public gate", content: content).html(for: reader)
    }

    private var fields: HTML? {
        guard case .invalid(let fields) = refusal else { return nil }
        let items: [HTML] = fields.sorted { $0.key < $1.key }.map { "<li>\($0.key): \($0.value)</li>" }
        return "<ul>\(items)</ul>"
    }
}
