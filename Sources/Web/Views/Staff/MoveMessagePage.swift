/// Where a message could not be moved: what was typed, and what is wrong with it.
struct MoveMessagePage: Sendable {
    let frame: StaffFrame
    let messageID: String
    /// The number of the ticket that it stands in.
    let number: String
    let typed: String
    let problem: String
}

extension MoveMessagePage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <div class="body narrowbody"><form class="card stack" method="post" action="\(Route.message("move", messageID))">
            <p class="muted">\(words.moveMessageHint(number))</p>
            \(Field(name: "ticket", label: words.moveToTicket, value: typed, problem: problem, hint: words.moveHint, autocomplete: "off", maxLength: 60, isRequired: true, isFocused: true).html)
            <div class="line"><button class="primary">\(words.moveLong)</button>
            <a class="button" href="\(Route.ticket(number))">\(words.cancel)</a></div></form></div>
            """
        return frame.widePage(
            title: words.moveMessage, back: (Route.ticket(number), words.backToTicket), content: content, for: reader)
    }
}
