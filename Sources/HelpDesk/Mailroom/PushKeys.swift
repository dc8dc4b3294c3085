import Crypto
import Foundation

/// The keys by which mail services sign what they push. A service without a key needs a token.
public struct PushKeys: Sendable {
    private var mailgun: SymmetricKey?
    private var sendGrid: P256.Signing.PublicKey?

    /// No service signs.
    public init() {}

    /// - Parameters:
    ///   - mailgunSigningKey: "HTTP webhook signing key" of the account, taken to the letter.
    ///   - sendGridPublicKey: the public key of the signed webhook: base64 of a P-256 key in DER.
    /// - Throws: `DeskError.invalid`, under the name of the setting, for what is no such key.
    public init(mailgunSigningKey: String?, sendGridPublicKey: String?) throws {
        mailgun = mailgunSigningKey.map { SymmetricKey(data: Data($0.utf8)) }
        guard let text = sendGridPublicKey else { return }
        guard let der = Data(base64Encoded: text), let key = try? P256.Signing.PublicKey(derRepresentation: der) else {
            throw DeskError.invalid(
                "SENDGRID_PUBLIC_KEY", "must be the verification key of SendGrid, in base64")
        }
        sendGrid = key
    }

    /// Whether any service can prove itself.
    public var isEmpty: Bool { mailgun == nil && sendGrid == nil }

    /// Mailgun goes on trying for eight hours with what it has signed once.
    private static let mailgunSeconds = -9.0 * 3_600...300

    /// Whether Mailgun has signed this: HMAC-SHA256 over the timestamp and the token, in hexadecimal. It does not cover
    /// the mail, so that the caller must take the token once (`PushedMail.receipt`).
    public func isMailgun(timestamp: String, token: String, signature: String, now: Instant) -> Bool {
        guard let mailgun, let seconds = Int64(timestamp), !token.isEmpty, token.utf8.count <= 200 else { return false }
        let age = Double(seconds) - Double(now.microseconds) / 1_000_000
        guard Self.mailgunSeconds.contains(age), let code = bytes(hexadecimal: signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Data("\(timestamp)\(token)".utf8), using: mailgun)
    }

    /// Whether SendGrid has signed this: ECDSA with SHA-256 over the timestamp and the body as it came.
    public func isSendGrid(timestamp: String, body: some Sequence<UInt8>, signature: String) -> Bool {
        guard let sendGrid, let der = Data(base64Encoded: signature),
            let signature = try? P256.Signing.ECDSASignature(derRepresentation: der)
        else { return false }
        return sendGrid.isValidSignature(signature, for: Data(timestamp.utf8) + Data(body))
    }
}

private func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count.isMultiple(of: 2), digits.count <= 256, !digits.contains(nil) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0)) }
}
