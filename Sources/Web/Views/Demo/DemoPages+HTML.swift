extension PlayCustomerPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <div class="stack tight"><h1>\(words.playTitle)</h1><p class="muted">\(words.playHint)</p></div>
            \(lastTicket.map { arrived($0, words) })
            <form class="stack loose" method="post" action="\(Route.demoMail)" enctype="multipart/form-data" data-once>
            \(answered.map { "<p class=\"notice\">\(Icon.reply.html) <span>\(words.answering($0.subject))</span></p>" as HTML })
            \(answered.map { "<input type=\"hidden\" name=\"reply\" value=\"\($0.id)\">" as HTML })
            <div class="pair">\(field("name", words.yourName, name, reader))\(field("address", words.email, address, reader))</div>
            \(recipient(words))
            \(field("subject", words.subject, subject, reader))
            \(Field(name: "message", label: words.message, value: message, problem: problems["message"], maxLength: 1_000_000, isRequired: true).area(rows: 8))
            \(fileField(words, problem: problems["files"]))
            <div class="line"><button class="primary">\(Icon.send.html) \(words.sendMail)</button></div>
            </form>
            """
        return demoPage(
            title: words.playTitle, path: Route.demo, content, lastTicket == nil ? notice : nil, for: reader)
    }

    private func field(_ name: String, _ label: String, _ value: String, _ reader: Reader) -> HTML {
        Field(
            name: name, label: label, type: name == "address" ? "email" : "text", value: value, problem: problems[name],
            maxLength: name == "subject" ? 500 : 254, isRequired: name == "address"
        ).html
    }

    private func recipient(_ words: Words) -> HTML {
        let options = mailboxes.map { (value: $0, text: $0, isChosen: false) }
        return
            "<div class=\"field\"><label for=\"to\">\(words.to)</label>\(select("to", id: "to", label: nil, options))</div>"
    }

    private func arrived(_ number: String, _ words: Words) -> HTML {
        """
        <div class="notice good">\(Icon.check.html)<div>\(words.notice(.mailPlayed)) \
        <a href="\(Route.ticket(number))">\(words.lookAtTicket)</a></div></div>
        """
    }
}

extension CaughtMailsPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let list: HTML =
            mails.isEmpty
            ? empty(.mail, words.nothingCaught, words.nothingCaughtHint, action: (Route.demo, words.playCustomer))
            : "<ul class=\"cards\">\(mails.map { $0.html(for: reader) })</ul>"
        let content: HTML = """
            <div class="stack tight"><h1>\(words.caughtTitle)</h1><p class="muted">\(words.caughtHint)</p></div>
            \(list)
            """
        return demoPage(title: words.caughtTitle, path: Route.caught, content, notice, for: reader)
    }
}

extension CaughtMailLine {
    fileprivate func html(for reader: Reader) -> HTML {
        """
        <li><span class="line"><span class="status">\(Icon.mail.html) \(to)</span>\(reader.stamp(at, reads: reader.calm(at)))</span>\
        <a href="\(Route.caughtMail(id))">\(subject.isEmpty ? "—" : subject)</a><p class="clip">\(from)</p></li>
        """
    }
}

extension CaughtMailPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let content: HTML = """
            <p><a class="back" href="\(Route.caught)">\(Icon.left.html) \(words.caughtTitle)</a></p>
            <h1>\(mail.subject.isEmpty ? "—" : mail.subject)</h1>
            <dl class="facts envelope"><dt>\(words.from)</dt><dd>\(mail.from)</dd><dt>\(words.to)</dt><dd>\(mail.to)</dd>\
            \(replyTo.map { "<dt>\(words.replyAddressLabel)</dt><dd>\($0)</dd>" as HTML })</dl>
            <div class="line"><a class="button primary" href="\(Route.demoAnswer(to: mail.id))">\(Icon.reply.html) \(words.answerAsCustomer)</a> \
            \(link.map { "<a class=\"button\" href=\"\($0)\">\(Icon.key.html) \(words.followLink)</a>" as HTML })</div>
            \(htmlForm(words))
            <section class="stack"><h2>\(words.textForm)</h2><div class="card"><pre class="plaintext">\(text)</pre></div></section>
            \(files.html(words))
            """
        return demoPage(title: mail.subject, path: Route.caughtMail(mail.id), content, nil, for: reader)
    }

    private func htmlForm(_ words: Words) -> HTML? {
        guard hasHTML else { return nil }
        return """
            <section class="stack"><h2>\(words.htmlForm)</h2><div class="frame">\
            \(mailFrame(path: Route.caughtFrame(mail.id), name: "mail", title: words.mailFrom(mail.from)))</div></section>
            """
    }
}

private func demoPage(title: String, path: String, _ content: HTML, _ notice: Notice?, for reader: Reader) -> HTML {
    PortalFrame(siteName: "Deskbell", isDemo: true, path: path, notice: notice)
        .page(title: title, content: content, for: reader)
}
