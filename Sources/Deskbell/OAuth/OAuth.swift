import Database
import Foundation
import HelpDesk
import Logging
import Synchronization

/// Access to mailboxes at Microsoft and Google without a password: the authorisation code with PKCE (RFC 6749 §4.1,
/// RFC 7636), and new access tokens before the old ones end.
struct OAuth: Sendable {
    let desk: Desk
    let settings: OAuthSettings

    /// Where to send the owner's browser.
    /// - Parameter redirectURI: where the provider sends it back to, as registered there.
    /// - Throws: `DeskError.conflict` for a mailbox without OAuth.
    func begin(_ mailbox: Mailbox, redirectURI: String, by viewer: Viewer) async throws -> (url: String, state: String)
    {
        let authority = try authority(of: mailbox)
        let pending = try await desk.write { tx in
            try tx.beginAuthorization(of: mailbox, redirectURI: redirectURI, by: viewer)
        }
        let query = FormText(
            [
                ("client_id", mailbox.oauthClientID ?? ""), ("response_type", "code"), ("redirect_uri", redirectURI),
                ("scope", authority.scope), ("state", pending.state), ("code_challenge", pending.challenge),
                ("code_challenge_method", "S256"), ("login_hint", mailbox.address),
            ] + authority.extra)
        return ("\(authority.authorizeURL)?\(query)", pending.state)
    }

    /// Redeems what the provider has sent back with the browser.
    /// - Throws: `DeskError.forbidden` for a state that is not ours; `OAuthProblem` with the provider's words.
    func finish(state: String, code: String) async throws -> Mailbox {
        let pending = try await desk.write { tx in try tx.takeAuthorization(state: state) }
        let (mailbox, client) = try await desk.read { tx in
            guard let mailbox = try tx.mailbox(id: pending.mailboxID) else { throw DeskError.notFound("Mailbox") }
            return (mailbox, try tx.oauthClient(of: mailbox))
        }
        let tokens = try await TokenEndpoint(url: try authority(of: mailbox).tokenURL).ask(
            client,
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", pending.redirectURI),
                ("code_verifier", pending.verifier),
            ])
        guard tokens.refreshToken != nil else {
            throw OAuthProblem(
                isFinal: true,
                text: "The provider gave no refresh token. Allow offline access for the application there.")
        }
        return try await desk.write { tx in
            try tx.keepTokens(tokens, of: mailbox, isNewConsent: true)
            return try tx.mailbox(id: mailbox.id) ?? mailbox
        }
    }

    /// Makes sure that the stored access token lives for some minutes yet. Of several servers one asks, the others wait.
    /// - Throws: `OAuthProblem`; nothing is asked of the provider once it has said no for good.
    func refreshIfNeeded(_ mailbox: Mailbox) async throws {
        for _ in 0..<200 {
            if try await isFresh(mailbox.id) { return }
            if Self.gate.enter(mailbox.id) {
                let result = await Result { try await refreshAlone(mailbox.id) }
                Self.gate.leave(mailbox.id)
                if try result.get() { return }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw OAuthProblem(isFinal: false, text: "Another server has been renewing the access token for too long.")
    }

    private func isFresh(_ id: Int64) async throws -> Bool {
        let mailbox = try await current(id)
        if let failure = mailbox.oauthFailure { throw OAuthProblem(isFinal: true, text: failure) }
        let soon = desk.database.currentTime + Self.marginSeconds
        return mailbox.tokenExpiresAt.map { $0 > soon } ?? false
    }

    /// - Returns: false where another server is at it.
    private func refreshAlone(_ id: Int64) async throws -> Bool {
        let lease = "oauth \(id)", desk = desk
        guard try await desk.write({ tx in try tx.takeLease(lease, seconds: Self.leaseSeconds) }) else { return false }
        let result = await Result {
            // Another one may just have finished.
            if try await isFresh(id) { return }
            try await refresh(current(id))
        }
        // Given back also where the task was cancelled meanwhile.
        await Task { try? await desk.write { tx in try tx.releaseLease(lease) } }.value
        try result.get()
        return true
    }

    /// A lease is a process's own; within it one task at a time asks.
    private static let gate = RefreshGate()
    private static let marginSeconds = 300.0
    private static let leaseSeconds = 60.0

    private func refresh(_ mailbox: Mailbox) async throws {
        let client = try await desk.read { tx in try tx.oauthClient(of: mailbox) }
        guard let refreshToken = client.refreshToken else {
            throw DeskError.conflict("Nobody has allowed Deskbell into this mailbox yet. Sign in at the provider.")
        }
        do {
            let tokens = try await TokenEndpoint(url: try authority(of: mailbox).tokenURL).ask(
                client, [("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
            try await desk.write { tx in try tx.keepTokens(tokens, of: mailbox, isNewConsent: false) }
        } catch let problem as OAuthProblem where problem.isFinal {
            desk.logger.error("[email-to-ticket] \(mailbox.address): \(problem)")
            try await desk.write { tx in try tx.noteLostConsent(of: mailbox, problem.text) }
            throw problem
        }
    }

    private func current(_ id: Int64) async throws -> Mailbox {
        guard let mailbox = try await desk.read({ tx in try tx.mailbox(id: id) }) else {
            throw DeskError.notFound("Mailbox")
        }
        return mailbox
    }

    private func authority(of mailbox: Mailbox) throws -> OAuthAuthority {
        guard let authority = OAuthAuthority(of: mailbox, settings) else {
            throw DeskError.conflict("\(mailbox.provider.title) is used with a password.")
        }
        return authority
    }
}

/// One at a time for each mailbox.
private final class RefreshGate: Sendable {
    private let taken = Mutex<Set<Int64>>([])

    func enter(_ id: Int64) -> Bool { taken.withLock { $0.insert(id).inserted } }
    func leave(_ id: Int64) { taken.withLock { _ = $0.remove(id) } }
}
