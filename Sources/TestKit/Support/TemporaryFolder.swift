import Foundation

/// A folder of its own for one test or one server, deleted when nobody holds it any more or when the process ends.
public final class TemporaryFolder: Sendable {
    /// The absolute path, without a slash at the end.
    public let path: String

    /// Makes an empty folder under the system's temporary folder; Unix sockets fit below it (their paths end at 107 bytes).
    /// - Parameter name: the first part of the folder's name, so that a person knows whose it is.
    /// - Throws: `POSIXError` where the folder cannot be made.
    public init(_ name: String = "deskbell") throws {
        var template = Array("/tmp/\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        AtExit.run { [path] in try? FileManager.default.removeItem(atPath: path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something inside the folder.
    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// Writes a file into the folder, making the folders on the way, and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let file = path(of: name)
        let parent = URL(filePath: file).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }

    /// Makes the user of that name the owner of the folder, for servers that refuse to run as root.
    /// - Throws: `POSIXError` where there is no such user or we are not root.
    public func give(to user: String) throws {
        guard let entry = getpwnam(user) else { throw POSIXError(.ENOENT) }
        guard chown(path, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
        }
    }
}
