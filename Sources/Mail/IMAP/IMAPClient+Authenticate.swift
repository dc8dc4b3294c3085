import Logging

extension IMAPClient {
    /// Signs in, tells the server who we are where it wants to know (RFC 2971), and asks again what it can do.
    /// - Throws: `IMAPError.authenticationFailed` with the server's words; `.connection(.passwordNeedsEncryption)` before
    ///   anything secret has left; `.noAuthenticationMethod`.
    public func authenticate(_ credentials: Credentials) async throws {
        try begin()
        defer { end() }
        guard wire.maySendSecrets else { throw IMAPError.connection(.passwordNeedsEncryption(to: "\(server)")) }
        let known = capabilities
        capabilities = []
        do {
            try await signIn(credentials, known)
        } catch {
            throw signInError(IMAPError.wrap(error), credentials)
        }
        if capabilities.isEmpty { try await run(IMAPCommand("CAPABILITY")) }
        logger.debug("Signed in", metadata: ["user": "\(credentials.user)"])
        // 163.com and QQ refuse SELECT without it.
        if capabilities.contains("ID") { _ = try? await run(IMAPCommand("ID", "(\"name\" \"Deskbell\")")) }
    }

    private func signIn(_ credentials: Credentials, _ known: Set<String>) async throws {
        switch credentials {
        case .oauth where credentials.hasForbiddenBytes:
            throw IMAPError.authenticationFailed(
                serverText: "the user name or the token has a byte that cannot be sent")
        case .oauth where known.contains("AUTH=XOAUTH2"):
            try await sasl("XOAUTH2", credentials.initialResponse, known)
        case .oauth where known.contains("AUTH=OAUTHBEARER"):
            // RFC 7628 §3.2.3: the challenge that tells of an error is answered with one byte of 1.
            try await sasl(
                "OAUTHBEARER", credentials.bearerResponse(to: server), known, answerToError: base64("\u{1}"))
        case .oauth: throw IMAPError.noAuthenticationMethod(offered: Self.methods(known))
        case .password where known.contains("AUTH=PLAIN") && !credentials.hasForbiddenBytes:
            try await sasl("PLAIN", credentials.initialResponse, known)
        case .password(let user, let password) where !known.contains("LOGINDISABLED"):
            try await run(IMAPCommand("LOGIN").with(string: user).with(string: password))
        case .password: throw IMAPError.noAuthenticationMethod(offered: Self.methods(known))
        }
    }

    /// RFC 9051 §6.2.2; the initial response on the command line is RFC 4959.
    private func sasl(
        _ mechanism: String, _ response: String, _ known: Set<String>, answerToError: String = ""
    ) async throws {
        let hasInitialResponse = known.contains("SASL-IR")
        let line = hasInitialResponse ? "\(mechanism) \(response)" : mechanism
        let tag = try await send(IMAPCommand("AUTHENTICATE", line))
        var hasAnswered = hasInitialResponse
        while true {
            switch try await receive("an answer to AUTHENTICATE") {
            case .continuation:
                // A second challenge tells what is wrong; an empty line ends it and brings the NO (XOAUTH2).
                try await wire.send(hasAnswered ? "\(answerToError)\r\n" : "\(response)\r\n")
                hasAnswered = true
            case .tagged(tag, let status):
                guard status.kind == .ok else { throw IMAPError(status, to: "AUTHENTICATE") }
                return
            case .tagged: throw IMAPError.protocolViolation("it answered a command nobody gave")
            default: continue
            }
        }
    }

    private static func methods(_ known: Set<String>) -> [String] {
        known.filter { $0.hasPrefix("AUTH=") || $0 == "LOGINDISABLED" }.sorted()
    }

    /// NO to a sign-in is a refused password; and a server may repeat what we sent.
    private func signInError(_ error: any Error, _ credentials: Credentials) -> any Error {
        switch error {
        case IMAPError.refused(_, _, let text):
            IMAPError.authenticationFailed(serverText: credentials.redacting(text, from: server))
        case IMAPError.protocolViolation(let text):
            IMAPError.protocolViolation(credentials.redacting(text, from: server))
        case IMAPError.throttled(let seconds, let text):
            IMAPError.throttled(retryAfterSeconds: seconds, serverText: credentials.redacting(text, from: server))
        case IMAPError.serverClosed(let text):
            IMAPError.serverClosed(serverText: credentials.redacting(text, from: server))
        default: error
        }
    }
}
