extension MessageView {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        return """
            <article class="message\(looks)" id="message-\(id)">
            <header>
            \(author.avatar())
            <div><div class="who"><b>\(author.name)</b> \(address.map { "<span class=\"clip\">\($0)</span>" as HTML })</div>\
            <div class="route">\(route(words))</div></div>
            <div class="corner">\(reader.hour(at))\(formSwitch(words))</div>
            </header>
            \(stranger.map { $0.html(words) })
            \(body(words))
            \(files.html(words))
            \(fold(words.signature, signature))
            \(fold(words.quotedMail, quote))
            \(waiting.map { waitingLine($0, words) } ?? (troubles.isEmpty ? delivery.map { $0.html(for: reader) } : troubleList(words)))
            \(kind == .note ? nil : whyCard(words))
            </article>
            """
    }

    private var looks: String {
        switch kind {
        case .customer: ""
        case .staff: " staff"
        case .note: " note"
        }
    }

    private func route(_ words: Words) -> HTML {
        var parts: [HTML] = []
        if isUnverified {
            parts.append(
                "<span class=\"warn\" title=\"\(words.unverifiedHint)\">\(Icon.shield.html) \(words.unverified)</span>")
        }
        if kind == .note {
            parts.insert("<span class=\"kind\">\(Icon.lock.html) \(words.noteForStaff)</span>", at: 0)
            return parts.joined(by: " · ")
        }
        if let to { parts.append("<span class=\"clip\">\(words.toWhom(to))</span>") }
        parts.append("<button class=\"why\" popovertarget=\"why-\(id)\">\(words.whyHere)</button>")
        return parts.joined(by: " · ")
    }

    /// The text; the HTML form in its frame; or both behind a switch.
    private func body(_ words: Words) -> HTML? {
        if text.isEmpty, html == .none, !files.isEmpty { return nil }
        let text: HTML =
            self.text.isEmpty
            ? "<div class=\"text\"><p class=\"faint\">\(words.emptyMessage)</p></div>"
            : "<div class=\"text\">\(markup ?? paragraphs(self.text))</div>"
        guard html != .none else { return text }
        return """
            \(text)
            \(frame(words))
            """
    }

    /// As text or as it was sent: beside the time, so that it takes no line of its own.
    private func formSwitch(_ words: Words) -> HTML? {
        guard html != .none else { return nil }
        let isPreferred = html == .preferred
        return """
            <fieldset class="seg"><legend class="hide">\(words.showAs)</legend>\
            <label><input type="radio" name="form-\(id)" value="text"\(HTML.flag("checked", if: !isPreferred))> \(words.asText)</label>\
            <label><input type="radio" name="form-\(id)" value="html"\(HTML.flag("checked", if: isPreferred))> \(words.asSent)</label>\
            </fieldset>
            """
    }

    private func frame(_ words: Words) -> HTML {
        let path = Route.messageFrame(id)
        return """
            <div class="frame">
            \(hasRemoteImages ? imageNote(path, target: "mail-\(id)", words) : nil)
            \(mailFrame(path: path, name: "mail-\(id)", title: words.mailFrom(author.name)))
            </div>
            """
    }

    /// "Sends in 12 s · Undo". The script counts down and asks for the ticket again once the time has run out.
    private func waitingLine(_ waiting: Waiting, _ words: Words) -> HTML {
        let undo: HTML? =
            waiting.canTakeBack
            ? """
            <form method="post" action="\(Route.message("take-back", id))" data-take-back>\
            <input type="hidden" name="ticket" value="\(waiting.number)"><button title="Z">\(Icon.undo.html) \(words.undo)</button></form>
            """ : nil
        return """
            <footer class="waiting"><span>\(Icon.clock.html) <span data-countdown="\(waiting.seconds)">\
            \(words.sendsIn(waiting.seconds))</span></span>\(undo)</footer>
            """
    }

    private func fold(_ title: String, _ text: String?) -> HTML? {
        guard let text, !text.isEmpty else { return nil }
        return """
            <details class="fold"><summary>\(Icon.more.html) \(title)</summary><div>\(text)</div></details>
            """
    }
}

/// Says that pictures of other servers are not loaded, and offers to.
func imageNote(_ path: String, target: String, _ words: Words) -> HTML {
    """
    <p>\(Icon.image.small) \(words.remoteImagesBlocked) \
    <a class="button quiet" href="\(Route.with(path, [("images", "1")]))" target="\(target)" data-images>\
    \(words.loadImages)</a></p>
    """
}

/// The frame of an HTML mail: no script in it, links open outside, and its page may measure its height.
func mailFrame(path: String, name: String, title: String) -> HTML {
    """
    <iframe src="\(path)" name="\(name)" title="\(title)" loading="lazy" referrerpolicy="no-referrer" \
    sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" data-mail></iframe>
    """
}

extension MessageView.Delivery {
    fileprivate func html(for reader: Reader) -> HTML {
        let words = reader.words
        return switch self {
        case .queued: line(.clock, "", words.queued)
        case .sent(let at, let server, let readAt):
            """
            <footer><span>\(Icon.check.html) \(words.sent(server)) · \(reader.hour(at))\
            \(readAt.map { " · \(words.opened) \(reader.hour($0))" as HTML })</span></footer>
            """
        case .deferred(let until, let reason):
            "<footer><span class=\"warn\">\(Icon.clock.html) \(words.deferred(reason)) · \(reader.hour(until))</span></footer>"
        case .bounced(let reason): line(.warning, "bad", words.bounced(reason))
        case .failed(let reason): line(.warning, "bad", words.failed(reason))
        case .unknown(let reason): line(.warning, "warn", words.unknownDelivery(reason))
        case .portal: line(.globe, "", words.portalOnly)
        }
    }

    private func line(_ icon: Icon, _ mark: String, _ text: String) -> HTML {
        "<footer><span class=\"\(mark)\">\(icon.html) \(text)</span></footer>"
    }
}
