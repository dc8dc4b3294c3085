extension MailboxHealth {
    /// One line for the sidebar, with a card that says more.
    func line(isOwner: Bool, for reader: Reader) -> HTML {
        let (mark, text) = short(reader), words = reader.words
        let settings: HTML? =
            isOwner && !id.isEmpty
            ? "<p><a class=\"button\" href=\"\(Route.mailbox(id))\">\(Icon.sliders.html) \(words.openMailbox)</a></p>"
            : nil
        return """
            <li><button class="quiet" popovertarget="health-\(id)" title="\(address)"><span class="dot \(mark)"></span> \
            <span class="clip">\(shortAddress(address))</span> <span class="clip state \(mark)">\(text)</span></button>
            <div class="menu why-card" id="health-\(id)" popover><h3>\(breakable(address))</h3>
            <div class="stack tight"><p>\(sentence(for: reader))</p>\(trouble(for: reader))</div>
            \(facts(reader))\(settings)</div></li>
            """
    }

    /// The dot, with its meaning for those who do not see it.
    func dot(_ reader: Reader) -> HTML {
        let (mark, text) = short(reader)
        return "<span class=\"dot \(mark)\" role=\"img\" aria-label=\"\(text)\"></span>"
    }

    /// What is the matter, in one or two sentences.
    func sentence(for reader: Reader) -> HTML {
        let words = reader.words
        let fetching: HTML =
            switch state {
            case .fine(let at): "\(words.fetched(reader.elapsed(since: at)))"
            case .behind(let messages): "\(words.behindSentence(messages))"
            case .failing: "\(lastFetch.map { words.noMailSince(reader.hourText($0)) } ?? words.neverConnected)"
            case .locked: "\(words.consentIsLost)"
            case .paused: "\(words.isPaused)"
            case .starting: "\(words.connectingSentence)"
            }
        let rest: HTML? = refusal?.until.map { " \(words.sendingRests(until: reader.hourText($0)))" }
        if let unsent { return "\(fetching) \(words.sendingStopped(unsent.count))\(rest)" }
        return refusal == nil ? fetching : "\(fetching) \(words.accountRefused)\(rest)"
    }

    /// The server's words, and what to do about them; nothing where all is well.
    func trouble(for reader: Reader) -> HTML? {
        var parts: [HTML] = []
        switch state {
        case .failing(let reason), .locked(let reason): parts.append(advice(reason, reader.words))
        case .fine, .behind, .paused, .starting: break
        }
        if let reason = refusal?.reason ?? unsent?.reason { parts.append(advice(reason, reader.words)) }
        return parts.isEmpty ? nil : parts.joined(by: "<br>")
    }

    private func advice(_ reason: String, _ words: Words) -> HTML {
        "\(words.advice(MailTrouble(reason))) <samp>\(reason)</samp>"
    }

    private func facts(_ reader: Reader) -> HTML? {
        let words = reader.words
        let lines: [HTML] = [
            isBad ? lastFetch.map { fact(words.lastFetchLabel, reader.hour($0)) } : nil,
            tokenExpiresAt.map { fact(words.tokenLabel, reader.hour($0)) },
        ].compactMap(\.self)
        return lines.isEmpty ? nil : "<dl class=\"facts\">\(lines)</dl>"
    }

    /// The colour's meaning, and two words beside it.
    func short(_ reader: Reader) -> (mark: String, text: String) {
        let words = reader.words
        switch state {
        case .failing(let reason): return ("bad", words.short(MailTrouble(reason)))
        case .locked: return ("bad", words.short(MailTrouble.consent))
        case .paused: return ("", words.pausedShort)
        case .fine, .behind, .starting: break
        }
        if unsent != nil || refusal != nil { return ("bad", words.notSending) }
        return switch state {
        case .behind(let messages): ("warn", words.backlog(messages))
        case .fine(let at): ("good", words.ago(reader.elapsed(since: at)))
        default: ("", words.connecting)
        }
    }
}

/// What ails a mailbox, as far as the words of a server or of our connection tell it.
enum MailTrouble: Sendable, CaseIterable {
    case password, certificate, unreachable, unknownHost, slow, folder, consent, full, other

    /// - Parameter text: the last problem, as it was noted.
    init(_ text: String) {
        let text = text.lowercased()
        let signs: [(MailTrouble, [String])] = [
            (.consent, ["sign in there again", "refresh token", "invalid_grant", "consent"]),
            (.password, ["password", "authenticat", "authoriz", "credential", "login", "535", "sign in", "web login"]),
            (.certificate, ["certificate", "not trusted", "tls"]),
            (
                .unknownHost,
                ["no such host", "name is unknown", "name has no address", "does not exist", "resolve", "unknown host"]
            ),
            (.folder, ["folder", "mailbox is full", "no mailbox"]), (.full, ["disk", "quota", "space"]),
            (.slow, ["waited", "timed out", "in vain", "did not answer in time"]),
            (.unreachable, ["refused", "unreachable", "closed the connection", "cannot be reached", "no route"]),
        ]
        self = signs.first { sign in sign.1.contains { text.contains($0) } }?.0 ?? .other
    }
}
