import HelpDesk

extension LedgerEntryPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        return frame.widePage(
            title: entry.row.subject(words), back: (Route.ledger(), words.backToLedger),
            content: entry.html(for: reader), for: reader)
    }
}

extension LedgerEntryView {
    func html(for reader: Reader) -> HTML {
        """
        <div class="body entry">
        <div class="stack">
        \(verdict(reader))
        \(preview.map { mail($0, reader) } ?? gone(reader.words))
        </div>
        <aside class="stack" aria-label="\(reader.words.details)">
        \(actions(reader.words))
        \(facts(reader))
        </aside>
        </div>
        """
    }

    /// What became of it and why, in sentences.
    private func verdict(_ reader: Reader) -> HTML {
        let words = reader.words
        return """
            <section class="card stack" aria-labelledby="verdict">
            <div class="line"><h2 id="verdict">\(words.whatBecame)</h2> \(row.outcome.html(words))</div>
            <p>\(words.story(of: row.outcome)) \(place(words))</p>
            \(row.failure.map { failure($0, words) })
            \(row.why.map { "<ol class=\"reasons\">\(reasons($0, words))</ol>" as HTML })
            </section>
            """
    }

    private func place(_ words: Words) -> HTML? {
        if let duplicateOf {
            return "<a href=\"\(Route.ledgerEntry(duplicateOf))\">\(words.firstCopy)</a>"
        }
        return row.ticket.map { "<a href=\"\(Route.ticket($0))\">\($0)</a>" }
    }

    private func failure(_ text: String, _ words: Words) -> HTML {
        """
        <div class="notice bad">\(Icon.warning.html)<div><p>\(isRefused ? words.refusedAdvice : words.failureAdvice(attempts: attempts))</p>\
        <samp>\(text)</samp></div></div>
        """
    }

    private func reasons(_ why: Why, _ words: Words) -> [HTML] {
        // How many tickets are too many says nothing without its sentence, which says it.
        let detail = why.code == .tooManyFromOneSender ? nil : why.detail
        var lines: [HTML] = [reasonLine(words.why(why.code), detail)]
        if row.isAutomatic {
            lines.append(reasonLine(words.machineWrote, preview?.automaticSigns.first))
        } else if row.outcome == .created {
            lines.append(reasonLine(isAnswered ? words.confirmationSent : words.confirmationNotSent, nil))
        }
        if isQuiet { lines.append(reasonLine(words.importedQuietly, nil)) }
        if isTruncated { lines.append(reasonLine(words.onlyBeginning, nil)) }
        return lines
    }

    private func facts(_ reader: Reader) -> HTML {
        let words = reader.words
        let sender: HTML =
            "\(preview?.fromName.map { "\($0)<br>" as HTML })\(row.sender.map(breakable) ?? "\(words.unknownSender)")"
        return """
            <section class="card" aria-labelledby="facts"><header><h2 id="facts">\(words.properties)</h2></header>
            <dl class="facts">\
            \(fact(words.from, sender))\
            \(row.mailbox.map { fact(words.mailbox, breakable($0)) })\
            \(fact(words.sourceLabel, "\(words.source(source))"))\
            \(fact(words.arrived, reader.hour(row.at)))\
            \(fact(words.keptLabel, reader.hour(keptAt)))\
            \(fact(words.sizeLabel, "\(words.size(bytes: sizeBytes))"))\
            \(attempts > 1 ? fact(words.attemptsLabel, "\(attempts)") : nil)\
            </dl></section>
            """
    }

    private func mail(_ mail: MailPreviewView, _ reader: Reader) -> HTML {
        let words = reader.words
        let defects: [HTML] = mail.defects.map { "<li>\($0)</li>" }
        return """
            <section class="card stack" aria-labelledby="mail">
            <header><h2 id="mail">\(words.theMail)</h2></header>
            \(mailForms(mail, words))
            \(files(mail, words))
            \(fold(words.headersLabel(mail.headers.count), headers(mail)))
            \(defects.isEmpty ? nil : fold(words.defectsLabel, "<ul class=\"plainlist\">\(defects)</ul>"))
            <p class="line"><a class="button" href="\(Route.ledgerRaw(row.id))" target="_blank" rel="noopener">\
            \(Icon.source.html) \(words.rawSource)</a> \
            <a class="button" href="\(Route.with(Route.ledgerRaw(row.id), [("download", "1")]))">\
            \(Icon.download.html) \(words.downloadRaw)</a></p>
            </section>
            """
    }

    private func mailForms(_ mail: MailPreviewView, _ words: Words) -> HTML {
        let text: HTML =
            mail.text.isEmpty
            ? "<div class=\"text\"><p class=\"faint\">\(words.emptyMessage)</p></div>"
            : "<div class=\"text\">\(paragraphs(mail.text))</div>"
        guard mail.hasHTML else { return text }
        let path = Route.ledgerFrame(row.id)
        return """
            <div class="forms">
            <fieldset class="seg"><legend class="hide">\(words.showAs)</legend>\
            <label><input type="radio" name="form" value="text" checked> \(words.asText)</label>\
            <label><input type="radio" name="form" value="html"> \(words.asSent)</label></fieldset>
            \(text)
            <div class="frame">\(mail.hasRemoteImages ? imageNote(path, target: "mail-frame", words) : nil)\
            \(mailFrame(path: path, name: "mail-frame", title: words.theMail))</div>
            </div>
            """
    }

    private func files(_ mail: MailPreviewView, _ words: Words) -> HTML? {
        guard !mail.files.isEmpty else { return nil }
        let items: [HTML] = mail.files.map { file in
            """
            <li><span class="file"><span>\(Icon.file.html)</span><span class="clip">\(file.filename)</span>\
            <small>\(words.size(bytes: file.sizeBytes))</small></span></li>
            """
        }
        return "<ul class=\"files\" aria-label=\"\(words.files)\">\(items)</ul>"
    }

    private func headers(_ mail: MailPreviewView) -> HTML {
        let lines: [HTML] = mail.headers.map { "<dt>\($0.name)</dt><dd>\($0.value)</dd>" }
        return "<dl class=\"headers\">\(lines)</dl>"
    }

    private func fold(_ title: String, _ content: HTML) -> HTML {
        "<details class=\"fold\"><summary>\(Icon.more.html) \(title)</summary><div>\(content)</div></details>"
    }

    private func gone(_ words: Words) -> HTML {
        "<div class=\"notice warn\">\(Icon.warning.html)<div><p>\(words.rawIsGone)</p></div></div>"
    }
}

/// One reason with what it hangs on.
func reasonLine(_ text: String, _ detail: String?) -> HTML {
    """
    <li class="good">\(Icon.check.html) <span>\(text)\(detail.map { "<br><code>\($0)</code>" as HTML })</span></li>
    """
}

/// A line of a list of facts.
func fact(_ name: String, _ value: HTML) -> HTML { "<dt>\(name)</dt><dd>\(value)</dd>" }
