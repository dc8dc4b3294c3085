import Foundation
import Mail
import TestKit

/// Somebody at an ordinary mail client (Python's, which writes as Thunderbird does).
struct MailClient {
    let account: DovecotAccount
    let name: String
    let smtp: ForeignSMTPServer

    private var environment: [String: String] {
        [
            "MAIL_NAME": name, "MAIL_USER": account.user, "MAIL_PASSWORD": account.password,
            "IMAP_PORT": "\(account.server.imapsPort)", "SMTP_PORT": "\(smtp.port)",
            "TLS_CA_FILE": account.server.imaps.caFile ?? "",
        ]
    }

    /// The newest mail in which the words stand, as soon as there is one.
    func mail(with words: String) async throws -> Email {
        let printed = try await run("wait", words)
        guard let raw = Data(base64Encoded: printed.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw ClientFailed(description: printed)
        }
        return Email(parsing: Array(raw))
    }

    /// Answers it, by SMTP and with a copy in the folder of sent mail.
    func answer(theMailWith words: String, _ text: String) async throws { _ = try await run("answer", words, text) }

    private func run(_ arguments: String...) async throws -> String {
        let result = try await PythonScript.run("Tests/MailClient/client.py", arguments, environment: environment)
        guard result.isFine else { throw ClientFailed(description: "\(result.output)\n\(smtp.logTail)") }
        return result.output
    }
}

/// The mail client could not do what it was asked.
struct ClientFailed: Error, CustomStringConvertible {
    let description: String
}
