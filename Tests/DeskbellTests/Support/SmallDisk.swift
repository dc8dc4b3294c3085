import Foundation
import Glibc
import TestKit

/// A disk that is soon full: a tmpfs, which root alone may mount, and not in every container.
final class SmallDisk: Sendable {
    let path: String
    private let folder: TemporaryFolder

    /// Whether there can be one here.
    static let isPossible = (try? SmallDisk(megabytes: 1)) != nil

    /// - Throws: `POSIXError` where nothing may be mounted.
    init(megabytes: Int) throws {
        folder = try TemporaryFolder("deskbell-disk")
        path = folder.path
        try Self.mount(path, megabytes, flags: 0)
        AtExit.run { [path] in umount2(path, Int32(MNT_DETACH)) }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Somebody has made room.
    func grow(toMegabytes megabytes: Int) throws {
        try Self.mount(path, megabytes, flags: UInt(MS_REMOUNT))
    }

    private static func mount(_ path: String, _ megabytes: Int, flags: UInt) throws {
        guard Glibc.mount("tmpfs", path, "tmpfs", flags, "size=\(megabytes)m") == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
        }
    }
}
