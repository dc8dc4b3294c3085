extension MessageView {
    /// "Why is this here?", and what to do where it should be elsewhere.
    func whyCard(_ words: Words) -> HTML {
        let machine = isAutomatic ? reasonLine(words.machineWrote, nil) : nil
        let source: HTML? = ledgerID.map {
            "<p><a href=\"\(Route.ledgerEntry($0))\">\(words.mailInLedger)</a></p>"
        }
        return """
            <div class="menu why-card" id="why-\(id)" popover><h3>\(words.whyTitle)</h3>
            <ol>\(why.map { reasonLine(words.why($0.code), $0.detail) } ?? reasonLine(words.wayHere(kind, channel), nil))\(machine)</ol>
            \(source)
            \(moveForm(words))
            \(canDetach ? detachForm(words) : nil)
            </div>
            """
    }

    private func moveForm(_ words: Words) -> HTML {
        """
        <form method="post" action="\(Route.message("move", id))" data-once><label for="move-\(id)">\(words.moveToTicket)</label>
        <span class="line"><input id="move-\(id)" name="ticket" placeholder="TKT-…" maxlength="60" required autocomplete="off">\
        <button>\(words.moveLong)</button></span>\
        \(canLetAuthorIn ? takesPartBox(words) : nil)</form>
        """
    }

    private func takesPartBox(_ words: Words) -> HTML {
        """
        <label class="pick"><input type="checkbox" name="author_takes_part" value="on"> <span>\(words.authorTakesPart)</span></label>
        """
    }

    private func detachForm(_ words: Words) -> HTML {
        """
        <form method="post" action="\(Route.message("detach", id))" data-once>\
        <button>\(Icon.split.html) \(words.detachLong)</button></form>
        """
    }

    /// Copies that did not arrive: what the server said, and another try.
    func troubleList(_ words: Words) -> HTML {
        let items: [HTML] = troubles.map { trouble in
            """
            <li\(trouble.state == .unknown ? " class=\"warn\"" as HTML : nil)><span>\(Icon.warning.html) \(words.trouble(trouble))</span>\
            \(trouble.reason.isEmpty ? nil : "<samp>\(trouble.reason)</samp>" as HTML)
            <div class="line"><form method="post" action="\(Route.resend(trouble.id))" data-once>\
            <button>\(Icon.refresh.html) \(words.resend)</button></form>\
            \(correction(trouble, words))</div></li>
            """
        }
        return "<ul class=\"trouble\">\(items)</ul>"
    }

    private func correction(_ trouble: DeliveryTrouble, _ words: Words) -> HTML {
        """
        <details><summary>\(words.resendElsewhere)</summary>\
        <form class="line" method="post" action="\(Route.resend(trouble.id))" data-once>\
        <input type="email" name="address" value="\(trouble.recipient)" aria-label="\(words.correctedAddress)" maxlength="254" required>\
        <button>\(words.resend)</button></form></details>
        """
    }
}
