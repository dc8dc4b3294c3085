import Database
import Foundation

/// Somebody is away at Microsoft or Google to allow Deskbell into a mailbox (RFC 6749 §4.1, with PKCE, RFC 7636).
public struct PendingAuthorization: Sendable {
    /// The mailbox that it is for.
    public let mailboxID: Int64
    /// Comes back with the answer: proves that the answer is to our question.
    public let state: String
    /// The code's other half, which never leaves the desk before the code is redeemed.
    public let verifier: String
    /// Where the browser comes back to; must be the same when the code is redeemed.
    public let redirectURI: String

    /// `code_challenge` for the method S256 (RFC 7636 §4.2).
    public var challenge: String { base64URL(sha256(Array(verifier.utf8))) }

    /// How long somebody may take to sign in there.
    static let lifeSeconds = 900.0
}

/// What a provider has given out for a mailbox.
public struct OAuthTokens: Sendable {
    /// Signs in, for about an hour.
    public var accessToken: String
    /// Gets the next access token; nil: the one that is stored stays good.
    public var refreshToken: String?
    /// How long the access token lives.
    public var lifeSeconds: Double

    /// Tokens as a provider has given them out.
    public init(accessToken: String, refreshToken: String?, lifeSeconds: Double) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.lifeSeconds = lifeSeconds
    }
}

/// What the token endpoint wants to know of us, opened.
public struct OAuthClient: Sendable {
    /// The application's id.
    public let id: String
    /// The application's secret; nil for a public client.
    public let secret: String?
    /// Nil before anybody has allowed us in.
    public let refreshToken: String?
}

extension DeskTransaction {
    /// Begins to ask for access to a mailbox; the answer must come within a quarter of an hour.
    /// - Throws: `DeskError.conflict` for a mailbox that signs in by password.
    public func beginAuthorization(of mailbox: Mailbox, redirectURI: String, by viewer: Viewer) throws
        -> PendingAuthorization
    {
        try viewer.requireOwner()
        guard mailbox.signIn == .oauth, mailbox.oauthClientID != nil else {
            throw DeskError.conflict("This mailbox signs in with a password. Choose OAuth in its settings first.")
        }
        let pending = PendingAuthorization(
            mailboxID: mailbox.id, state: base64URL(randomBytes(32)), verifier: base64URL(randomBytes(48)),
            redirectURI: redirectURI)
        try run("DELETE FROM oauth_request WHERE expires_at <= \(now) OR mailbox_id = \(mailbox.id)")
        try run(
            """
            INSERT INTO oauth_request (state_hash, mailbox_id, verifier, redirect_uri, expires_at)
            VALUES (\(sha256(Array(pending.state.utf8))), \(mailbox.id), \(sealed(pending.verifier)), \(redirectURI),
                \(now + PendingAuthorization.lifeSeconds))
            """)
        return pending
    }

    /// Takes the question that this state belongs to; each can be answered once.
    /// - Throws: `DeskError.forbidden` for a state that is unknown, used or too old.
    public func takeAuthorization(state: String) throws -> PendingAuthorization {
        let hash = sha256(Array(state.utf8))
        let row = try first(Row.self, "SELECT * FROM oauth_request WHERE state_hash = \(hash) AND expires_at > \(now)")
        guard let row, let verifier = try opened(row["verifier"]) else {
            throw DeskError.forbidden("This sign-in took too long, or was not begun here. Begin it again.")
        }
        try run("DELETE FROM oauth_request WHERE state_hash = \(hash)")
        return PendingAuthorization(
            mailboxID: try row["mailbox_id"], state: state, verifier: verifier, redirectURI: try row["redirect_uri"])
    }

    /// What the token endpoint wants to know.
    public func oauthClient(of mailbox: Mailbox) throws -> OAuthClient {
        guard let id = mailbox.oauthClientID else {
            throw DeskError.conflict("The application's id is missing. Enter it in the mailbox's settings.")
        }
        let secrets = try storedSecrets(of: mailbox.id)
        return OAuthClient(id: id, secret: secrets?.clientSecret, refreshToken: secrets?.refreshToken)
    }

    /// Keeps tokens, sealed. After the first ones, and after a failure, the watchers begin anew.
    public func keepTokens(_ tokens: OAuthTokens, of mailbox: Mailbox, isNewConsent: Bool) throws {
        try run(
            """
            UPDATE mailbox SET oauth_access_token = \(sealed(tokens.accessToken)),
                token_expires_at = \(now + tokens.lifeSeconds), oauth_failure = NULL
            WHERE id = \(mailbox.id)
            """)
        if let refresh = tokens.refreshToken {
            try run("UPDATE mailbox SET oauth_refresh_token = \(sealed(refresh)) WHERE id = \(mailbox.id)")
        }
        guard isNewConsent else { return }
        try run("UPDATE mailbox SET revision = revision + 1, failure = NULL WHERE id = \(mailbox.id)")
        try tellOfMailboxes()
    }

    /// The provider takes the refresh token no longer: nothing is asked of it until somebody signs in there again.
    public func noteLostConsent(of mailbox: Mailbox, _ problem: String) throws {
        try run(
            """
            UPDATE mailbox SET oauth_failure = \(String(problem.prefix(500))), oauth_access_token = NULL,
                token_expires_at = NULL
            WHERE id = \(mailbox.id)
            """)
    }

    /// A server refused the access token before its time: the next connection gets another.
    public func expireToken(of mailboxID: Int64) throws {
        try run("UPDATE mailbox SET token_expires_at = \(now) WHERE id = \(mailboxID) AND token_expires_at > \(now)")
    }
}

/// RFC 4648 §5 without padding.
private func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
