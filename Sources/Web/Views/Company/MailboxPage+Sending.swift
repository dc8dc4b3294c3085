import HelpDesk

/// How fast mail goes out, and what holds it up.
extension MailboxPage {
    func sendingSection(_ line: MailboxLine, _ reader: Reader) -> HTML? {
        guard let sending else { return nil }
        let words = reader.words
        return """
            <section class="card stack" aria-labelledby="sending"><h2 id="sending">\(words.sendingTitle)</h2>
            \(sending.state(line, resume: verb("resume-sending", words.resumeSending, line.health.id, icon: .send, isFirst: true), reader))
            <form class="stack" method="post" action="\(Route.mailboxVerb("sending-rate", line.health.id))" data-once>
            <p class="muted" id="rate-hint">\(words.rateHint(sending.standard))</p>
            <div class="pair">\(rate("per_minute", words.perMinute, sending.perMinute, words))\
            \(rate("per_day", words.perDay, sending.perDay, words))</div>
            <div class="line"><button>\(words.save)</button></div></form></section>
            """
    }

    private func rate(_ name: String, _ label: String, _ value: String, _ words: Words) -> HTML {
        Field(
            name: name, label: label, value: value, problem: problems[name].map { _ in words.rateProblem },
            autocomplete: "off", maxLength: 9
        ).html
    }
}

extension MailboxPage.Sending {
    fileprivate func state(_ line: MailboxLine, resume: HTML, _ reader: Reader) -> HTML {
        let words = reader.words
        if let failure {
            let since: HTML? = failedAt.map { "<p class=\"faint\">\(words.refusedSince(reader.hourText($0)))</p>" }
            let next = pausedUntil.map { words.sendingRests(until: reader.hourText($0)) } ?? ""
            return """
                <div class="notice bad">\(Icon.warning.html)<div class="stack tight"><p>\(words.accountRefused) \(words.nothingIsLost) \(next)</p>
                <p>\(words.advice(MailTrouble(failure))) <samp>\(failure)</samp></p>\(since)\(resume)</div></div>
                """
        }
        if let pausedUntil {
            return
                "<div class=\"notice\">\(Icon.clock.html)<p>\(words.rateReached(until: reader.hourText(pausedUntil)))</p></div>"
        }
        let waiting = line.health.unsent?.count
        return waiting == nil ? "<p>\(words.sendingIsFine)</p>" : "<div class=\"line\">\(resume)</div>"
    }
}
