import Database
import Foundation

/// Contents by the SHA-256 of their bytes: raw mail, attachments, outgoing mail. The same bytes are kept once.
///
/// Small ones are rows; large ones are files, written and synced before the row that names them, so that a crash can leave
/// a file without a row but never a row without its file.
struct ContentStore: Sendable {
    /// From this size on, in bytes, a content is a file.
    static let fileThreshold = 256 << 10

    private let folder: URL

    init(folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Where a content of this hash stands as a file, if it is one.
    func file(of hash: [UInt8]) -> URL {
        let name = hash.map { hex($0) }.joined()
        return folder.appending(path: String(name.prefix(2))).appending(path: name)
    }

    func write(_ bytes: [UInt8], hash: [UInt8]) throws {
        let file = file(of: hash)
        if let size = try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int, size == bytes.count {
            return
        }
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try DurableFile.write(bytes, to: file)
            try DurableFile.syncFolder(folder.path)
        } catch {
            throw ContentStoreError.cannotWrite(folder: folder.path, reason: systemWords(error))
        }
    }

    func read(_ hash: [UInt8]) throws -> [UInt8] {
        do { return try Array(Data(contentsOf: file(of: hash))) } catch {
            throw ContentStoreError.cannotRead(file: file(of: hash).path, reason: systemWords(error))
        }
    }
}

/// What the data folder refuses. Nothing is lost: mail stays on its server and is fetched again.
public enum ContentStoreError: Error, CustomStringConvertible, Sendable {
    case cannotWrite(folder: String, reason: String)
    case cannotRead(file: String, reason: String)

    /// What happened and what to do about it, for the log and the ledger.
    public var description: String {
        switch self {
        case .cannotWrite(let folder, let reason):
            "Cannot write to \(folder): \(reason). Free some space or mend the rights of the folder; mail waits on its server meanwhile."
        case .cannotRead(let file, let reason):
            "Cannot read \(file): \(reason). Restore the file from a backup of the data folder."
        }
    }
}

extension DeskTransaction {
    /// Keeps `bytes` and returns their hash.
    @discardableResult
    func keep(_ bytes: [UInt8]) throws -> [UInt8] {
        let hash = sha256(bytes)
        let isFile = bytes.count >= ContentStore.fileThreshold
        if isFile { try desk.contents.write(bytes, hash: hash) }
        try post(
            """
            INSERT INTO content (hash, size, bytes) VALUES (\(hash), \(bytes.count), \(isFile ? nil : bytes))
            ON CONFLICT (hash) DO NOTHING
            """)
        return hash
    }

    /// The bytes of a kept content.
    /// - Throws: `DeskError.notFound`, `ContentStoreError.cannotRead`.
    public func content(_ hash: [UInt8]) throws -> [UInt8] {
        guard let row = try sql.rows("SELECT bytes FROM content WHERE hash = \(hash)").first else {
            throw DeskError.notFound("Content")
        }
        let bytes: [UInt8]? = try row["bytes"]
        return try bytes ?? desk.contents.read(hash)
    }
}
