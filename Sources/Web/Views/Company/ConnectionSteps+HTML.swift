import HelpDesk

/// The steps of a connection test, as far as it has come; nothing before it has begun.
func stepList(_ steps: [ConnectionStep], _ words: Words) -> HTML? {
    steps.isEmpty ? nil : stepFrame(words, steps.map { $0.html(words) })
}

/// What holds the steps.
func stepFrame(_ words: Words, _ steps: [HTML] = []) -> HTML {
    """
    <section class="card" aria-labelledby="test" role="status"><header><h3 id="test">\(words.testTitle)</h3></header>\
    <ol class="steps">\(steps)</ol></section>
    """
}

extension ConnectionStep {
    /// One line, on a line of its own: the script adds it as it comes.
    func html(_ words: Words) -> HTML {
        let (icon, looks): (Icon, String) =
            switch result {
            case .passed: (.resolved, "good")
            case .failed: (.warning, "bad")
            case .skipped: (.waiting, "")
            }
        let title: HTML = result == .failed ? "<b>\(words.step(name))</b>" : "\(words.step(name))"
        let advice: HTML? = result == .failed ? words.stepAdvice(name, text).map { "<p>\($0)</p>" } : nil
        return """
            <li class="\(looks)">\(icon.html)<div>\(title) <span class="hide">\(words.stepResult(result))</span>\
            <small>\(words.finding(finding))</small>\(advice)</div></li>
            """
    }
}
