import HelpDesk
import Hummingbird
import NIOCore

extension MailboxDraft {
    /// What an owner has filled in. Fields that the form did not have stay as they are stored.
    init(typedIn form: Form, existing: Mailbox?) {
        let provider = form["provider"].flatMap(Mailbox.Provider.init(rawValue:)) ?? .imapSMTP
        self = existing.map { MailboxDraft($0) } ?? MailboxDraft(provider: provider)
        readAccount(form)
        readServers(form)
        readChoices(form)
    }

    private mutating func readAccount(_ form: Form) {
        if form["address"] != nil { address = form.text("address") }
        displayName = form.text("display_name")
        signIn = form["sign_in"].flatMap(Mailbox.SignIn.init(rawValue:)) ?? signIn
        oauthTenant = form["oauth_tenant"] == nil ? oauthTenant : form.text("oauth_tenant")
        oauthClientID = form["oauth_client_id"] == nil ? oauthClientID : form.text("oauth_client_id")
        // Blanks belong to a password; app passwords are shown in groups and work without them.
        oauthClientSecret = form["oauth_client_secret"] ?? ""
        imapPassword = form["imap_password"] ?? ""
        smtpPassword = form["smtp_password"] ?? ""
    }

    private mutating func readServers(_ form: Form) {
        guard form["imap_host"] != nil else { return }
        imapHost = form.text("imap_host")
        imapPort = port(form.text("imap_port"))
        imapUser = form.text("imap_user")
        imapUsesSSL = form["imap_use_ssl"] != nil
        smtpHost = form.text("smtp_host")
        smtpPort = port(form.text("smtp_port"))
        smtpUser = form.text("smtp_user")
        smtpUsesTLS = form["smtp_use_tls"] != nil
        smtpSignsIn = form["smtp_signs_in"] != nil
    }

    /// Nothing: the usual one. What is no number is refused as 0 is.
    private func port(_ text: String) -> Int? { text.isEmpty ? nil : Int(text) ?? 0 }

    private mutating func readChoices(_ form: Form) {
        language = form["language"].flatMap(Language.init(rawValue:))
        signature = form["signature"] ?? ""
        categoryID = Int64(form.text("category"))
        if form["department"] != nil { departmentID = Int64(form.text("department")) }
        assigneeID = Int64(form.text("assignee"))
        let days = form.text("import_days")
        importChoice =
            Mailbox.ImportChoice(name: form.text("import"), days: days.isEmpty ? nil : Int(days) ?? 0) ?? importChoice
        afterImport =
            Mailbox.AfterImport(name: form.text("after_import"), folder: form.text("after_import_folder"))
            ?? afterImport
        folder = form.text("folder")
        junkFolder = form.text("junk_folder")
        sentFolder = form.text("sent_folder")
        watchesSent = form["watches_sent"] != nil
        copiesToSent = form["copies_to_sent"] != nil
        notifiesItself = form["notifies_itself"] != nil
        if form["form_senders"] != nil { formSenders = form.text("form_senders") }
    }
}

extension Response {
    /// The steps of a connection test as they are made: a line of HTML each, after one with what holds them.
    static func steps(_ steps: AsyncStream<ConnectionStep>, _ words: Words) -> Response {
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(bytes: line(stepFrame(words))))
            for await step in steps { try await writer.write(ByteBuffer(bytes: line(step.html(words)))) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"], body: body)
    }

    /// The script reads line by line.
    private static func line(_ html: HTML) -> [UInt8] {
        html.bytes.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 } + [UInt8(ascii: "\n")]
    }
}
