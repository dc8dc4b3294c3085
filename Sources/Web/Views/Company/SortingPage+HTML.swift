extension SortingPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let active = items.filter(\.isActive), given = items.filter { !$0.isActive }
        let content: HTML = """
            <p class="muted">\(words.sortingHint(sorting))</p>
            \(active.isEmpty ? nothing(words) : list(active, words))
            \(addForm(words))
            \(given.isEmpty ? nil : offeredNoMore(given, words))
            """
        return frame.settingsPage(
            sorting.section, title: words.section(sorting.section), content: content, for: reader)
    }

    private func nothing(_ words: Words) -> HTML {
        "<p class=\"card\">\(words.nothingToSortBy(sorting))</p>"
    }

    private func list(_ items: [Item], _ words: Words) -> HTML {
        let rows: [HTML] = items.enumerated().map { index, item in
            let first: HTML? =
                index == 0 && sorting == .categories ? "<p class=\"faint\">\(words.firstOfCategories)</p>" : nil
            return """
                <li class="sorting" id="sorting-\(item.id)"><div class="grow">\(form(item, words))\(first)</div>
                <div class="line">\(index > 0 && sorting == .categories ? verb("up", item, words.moveUp, words) : nil)\
                \(items.count == 1 && sorting == .categories ? nil : verb("retire", item, words.stopOffering, words))</div></li>
                """
        }
        return "<ul class=\"boxes\">\(rows)</ul>"
    }

    /// The row is the form: what is changed is saved with Enter.
    private func form(_ item: Item, _ words: Words) -> HTML {
        let typed = typed?.id == item.id ? typed : nil
        let description = item.description.map { typed?.description ?? words.categoryDescription($0) }
        return """
            <form class="line" method="post" action="\(Route.sorting(sorting, item.id))">
            \(field(item.id, typed?.name ?? words.sortingName(item.name, sorting), typed?.problem, words))
            \(description.map { descriptionField($0, words) })
            <button>\(words.save)</button></form>
            \(typed.map { problemLine($0.problem, id: "problem-\(item.id)") })
            """
    }

    private func addForm(_ words: Words) -> HTML {
        let typed = typed.flatMap { $0.id == nil ? $0 : nil }
        return """
            <form class="card stack" method="post" action="\(Route.sortings(sorting))" aria-labelledby="add">
            <h2 id="add">\(words.addTo(sorting))</h2>
            <div class="line">\(field("new", typed?.name ?? "", typed?.problem, words))
            \(sorting == .categories ? descriptionField(typed?.description ?? "", words) : nil)
            <button class="primary">\(words.add)</button></div>
            \(typed.map { problemLine($0.problem, id: "problem-new") })
            </form>
            """
    }

    private func field(_ id: String, _ name: String, _ problem: String?, _ words: Words) -> HTML {
        let wrong: HTML? = problem == nil ? nil : " aria-invalid=\"true\" aria-describedby=\"problem-\(id)\""
        return """
            <input name="name" value="\(name)" maxlength="80" required aria-label="\(words.nameLabel)" \
            placeholder="\(words.nameLabel)"\(wrong)>
            """
    }

    private func descriptionField(_ description: String, _ words: Words) -> HTML {
        """
        <input name="description" value="\(description)" maxlength="200" aria-label="\(words.descriptionLabel)" \
        placeholder="\(words.descriptionLabel)">
        """
    }

    private func offeredNoMore(_ items: [Item], _ words: Words) -> HTML {
        let rows: [HTML] = items.map { item in
            """
            <li class="sorting"><div class="grow"><b class="muted">\(words.sortingName(item.name, sorting))</b></div>\
            <div class="line">\(verb("restore", item, words.offerAgain, words))</div></li>
            """
        }
        return """
            <section class="stack"><div><h2>\(words.offeredNoMore)</h2><p class="muted">\(words.offeredNoMoreHint)</p></div>
            <ul class="boxes">\(rows)</ul></section>
            """
    }

    private func verb(_ verb: String, _ item: Item, _ text: String, _ words: Words) -> HTML {
        """
        <form method="post" action="\(Route.sorting(sorting, item.id))/\(verb)">\
        <button class="quiet" aria-label="\(text): \(words.sortingName(item.name, sorting))">\(text)</button></form>
        """
    }
}
