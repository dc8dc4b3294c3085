import Foundation
import Glibc

/// A file that is either there as a whole, synced to the disk, or not there.
enum DurableFile {
    static func write(_ bytes: [UInt8], to file: URL) throws {
        let folder = file.deletingLastPathComponent()
        let temporary = folder.appending(path: ".\(UUID().uuidString)")
        do {
            try writeAndSync(bytes, to: temporary.path)
            guard rename(temporary.path, file.path) == 0 else { throw POSIXError.last }
            try syncFolder(folder.path)
        } catch {
            unlink(temporary.path)
            throw error
        }
    }

    private static func writeAndSync(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError.last }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw POSIXError.last }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw POSIXError.last }
    }

    /// Makes new entries of a folder survive a power cut.
    static func syncFolder(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError.last }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw POSIXError.last }
    }
}

extension POSIXError {
    fileprivate static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
