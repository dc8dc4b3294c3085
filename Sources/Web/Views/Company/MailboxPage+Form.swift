import HelpDesk

/// The form of a mailbox. The names of its fields are those of the API.
extension MailboxPage {
    func form(_ reader: Reader) -> HTML {
        let words = reader.words
        let path = line.map { Route.mailbox($0.health.id) } ?? Route.mailboxes
        let isOwnServers = line?.isEnvironments != true
        return """
            <form class="card stack loose" id="mailbox-form" method="post" action="\(path)" autocomplete="off">
            <input type="hidden" name="provider" value="\(draft.provider.rawValue)">
            \(isOwnServers ? nil : "<h2>\(words.choicesTitle)</h2>" as HTML)
            <div class="pair">\(isOwnServers ? text("address", words.address, draft.address, type: "email", isRequired: true, words) : nil)\
            \(text("display_name", words.displayName, draft.displayName, hint: words.displayNameHint, words))</div>
            \(isOwnServers ? access(words) : nil)
            \(isOwnServers ? servers(words) : nil)
            \(tickets(words))
            \(fetching(words))
            <div data-steps>\(stepList(steps, words))</div>
            <div class="line"><button class="primary">\(line == nil ? words.saveAndStart : words.save)</button>
            \(canTest ? testButton(words) : nil)</div>
            </form>
            """
    }

    private func testButton(_ words: Words) -> HTML {
        let path = line.map { Route.mailboxVerb("test", $0.health.id) } ?? Route.testMailbox
        return """
            <button formaction="\(path)" formnovalidate data-test>\(Icon.plug.html) \(words.testConnection)</button>
            """
    }

    private func text(
        _ name: String, _ label: String, _ value: String, type: String = "text", hint: String? = nil, max: Int = 250,
        isRequired: Bool = false, _ words: Words
    ) -> HTML {
        Field(
            name: name, label: label, type: type, value: value,
            problem: problems[name].map { words.fieldProblem(name, $0) }, hint: hint,
            autocomplete: type == "password" ? "new-password" : "off", maxLength: max, isRequired: isRequired
        ).html
    }

    private func check(_ name: String, _ label: String, _ hint: String?, isOn: Bool) -> HTML {
        """
        <label class="pick"><input type="checkbox" name="\(name)" value="on"\(HTML.flag("checked", if: isOn))> \
        <span>\(label)\(hint.map { "<br><small class=\"faint\">\($0)</small>" as HTML })</span></label>
        """
    }

    /// Password, or the application at Microsoft or Google.
    private func access(_ words: Words) -> HTML {
        let isSecretStored = stored.hasIMAPPassword
        let password = text(
            "imap_password", words.password(of: draft.provider), draft.imapPassword, type: "password",
            hint: isSecretStored ? words.passwordKept : words.secretHint, max: 1_000, words)
        guard draft.provider.offersOAuth else { return "<div class=\"pair\">\(password)</div>" }
        let secret = text(
            "oauth_client_secret", words.clientSecret, draft.oauthClientSecret, type: "password",
            hint: stored.hasClientSecret ? words.passwordKept : words.clientSecretHint, max: 1_000, words)
        let tenant =
            draft.provider == .microsoft365
            ? text("oauth_tenant", words.tenant, draft.oauthTenant, hint: words.tenantHint, words) : nil
        let modes: [HTML] = [Mailbox.SignIn.oauth, .password].map { mode in
            """
            <label><input type="radio" name="sign_in" value="\(mode.rawValue)"\(HTML.flag("checked", if: mode == draft.signIn))> \
            \(words.signInMode(mode, draft.provider))</label>
            """
        }
        return """
            <div class="access stack"><fieldset class="seg"><legend class="hide">\(words.signInLabel)</legend>\(modes)</fieldset>
            \(problems["sign_in"].map { problemLine(words.fieldProblem("sign_in", $0), id: "sign-in-problem") })
            <div class="pair if-oauth">\(text("oauth_client_id", words.clientID, draft.oauthClientID, words))\
            \(secret)\
            \(tenant)</div>
            <p class="faint if-oauth">\(words.signInAfterSaving(draft.provider))</p>
            <div class="pair if-password">\(password)</div></div>
            """
    }

    private func servers(_ words: Words) -> HTML {
        let preset = draft.provider.preset
        let shown = preset.map { "\($0.imapHost):\($0.imapPort), \($0.smtpHost):\($0.smtpPort)" }
        let isOpen =
            preset == nil
            || problems.keys.contains { $0.hasPrefix("imap_h") || $0.hasPrefix("smtp") || $0 == "imap_port" }
        let smtpPassword = text(
            "smtp_password", words.smtpPassword, draft.smtpPassword, type: "password",
            hint: stored.hasSMTPPassword ? words.passwordKept : words.smtpPasswordHint, max: 1_000, words)
        return """
            <details class="more"\(HTML.flag("open", if: isOpen))><summary>\(words.serverSettings) \
            <span class="faint">\(shown ?? "")</span></summary><div class="stack">
            <div class="pair">\(text("imap_host", words.imapHost, draft.imapHost, words))\
            \(text("imap_port", words.port, draft.imapPort.map(String.init) ?? "", hint: words.imapPortHint, max: 5, words))\
            \(text("imap_user", words.userName, draft.imapUser, hint: words.userNameHint, words))</div>
            \(check("imap_use_ssl", words.useSSL, words.useSSLHint, isOn: draft.imapUsesSSL))
            <div class="pair">\(text("smtp_host", words.smtpHost, draft.smtpHost, hint: words.smtpHostHint, words))\
            \(text("smtp_port", words.port, draft.smtpPort.map(String.init) ?? "", hint: words.smtpPortHint, max: 5, words))\
            \(text("smtp_user", words.userName, draft.smtpUser, hint: words.smtpUserHint, words))\
            \(smtpPassword)</div>
            \(check("smtp_use_tls", words.useTLS, nil, isOn: draft.smtpUsesTLS))
            \(check("smtp_signs_in", words.smtpSignsIn, nil, isOn: draft.smtpSignsIn))
            </div></details>
            """
    }

    /// What new tickets of this mailbox are like.
    private func tickets(_ words: Words) -> HTML {
        let languages: [(value: String, text: String, isChosen: Bool)] =
            [("", words.languageOfCustomer, draft.language == nil)]
            + Language.allCases.map { ($0.rawValue, $0.ownName, draft.language == $0) }
        return """
            <div class="pair">\(choice("language", words.languageOfMail, languages))\
            \(choice("category", words.category, options(named(categories, words), draft.categoryID, words.firstCategory)))\
            \(departments.isEmpty ? nil : choice("department", words.department, options(departments, draft.departmentID, words.noDepartment)))\
            \(choice("assignee", words.assignee, options(staff, draft.assigneeID, words.nobody)))</div>
            <div class="field"><label for="signature">\(words.signature)</label>
            <textarea id="signature" name="signature" rows="3" maxlength="10000" aria-describedby="signature-hint">
            \(draft.signature)</textarea><small id="signature-hint">\(words.signatureHint)</small></div>
            <div class="field"><label for="form_senders">\(words.formSenders)</label>
            <textarea id="form_senders" name="form_senders" rows="2" maxlength="10000"\
            \(HTML.attribute("aria-invalid", problems["form_senders"] == nil ? nil : "true")) \
            aria-describedby="form-senders-hint\(problems["form_senders"] == nil ? "" : " form-senders-problem")" \
            placeholder="forms@example.com">
            \(draft.formSenders)</textarea>\
            \(problems["form_senders"].map { problemLine(words.fieldProblem("form_senders", $0), id: "form-senders-problem") })\
            <small id="form-senders-hint">\(words.formSendersHint)</small></div>
            """
    }

    private func named(_ categories: [Choice], _ words: Words) -> [Choice] {
        categories.map { Choice(id: $0.id, name: words.categoryName($0.name)) }
    }

    private func options(_ choices: [Choice], _ chosen: Int64?, _ none: String) -> [(
        value: String, text: String, isChosen: Bool
    )] {
        [("", none, chosen == nil)] + choices.map { (String($0.id), $0.name, $0.id == chosen) }
    }

    private func choice(_ name: String, _ label: String, _ options: [(value: String, text: String, isChosen: Bool)])
        -> HTML
    {
        "<div class=\"field\"><label for=\"\(name)\">\(label)</label>\(select(name, id: name, label: nil, options))</div>"
    }

    private func fetching(_ words: Words) -> HTML {
        let afterwards: [(String, String)] = [
            ("seen", words.afterSeen), ("keyword", words.afterKeyword), ("move", words.afterMove),
            ("delete", words.afterDelete),
        ]
        let target = text("after_import_folder", words.targetFolder, draft.afterImport.folder ?? "", words)
        let isOpen = problems.keys.contains { $0.contains("folder") || $0.hasPrefix("import") }
        return """
            \(firstImport(words))
            <details class="more"\(HTML.flag("open", if: isOpen))><summary>\(words.foldersTitle) \
            <span class="faint">\(draft.folder)</span></summary><div class="stack">
            <div class="pair">\(text("folder", words.folder, draft.folder, words))\
            \(text("junk_folder", words.junkFolder, draft.junkFolder, hint: words.junkFolderHint, words))</div>
            \(radios("after_import", words.afterTitle, afterwards, draft.afterImport.name, extra: target))
            \(check("watches_sent", words.watchesSent, words.watchesSentHint, isOn: draft.watchesSent))
            \(check("copies_to_sent", words.copiesToSent, words.copiesToSentHint, isOn: draft.copiesToSent))
            <div class="pair">\(text("sent_folder", words.sentFolder, draft.sentFolder, hint: words.sentFolderHint, words))</div>
            \(check("notifies_itself", words.notifiesItself, words.notifiesItselfHint, isOn: draft.notifiesItself))
            </div></details>
            """
    }

    /// What there is to choose before the first fetch; afterwards the choice has had its effect.
    private func firstImport(_ words: Words) -> HTML {
        let days = draft.importChoice.days.map(String.init)
        guard line?.health.lastFetch == nil else {
            return kept("import", draft.importChoice.name, "import_days", days)
        }
        let imports: [(String, String)] = [
            ("from_now", words.importFromNow), ("unread", words.importUnread), ("last_days", words.importDays),
            ("all", words.importAll),
        ]
        return radios(
            "import", words.importTitle, imports, draft.importChoice.name,
            extra: text("import_days", words.daysLabel, days ?? "30", max: 4, words))
    }

    /// A choice that has had its effect stays as it is.
    private func kept(_ name: String, _ value: String, _ second: String, _ secondValue: String?) -> HTML {
        """
        <input type="hidden" name="\(name)" value="\(value)">\
        \(secondValue.map { "<input type=\"hidden\" name=\"\(second)\" value=\"\($0)\">" as HTML })
        """
    }

    private func radios(_ name: String, _ title: String, _ choices: [(String, String)], _ chosen: String, extra: HTML)
        -> HTML
    {
        let items: [HTML] = choices.map { value, label in
            """
            <label class="pick"><input type="radio" name="\(name)" value="\(value)"\(HTML.flag("checked", if: value == chosen))> \
            <span>\(label)</span></label>
            """
        }
        return """
            <fieldset class="field \(name)"><legend>\(title)</legend><div class="line choices">\(items)</div>\
            <div class="pair extra">\(extra)</div></fieldset>
            """
    }
}
