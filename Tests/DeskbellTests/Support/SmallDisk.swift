import Foundation
import TestKit

/// A disk that is soon full: a tmpfs, which root alone may mount.
final class SmallDisk: Sendable {
    let path: String
    private let folder: TemporaryFolder

    /// - Returns: nil where nothing can be mounted.
    static func mount(megabytes: Int) async throws -> SmallDisk? {
        let folder = try TemporaryFolder("deskbell-disk")
        let options = ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path]
        guard getuid() == 0, (try? await ServerProcess.run(.init("mount", options), in: TemporaryFolder())) != nil
        else {
            return nil
        }
        AtExit.run { [path = folder.path] in umount2(path, Int32(MNT_DETACH)) }
        return SmallDisk(folder)
    }

    private init(_ folder: TemporaryFolder) {
        self.folder = folder
        path = folder.path
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Somebody has made room.
    func grow(toMegabytes megabytes: Int) async throws {
        try await ServerProcess.run(.init("mount", ["-o", "remount,size=\(megabytes)m", path]), in: TemporaryFolder())
    }
}
