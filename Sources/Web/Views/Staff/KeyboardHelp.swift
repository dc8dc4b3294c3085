/// The keys, in a dialog that `?` opens.
struct KeyboardHelp {
    let words: Words

    var html: HTML {
        let rows: [HTML] = keys.map { keys, meaning in
            let caps: [HTML] = keys.map { "<kbd>\($0)</kbd>" }
            return "<dt>\(caps.joined(by: " "))</dt><dd>\(meaning)</dd>"
        }
        return """
            <dialog id="keys" aria-labelledby="keys-title">
            <header><h2 id="keys-title">\(words.keyboard)</h2>
            <form method="dialog"><button class="quiet square" aria-label="\(words.close)">\(Icon.x.html)</button></form></header>
            <div class="inside"><dl class="keys">\(rows)</dl></div>
            </dialog>
            """
    }

    private var keys: [([String], String)] {
        [
            (["J", "K"], words.keyNext),
            (["Enter"], words.keyOpen),
            (["U", "Esc"], words.keyBack),
            (["R"], words.reply),
            (["M"], words.note),
            (["Ctrl ↵"], words.keySend),
            (["Z"], words.keyUndo),
            (["A"], words.assignee),
            (["S"], words.changeStatus),
            (["I"], words.keyMe),
            (["E"], words.resolve),
            (["."], words.copyNumber),
            (["/"], words.keyFirst),
            (["?"], words.keyHelp),
        ]
    }
}
