import Crypto
import Foundation
import HelpDesk

/// The keys of mail services that push mail, and what they sign with them.
public struct MailService: Sendable {
    /// The account's key at Mailgun.
    public let mailgunKey = "key-for-tests-alone"
    private let sendGrid = P256.Signing.PrivateKey()

    /// Services with fresh keys.
    public init() {}

    /// What the desk's owner has put into the settings.
    public var keys: PushKeys {
        get throws {
            try PushKeys(mailgunSigningKey: mailgunKey, sendGridPublicKey: sendGridPublicKey)
        }
    }

    /// SendGrid's verification key, as its page shows it.
    public var sendGridPublicKey: String { sendGrid.publicKey.derRepresentation.base64EncodedString() }

    /// The fields by which Mailgun proves a post.
    public func mailgun(at now: Instant, token: String) -> [(String, String)] {
        let timestamp = String(now.microseconds / 1_000_000)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(timestamp)\(token)".utf8), using: SymmetricKey(data: Data(mailgunKey.utf8)))
        let signature = code.map { String(format: "%02x", $0) }.joined()
        return [("timestamp", timestamp), ("token", token), ("signature", signature)]
    }

    /// The header fields by which SendGrid proves a post.
    public func sendGrid(at now: Instant, body: [UInt8]) throws -> (timestamp: String, signature: String) {
        let timestamp = String(now.microseconds / 1_000_000)
        let signature = try sendGrid.signature(for: Data(timestamp.utf8) + Data(body))
        return (timestamp, signature.derRepresentation.base64EncodedString())
    }
}
