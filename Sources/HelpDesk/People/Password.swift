import CArgon2
import Dispatch
import Foundation

/// Passwords as Argon2id hashes (RFC 9106), with OWASP's parameters of 19 MiB and two passes: about 20 ms a try.
enum Password {
    static let minimumCharacters = 10

    /// - Throws: `DeskError.invalid` for a password that is too short or too long.
    static func hash(_ password: String) async throws -> String {
        guard password.count >= minimumCharacters else {
            throw DeskError.invalid("password", "must have at least \(minimumCharacters) characters")
        }
        guard password.utf8.count <= 1024 else { throw DeskError.invalid("password", "must have at most 1,024 bytes") }
        return try await offThePool { try hashNow(password) }
    }

    /// Takes the same time whether or not there is a hash to compare with, so that nobody learns which addresses exist.
    static func matches(_ password: String, _ hash: String?) async throws -> Bool {
        guard password.utf8.count <= 1024 else { return false }
        return try await offThePool {
            guard let hash else {
                _ = try hashNow(password)
                return false
            }
            return argon2id_verify(hash, password, password.utf8.count) == ARGON2_OK.rawValue
        }
    }

    private static func hashNow(_ password: String) throws -> String {
        var encoded = [CChar](repeating: 0, count: 256)
        let salt = randomBytes(16)
        let result = argon2id_hash_encoded(
            2, 19 << 10, 1, password, password.utf8.count, salt, salt.count, 32, &encoded, encoded.count)
        guard result == ARGON2_OK.rawValue else { throw DeskError.internalInconsistency("argon2 error \(result)") }
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

private let heavyWork = DispatchQueue(label: "deskbell.password", qos: .userInitiated)

/// Runs blocking work away from the cooperative pool, one piece at a time: a flood of sign-ins cannot take all the memory.
private func offThePool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        heavyWork.async { continuation.resume(with: Result(catching: work)) }
    }
}
