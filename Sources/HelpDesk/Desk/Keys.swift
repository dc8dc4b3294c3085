import Crypto
import Foundation

/// The one secret of an installation, and what is derived from it: each purpose has a key of its own (HKDF, RFC 5869).
///
/// After a change of the secret the previous ones still verify and open what they have signed and sealed; whatever is new
/// is signed and sealed with the current one.
public struct Keys: Sendable {
    /// The current set first.
    private let sets: [KeySet]

    /// What a signature is for; each has a key of its own.
    enum Purpose: String, CaseIterable {
        case messageID = "message id"
        case replyAddress = "reply address"
        case bodyToken = "body token"
        case plusAddressTest = "plus address test"
        case oauthState = "oauth state"
    }

    /// - Parameters:
    ///   - secret: any text of 16 bytes or more.
    ///   - previous: secrets that were in use before, newest first.
    /// - Throws: `DeskError.invalid` for a shorter one.
    public init(secret: String, previous: [String] = []) throws {
        sets = try ([secret] + previous).map(KeySet.init)
    }

    /// A shorter secret could be guessed.
    public static let minimumSecretBytes = 16

    /// A new secret of 256 bits in hexadecimal.
    public static func newSecret() -> String { randomBytes(32).map { hex($0) }.joined() }

    /// The first 80 bits of an HMAC-SHA256 over `text`, in lower-case base32 (16 characters): mail hosts fold case.
    func signature(_ text: String, purpose: Purpose) -> String { sets[0].signature(text, purpose) }

    /// Compares in constant time and without case.
    func isValid(_ signature: some StringProtocol, of text: String, purpose: Purpose) -> Bool {
        let given = Array(signature.lowercased().utf8)
        return sets.contains { keys in
            let expected = Array(keys.signature(text, purpose).utf8)
            guard expected.count == given.count else { return false }
            return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }

    /// Encrypts a secret that must be read again, such as the password of a mailbox (AES-256-GCM with a random nonce).
    /// - Parameter purpose: what it is; the same must be named to open it, so that one sealed value cannot stand for another.
    public func seal(_ bytes: [UInt8], for purpose: String) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(bytes, using: sets[0].sealing, authenticating: Array(purpose.utf8))
        guard let combined = sealed.combined else { throw DeskError.internalInconsistency("a nonce of odd size") }
        return Array(combined)
    }

    /// What was sealed under the current or a previous secret.
    /// - Throws: `DeskError.conflict` where none of them opens it.
    public func open(_ sealed: [UInt8], for purpose: String) throws -> [UInt8] {
        for keys in sets {
            guard let box = try? AES.GCM.SealedBox(combined: sealed) else { break }
            if let opened = try? AES.GCM.open(box, using: keys.sealing, authenticating: Array(purpose.utf8)) {
                return Array(opened)
            }
        }
        throw DeskError.conflict(
            "A stored password cannot be read: SECRET_KEY has changed. Name the old one in SECRET_KEY_PREVIOUS, or enter the password again."
        )
    }
}

/// The keys that one secret gives.
private struct KeySet: Sendable {
    /// Codes that have taken in their key and wait for a text.
    let signing: [Keys.Purpose: HMAC<SHA256>]
    let sealing: SymmetricKey

    init(secret: String) throws {
        guard secret.utf8.count >= Keys.minimumSecretBytes else {
            throw DeskError.invalid(
                "SECRET_KEY",
                "must have at least \(Keys.minimumSecretBytes) characters, for example from `openssl rand -hex 32`")
        }
        let master = SymmetricKey(data: Data(secret.utf8))
        func key(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: master, info: Data("deskbell \(purpose)".utf8), outputByteCount: 32)
        }
        signing = Dictionary(uniqueKeysWithValues: Keys.Purpose.allCases.map { ($0, HMAC(key: key($0.rawValue))) })
        sealing = key("sealing")
    }

    func signature(_ text: String, _ purpose: Keys.Purpose) -> String {
        guard var code = signing[purpose] else { return "" }
        var text = text
        text.withUTF8 { code.update(data: UnsafeRawBufferPointer($0)) }
        return Base32.text(Array(code.finalize().prefix(10)))
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
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        // The system gives 256 bytes at a time; with good memory it cannot fail.
        for start in stride(from: 0, to: count, by: 256) {
            let part = UnsafeMutableBufferPointer(rebasing: buffer[start..<min(start + 256, count)])
            precondition(getentropy(part.baseAddress!, part.count) == 0, "The system has no random bytes.")
        }
        filled = count
    }
}

func hex(_ byte: UInt8) -> String {
    let digits = Array("0123456789abcdef")
    return "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
}
