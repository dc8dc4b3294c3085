import Foundation

/// What stands in a backup: its last entry, so that a file that broke off is known by its absence.
public struct BackupManifest: Codable, Sendable {
    /// One file in it.
    struct Entry: Codable, Sendable, Equatable {
        let name: String
        let size: Int
        let sha256: String
    }

    /// Grows when an older Deskbell could not read what a newer one writes.
    var format = 1
    /// When it was taken, RFC 3339.
    public let madeAt: String
    /// The names of the migrations that the database had seen.
    let migrations: [String]
    /// Rows by table.
    public let rows: [String: Int]
    /// The last ticket number of each year.
    let ticketNumbers: [Int64: Int64]
    /// Tells one secret from another without telling it.
    let secretFingerprint: String
    let entries: [Entry]
    let missing: [String]?

    /// The files of large contents that were not there, or held something else, when it was made.
    public var missingContents: [String] { missing ?? [] }

    static let fileName = "manifest.json"
    static let checksumName = "manifest.sha256"
    static let secretName = "secret-key"

    /// - Parameter secret: what `SECRET_KEY` or the file in the data folder has.
    public static func fingerprint(ofSecret secret: String) -> String {
        String(hexadecimal(sha256(Array("deskbell backup \(secret)".utf8))).prefix(16))
    }

    /// Whether the backup was made under this secret.
    public func isMadeUnder(secret: String) -> Bool { secretFingerprint == Self.fingerprint(ofSecret: secret) }

    /// Whether the secret is in it.
    public var hasSecret: Bool { entries.contains { $0.name == Self.secretName } }
}

/// Why a backup cannot be made or restored. Each says what to do.
public enum BackupError: Error, Sendable, CustomStringConvertible {
    case exists(String)
    case cannotWrite(String, Int32)
    case cannotRead(String, Int32)
    case damaged(String)
    case newer([String])
    case notEmpty
    case isRunning

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .exists(let path): "\(path) exists already. Name another file, or add --force to replace it."
        case .cannotWrite(let path, let code): "\(path) cannot be written: \(words(code))."
        case .cannotRead(let path, let code): "\(path) cannot be read: \(words(code))."
        case .damaged(let what): "\(what). Nothing was changed; take another backup."
        case .newer(let names):
            "A newer Deskbell has made this backup (\(names.joined(separator: ", "))). Restore it with that version."
        case .notEmpty:
            "This desk has mail, tickets or people already. Nothing was changed; add --force to put the backup in its place."
        case .isRunning: "Deskbell runs on this database. Stop it first (systemctl stop deskbell), then restore."
        }
    }

    private func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
