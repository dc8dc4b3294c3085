import Database
import Foundation

/// A backup whose every byte has been compared with its checksums.
public struct VerifiedBackup: Sendable {
    /// The file.
    public let path: String
    /// What stands in it.
    public let manifest: BackupManifest
    /// The secret of the desk that it was made of; nil where that came from the environment.
    public let secret: String?

    /// Reads the whole file once.
    /// - Throws: `BackupError` for a file that is no backup, broke off or was changed, and for one of a newer version.
    public init(_ path: String, progress: @Sendable (String) -> Void = { _ in }) throws {
        let file = try TarReader(path)
        var found: [BackupManifest.Entry] = [], manifest: [UInt8]?, checksum: String?, secret: String?
        while let (name, content) = try file.next() {
            switch name {
            case BackupManifest.fileName: manifest = content
            case BackupManifest.checksumName: checksum = String(decoding: content, as: UTF8.self)
            default:
                if name == BackupManifest.secretName {
                    secret = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
                }
                found.append(.init(name: name, size: content.count, sha256: hexadecimal(sha256(content))))
                if found.count % 100 == 0 { progress("checked \(found.count) parts") }
            }
        }
        guard let manifest, checksum == hexadecimal(sha256(manifest)) else {
            throw BackupError.damaged("\(path) has no list of its contents, or a changed one")
        }
        guard let told = try? JSONDecoder().decode(BackupManifest.self, from: Data(manifest)) else {
            throw BackupError.damaged("\(path) has a list of contents that cannot be read")
        }
        let foreign = told.migrations.filter { name in !Schema.migrations.contains { $0.name == name } }
        guard foreign.isEmpty, told.format == 1 else { throw BackupError.newer(foreign) }
        guard told.entries == found else {
            throw BackupError.damaged("\(path) was changed: a checksum does not fit")
        }
        self.path = path
        self.manifest = told
        self.secret = secret
    }

    /// Hands out each entry again.
    func each(_ body: (_ name: String, _ content: [UInt8]) throws -> Void) throws {
        let file = try TarReader(path)
        while let (name, content) = try file.next() { try body(name, content) }
    }
}
