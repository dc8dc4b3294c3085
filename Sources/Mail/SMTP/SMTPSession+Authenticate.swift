import Logging

extension SMTPSession {
    /// RFC 4954. PLAIN before LOGIN; OAuth by XOAUTH2.
    func authenticate(_ credentials: Credentials) async throws {
        guard wire.maySendSecrets else {
            throw Self.problem(.authenticate, ConnectionError.passwordNeedsEncryption(to: "\(server)"))
        }
        var reply: SMTPReply
        switch credentials {
        case .oauth where extensions.mechanisms.contains("XOAUTH2"):
            reply = try await say("AUTH XOAUTH2 \(credentials.initialResponse)")
            // The challenge tells what is wrong; an empty line brings the final refusal.
            if reply.wantsMore { reply = try await say("") }
        case .password where extensions.mechanisms.contains("PLAIN") && !credentials.hasForbiddenBytes:
            reply = try await say("AUTH PLAIN \(credentials.initialResponse)")
        case .password(let user, let password) where extensions.mechanisms.contains("LOGIN"):
            reply = try await login(user, password)
        default: throw noWayToSignIn
        }
        guard reply.isDone else {
            let safe = SMTPReply(code: reply.code, lines: reply.lines.map { credentials.redacting($0) })
            throw Self.problem(SMTPFailure(.authenticate, safe))
        }
        logger.debug("Signed in", metadata: ["user": "\(credentials.user)"])
    }

    /// The server asks for the name and the password one after the other, in base64.
    private func login(_ user: String, _ password: String) async throws -> SMTPReply {
        for line in ["AUTH LOGIN", base64(user)] {
            let reply = try await say(line)
            guard reply.wantsMore else { return reply }
        }
        return try await say(base64(password))
    }

    private func say(_ line: String) async throws -> SMTPReply {
        try await ask(line, at: .authenticate, timeouts.greetingSeconds)
    }

    private var noWayToSignIn: any Error {
        let offered = extensions.mechanisms.isEmpty ? "none" : extensions.mechanisms.sorted().joined(separator: ", ")
        let text =
            "The mail server offers no way to sign in that can be used here (it offers \(offered)). Check the port (587 "
            + "with STARTTLS or 465 with TLS), or leave the user name empty where the server wants none."
        return SMTPProblem(kind: .account, failure: SMTPFailure(stage: .authenticate, reply: nil, text: text))
    }
}
