/// A labelled field of a form, with what is wrong with it.
struct Field {
    let name: String
    let label: String
    var type = "text"
    var value = ""
    var problem: String?
    var hint: String?
    var autocomplete: String?
    var maxLength: Int?
    var isRequired = false
    var isFocused = false

    /// A line of input.
    var html: HTML {
        frame(
            """
            <input id="\(name)" name="\(name)" type="\(type)" value="\(value)"\(attributes)\
            \(HTML.flag("autofocus", if: isFocused))>
            """)
    }

    /// Several lines.
    /// - Parameter rows: how many show at first.
    func area(rows: Int) -> HTML {
        // A line break right after the tag is dropped by the parser: lend it one.
        frame("<textarea id=\"\(name)\" name=\"\(name)\" rows=\"\(rows)\"\(attributes)>\n\(value)</textarea>")
    }

    private var attributes: HTML {
        let described = problem != nil ? "\(name)-problem" : hint != nil ? "\(name)-hint" : nil
        return """
            \(HTML.attribute("autocomplete", autocomplete))\(HTML.attribute("maxlength", maxLength.map(String.init)))\
            \(HTML.flag("required", if: isRequired))\
            \(HTML.attribute("aria-invalid", problem == nil ? nil : "true"))\
            \(HTML.attribute("aria-describedby", described))
            """
    }

    private func frame(_ control: HTML) -> HTML {
        """
        <div class="field"><label for="\(name)">\(label)</label>\(control)\
        \(problem.map { problemLine($0, id: "\(name)-problem") })\
        \(hint.map { "<small id=\"\(name)-hint\">\($0)</small>" as HTML })</div>
        """
    }
}

/// What is wrong, in a line of its own.
func problemLine(_ text: String, id: String) -> HTML {
    "<span class=\"error\" id=\"\(id)\" role=\"alert\">\(Icon.warning.html) \(text)</span>"
}

/// A list to choose from, drawn like the other fields.
/// - Parameter options: value, text, and whether it is chosen.
func select(_ name: String, id: String, label: String?, _ options: [(value: String, text: String, isChosen: Bool)])
    -> HTML
{
    let items: [HTML] = options.map { option in
        "<option value=\"\(option.value)\"\(HTML.flag("selected", if: option.isChosen))>\(option.text)</option>"
    }
    return """
        <span class="select"><select id="\(id)" name="\(name)"\(HTML.attribute("aria-label", label))>\(items)</select>\
        \(Icon.down.html)</span>
        """
}
