import Crypto
import Foundation

/// The one secret of an installation, and what is derived from it: each purpose has a key of its own (HKDF, RFC 5869).
public struct Keys: Sendable {
    private let messageIDs: SymmetricKey
    private let replyAddresses: SymmetricKey

    /// What a signature is for; each has a key of its own.
    enum Purpose {
        case messageID, replyAddress
    }

    /// - Parameter secret: any text of 16 bytes or more.
    /// - Throws: `DeskError.invalid` for a shorter one.
    public init(secret: String) throws {
        guard secret.utf8.count >= 16 else {
            throw DeskError.invalid(
                "SECRET_KEY", "must have at least 16 characters, for example from `openssl rand -hex 32`")
        }
        let master = SymmetricKey(data: Data(secret.utf8))
        func key(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: master, info: Data("deskbell \(purpose)".utf8), outputByteCount: 32)
        }
        messageIDs = key("message id")
        replyAddresses = key("reply address")
    }

    /// A new secret of 256 bits in hexadecimal.
    public static func newSecret() -> String { randomBytes(32).map { hex($0) }.joined() }

    /// The first 80 bits of an HMAC-SHA256 over `text`, in lower-case base32 (16 characters): mail hosts fold case.
    func signature(_ text: String, purpose: Purpose) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key(purpose))
        return Base32.text(Array(code.prefix(10)))
    }

    /// Compares in constant time and without case.
    func isValid(_ signature: some StringProtocol, of text: String, purpose: Purpose) -> Bool {
        let expected = Array(self.signature(text, purpose: purpose).utf8), given = Array(signature.lowercased().utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func key(_ purpose: Purpose) -> SymmetricKey {
        switch purpose {
        case .messageID: messageIDs
        case .replyAddress: replyAddresses
        }
    }
}

/// A random secret that a browser, a link or a script holds; the database knows its hash alone.
public struct Secret: Sendable {
    /// What its holder keeps: 32 random bytes as base32.
    public let text: String

    /// What somebody has presented; any text, nothing is checked here.
    public init(_ text: String) { self.text = text }

    static func new(prefix: String = "") -> Secret { Secret(prefix + Base32.text(randomBytes(32))) }

    var hash: [UInt8] { sha256(Array(text.utf8)) }
}

func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
    return Array(bytes.prefix(count))
}

func hex(_ byte: UInt8) -> String {
    let digits = Array("0123456789abcdef")
    return "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
}
