extension TicketView {
    /// The composer. Reply or note comes from its own radio buttons, the state after from the button that sends.
    func composerForm(_ words: Words) -> HTML {
        """
        <form class="composer" id="composer" method="post" action="\(Route.ticketMessages(number))" \
        enctype="multipart/form-data" aria-label="\(words.answer)" data-composer="\(number)">
        \(composer.after.map { "<input type=\"hidden\" name=\"after\" value=\"\(String($0))\">" as HTML })
        \(composer.problem.map { "<div class=\"inset\">\(problemLine($0, id: "composer-problem"))</div>" as HTML })
        <div class="tabs">
        \(tab(.reply, Icon.reply, words.reply, key: "R"))
        \(tab(.note, Icon.lock, words.note, key: "M"))
        <span class="push faint saved if-reply roomy"><small data-draft></small></span>
        <span class="push if-note"><small class="warn">\(words.neverMailed)</small></span>
        </div>
        \(recipients(words))
        <textarea name="message" aria-label="\(words.text)" rows="4" placeholder="\(words.writeHere)" maxlength="1000000">
        \(composer.text)</textarea>
        \(keptFiles(words))
        <ul class="files" data-chosen></ul>
        <div class="foot">
        <label class="button quiet attach" title="\(words.attachFiles)">\(Icon.clip.html)<span class="hide">\(words.attachFiles)</span>\
        <input type="file" name="files" multiple></label>
        <span class="two push if-reply"><button class="primary" name="status" value="\(composer.statusAfter.rawValue)" \
        data-send title="Ctrl+Enter">\(words.sendAndSet(composer.statusAfter))</button>\
        <button class="primary" type="button" popovertarget="send-menu" aria-label="\(words.sendOtherwise)">\
        \(Icon.down.html)</button></span>
        <button class="primary push if-note" data-send title="Ctrl+Enter">\(words.addNote)</button>
        </div>
        \(sendMenu(words))
        </form>
        """
    }

    /// What an answer that was taken back had with it.
    private func keptFiles(_ words: Words) -> HTML {
        let items: [HTML] = composer.kept.map { file in
            """
            <li><label class="pick"><input type="checkbox" name="kept" value="\(file.id)" checked> \
            <span class="clip">\(file.filename)</span> <small class="faint">\(words.size(bytes: file.sizeBytes))</small></label></li>
            """
        }
        return "<ul class=\"files\" data-kept aria-label=\"\(words.files)\">\(items)</ul>"
    }

    private func tab(_ kind: Composer.Kind, _ icon: Icon, _ label: String, key: String) -> HTML {
        """
        <label><input type="radio" name="kind" value="\(kind.rawValue)"\(HTML.flag("checked", if: composer.kind == kind))> \
        \(icon.html) \(label) <kbd>\(key)</kbd></label>
        """
    }

    private func recipients(_ words: Words) -> HTML {
        guard !composer.recipients.isEmpty else {
            return "<div class=\"to\">\(Icon.globe.small) <span>\(words.portalOnly)</span></div>"
        }
        let chips: [HTML] = composer.recipients.map { "<span class=\"chip\">\($0)</span>" }
        return "<div class=\"to\"><span>\(words.to)</span> \(chips.joined(by: " "))</div>"
    }

    private func sendMenu(_ words: Words) -> HTML {
        let choices: [StatusMark] = [.inProgress, .waiting, .resolved]
        let items: [HTML] = choices.map { choice in
            """
            <button class="status" data-status="\(choice.looks)" name="status" value="\(choice.rawValue)">\
            \(choice.icon.html) \(words.sendAndSet(choice))</button>
            """
        }
        return "<div class=\"menu\" id=\"send-menu\" popover>\(items)</div>"
    }
}
