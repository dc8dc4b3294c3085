extension NewTicketPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let subjectField = Field(
            name: "subject", label: words.subject, value: subject, problem: problems["subject"], maxLength: 500,
            isRequired: true, isFocused: true)
        let messageField = Field(
            name: "message", label: words.whatHappened, value: message, problem: problems["message"],
            hint: words.whatHappenedHint, maxLength: 1_000_000, isRequired: true)
        let content: HTML = """
            <div class="stack tight">
            <p><a class="back" href="\(Route.portal)">\(Icon.left.html) \(words.myTickets)</a></p>
            <h1>\(words.howCanWeHelp)</h1>
            </div>
            <form class="stack loose" method="post" action="\(Route.createTicket)" enctype="multipart/form-data" data-once>
            \(subjectField.html)
            \(messageField.area(rows: 6))
            <div class="pair">\(categoryField(words))\(priorityField(words))</div>
            \(fileField(words, problem: problems["files"]))
            <div class="notice">\(Icon.clock.html) <div><b>\(words.whatNext)</b><p>\(words.whatNextHint)</p></div></div>
            <div class="line"><button class="primary">\(words.send)</button> \
            <a class="button quiet" href="\(Route.portal)">\(words.cancel)</a></div>
            </form>
            """
        return frame.page(title: words.newTicket, content: content, for: reader)
    }

    private func categoryField(_ words: Words) -> HTML? {
        guard !categories.isEmpty else { return nil }
        let options = categories.map {
            (value: $0.id, text: text(of: $0, words), isChosen: $0.id == categoryID)
        }
        return """
            <div class="field"><label for="category">\(words.topic)</label>\
            \(select("category", id: "category", label: nil, options))</div>
            """
    }

    private func text(of category: Category, _ words: Words) -> String {
        let name = words.categoryName(category.name), description = words.categoryDescription(category.description)
        return description.isEmpty ? name : "\(name): \(description)"
    }

    private func priorityField(_ words: Words) -> HTML {
        let options = PriorityMark.allCases.map { mark in
            (value: mark.rawValue, text: words.priority(mark), isChosen: mark == priority)
        }
        return """
            <div class="field"><label for="priority">\(words.howUrgent)</label>\
            \(select("priority", id: "priority", label: nil, options))</div>
            """
    }
}

/// A place to drop files, or to choose them; the script shows which were chosen.
func fileField(_ words: Words, problem: String?) -> HTML {
    """
    <div class="field"><span>\(words.files)</span>
    <label class="drophere">\(Icon.upload.html) <span>\(words.dropFiles)</span><small>\(words.fileLimit)</small>\
    <input type="file" name="files" multiple aria-label="\(words.files)"></label>
    <ul class="files" data-chosen></ul>\(problem.map { problemLine($0, id: "files-problem") })</div>
    """
}
