import HelpDesk

extension TemplatesPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <p class="muted">\(words.templatesHint)</p>
            \(group(words.toCustomers, templates.filter { !$0.kind.isForStaff }, words))
            \(group(words.toStaff, templates.filter(\.kind.isForStaff), words))
            """
        return frame.settingsPage(.templates, title: words.section(.templates), content: content, for: reader)
    }

    private func group(_ title: String, _ lines: [TemplateLine], _ words: Words) -> HTML {
        let kinds = MailTemplate.Kind.allCases.filter { kind in lines.contains { $0.kind == kind } }
        let items: [HTML] = kinds.map { kind in
            let links: [HTML] = lines.filter { $0.kind == kind }.map { link($0, words) }
            return """
                <li>\(Icon.mail.html)<div class="grow"><b>\(words.template(kind))</b>\
                <p class="muted">\(words.templateHint(kind))</p></div><div class="line">\(links)</div></li>
                """
        }
        return "<section class=\"stack\"><h2>\(title)</h2><ul class=\"boxes\">\(items)</ul></section>"
    }

    private func link(_ line: TemplateLine, _ words: Words) -> HTML {
        let mark: HTML? =
            line.isChanged
            ? "<span class=\"dot\" data-hue=\"1\"></span><span class=\"hide\">(\(words.changedByYou))</span>" : nil
        return """
            <a class="button" href="\(Route.template(line.kind.rawValue, line.language))" lang="\(line.language.rawValue)" \
            title="\(line.subject)">\(line.language.ownName) \(mark)</a>
            """
    }
}

extension TemplatePage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words, path = Route.template(line.kind.rawValue, line.language)
        let content: HTML = """
            <nav class="seg" aria-label="\(words.languageLabel)">\(Language.allCases.map(languageLink))</nav>
            <p class="muted">\(words.templateHint(line.kind))</p>
            <form class="stack loose" method="post" action="\(path)">
            \(field(words))
            <div class="field"><label for="body">\(words.templateBody)</label>
            <textarea id="body" name="body" rows="12" maxlength="20000" required lang="\(line.language.rawValue)"\
            \(HTML.attribute("aria-invalid", problems["body"] == nil ? nil : "true")) aria-describedby="body-hint">
            \(body)</textarea>\(problems["body"].map { problemLine($0, id: "body-problem") })\
            <small id="body-hint">\(words.templateBodyHint)</small></div>
            <div class="line"><button class="primary">\(words.save)</button>
            <button formaction="\(path)/preview" formtarget="preview" name="as" value="html">\(Icon.eye.html) \(words.previewAsHTML)</button>
            <button formaction="\(path)/preview" formtarget="preview" name="as" value="text">\(Icon.eye.html) \(words.previewAsText)</button>
            </div>
            </form>
            <section class="stack"><h2>\(words.preview)</h2><p class="faint">\(words.previewHint)</p>
            <div class="frame"><iframe src="\(path)/preview" name="preview" title="\(words.preview)" \
            sandbox="allow-same-origin" data-mail></iframe></div></section>
            \(placeholders(words))
            \(line.isChanged ? reset(path, words) : nil)
            """
        return frame.settingsPage(
            .templates, title: words.template(line.kind), back: (Route.templates, words.backToTemplates),
            content: content,
            for: reader)
    }

    private func languageLink(_ language: Language) -> HTML {
        """
        <a href="\(Route.template(line.kind.rawValue, language))"\(HTML.current(language == line.language)) \
        lang="\(language.rawValue)">\(language.ownName)</a>
        """
    }

    private func field(_ words: Words) -> HTML {
        Field(
            name: "subject", label: words.subject, value: subject, problem: problems["subject"],
            maxLength: MailTemplate.subjectCharacters, isRequired: true
        ).html
    }

    private func placeholders(_ words: Words) -> HTML {
        let lines: [HTML] = line.kind.placeholders.map { placeholder in
            "<dt><code>{{\(placeholder.rawValue)}}</code></dt><dd>\(words.placeholder(placeholder))</dd>"
        }
        return """
            <section class="card stack" aria-labelledby="placeholders"><h2 id="placeholders">\(words.placeholders)</h2>
            <p class="muted">\(words.placeholdersHint)</p><dl class="facts wide">\(lines)</dl></section>
            """
    }

    private func reset(_ path: String, _ words: Words) -> HTML {
        """
        <details class="more"><summary>\(words.backToStandard)</summary>
        <form class="stack" method="post" action="\(path)/reset"><p class="muted">\(words.backToStandardHint)</p>\
        <div class="line"><button class="danger">\(words.backToStandard)</button></div></form></details>
        """
    }
}

extension Language {
    /// What the language calls itself.
    var ownName: String {
        switch self {
        case .english: "English"
        case .russian: "Русский"
        }
    }
}
