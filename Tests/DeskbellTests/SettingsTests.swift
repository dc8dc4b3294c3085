import Mail
import TestKit
import Testing

@testable import Deskbell

@Suite struct `Settings of the environment` {
    @Test(arguments: [
        ("IMAP_PORT", "ninety"), ("IMAP_PORT", "0"), ("IMAP_USE_SSL", "maybe"), ("DESKBELL_ADDRESS", "8080"),
        ("DESKBELL_URL", "help.example.com"), ("DESKBELL_LANGUAGE", "de"), ("DESKBELL_TIME_ZONE", "Mars/Base"),
        ("SUPPORT_EMAIL", "support"), ("DATABASE_URL", "mysql://x"), ("EMAIL_TO_TICKET_CHECK_INTERVAL", "-1"),
        ("TLS_CA_FILE", "/nowhere/ca.pem"), ("TLS_CA_FILE", "/etc"), ("TLS_CA_FILE", "/etc/passwd"),
        ("SMTP_FROM", "nobody"), ("SMTP_FROM", "Lampwright <nobody>"),
        ("SMTP_FROM", "a@example.com, b@example.com"), ("IMAP_HOST", "imaps://imap.example.com"),
        ("IMAP_HOST", "imap.example.com:993"),
        ("SMTP_HOST", "smtp example"), ("IMAP_USERNAME", ""), ("IMAP_PASSWORD", ""), ("SMTP_USERNAME", "u"),
        ("SMTP_PASSWORD", "p"), ("SECRET_KEY_PREVIOUS", "short"), ("DESKBELL_URL", "https://h.example/desk?x=1"),
    ]) func `a wrong value stops the start with a sentence that names it`(name: String, value: String) throws {
        let others = [
            "IMAP_HOST": "imap.example.com", "IMAP_USERNAME": "u", "IMAP_PASSWORD": "p",
            "SMTP_HOST": "smtp.example.com",
        ]
        let error = #expect(throws: SettingError.self) {
            try Settings(Environment(others.merging([name: value]) { $1 }))
        }
        // What is missing is named, where one of two stands alone.
        let named = ["SMTP_USERNAME": "SMTP_PASSWORD", "SMTP_PASSWORD": "SMTP_USERNAME"][name] ?? name
        #expect(error?.description.hasPrefix("\(named) ") == true, "\(String(describing: error))")
        #expect(error?.description.hasSuffix("..") == false)
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a file of settings may come from anywhere, and what is no setting is told without showing it`(_ end: String)
        throws
    {
        let folder = try TemporaryFolder(), file = folder.path(of: "settings")
        let lines = [
            "\u{feff}SUPPORT_EMAIL=help@desk.example", "# a remark", "", " export IMAP_HOST = imap.example.com ",
            "IMAP_USERNAME='u v'", "IMAP_PASSWORD=\"s3cret #1=word \"", "SMTP_HOST=",
        ]
        try folder.write(lines.joined(separator: end), to: "settings")
        let settings = try Settings(Environment(file: file))
        #expect(settings.supportEmail == "help@desk.example")
        #expect(settings.imap?.server.host == "imap.example.com")
        guard case .password("u v", "s3cret #1=word ")? = settings.imap?.credentials else {
            Issue.record("other credentials")
            return
        }
        #expect(settings.smtp == nil)

        try folder.write((lines + ["s3cret-word"]).joined(separator: end), to: "settings")
        let error = #expect(throws: SettingError.self) { try Environment(file: file) }
        #expect(error?.description.contains("line 8") == true && error?.description.contains("s3cret") == false)
        #expect(throws: SettingError.self) { try Environment(file: folder.path) }
        #expect(try Settings(Environment(file: folder.path(of: "none"))).imap == nil)
    }

    @Test func `an empty variable counts as not set`() throws {
        let settings = try Settings(Environment(["IMAP_HOST": "", "DESKBELL_LANGUAGE": " ", "DATABASE_URL": ""]))
        #expect(settings.imap == nil)
        #expect(settings.language == nil)
        #expect(settings.listen.port == 8080)
        #expect(settings.checkIntervalSeconds == 300)
        #expect(!settings.isMailInEnabled)
    }

    @Test func `the sender is an address, or a name with one`() throws {
        for (text, name) in [
            ("desk@example.com", nil), ("Лампы <desk@example.com>", "Лампы"), ("<desk@example.com>", nil),
        ] {
            let sender = try Settings(Environment(["SMTP_FROM": text])).smtpFrom
            #expect(sender?.address == "desk@example.com" && sender?.name == name, "\(text)")
        }
    }

    @Test func `ports and switches say how a connection is secured`() throws {
        func security(_ values: [String: String]) throws -> (MailServer.Security?, MailServer.Security?) {
            let all = values.merging(["IMAP_HOST": "a", "IMAP_USERNAME": "u", "IMAP_PASSWORD": "p", "SMTP_HOST": "b"]) {
                $1
            }
            let settings = try Settings(Environment(all))
            return (settings.imap?.server.security, settings.smtp?.server.security)
        }
        #expect(try security([:]) == (.tls, .startTLSRequired))
        #expect(try security(["IMAP_PORT": "143", "SMTP_PORT": "465"]) == (.startTLSRequired, .tls))
        #expect(
            try security(["IMAP_USE_SSL": "false", "SMTP_USE_TLS": "no"]) == (.startTLSIfOffered, .startTLSIfOffered))
    }

    @Test func `a password is never part of what is printed`() throws {
        let settings = try Settings(
            Environment([
                "IMAP_HOST": "a", "IMAP_USERNAME": "u", "IMAP_PASSWORD": "s3cret-word",
                "DATABASE_URL": "postgres://u:s3cret-word@h/d",
            ]))
        #expect(!"\(settings)".contains("s3cret-word"))
    }
}
