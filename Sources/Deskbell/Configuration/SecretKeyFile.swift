import Foundation
import Glibc
import HelpDesk

/// The secret of an installation that has set none, in a file of the data folder that its owner alone can read.
///
/// What it has sealed and signed is lost with it: it is made where there is none, and never made anew because it cannot be read.
struct SecretKeyFile {
    let file: URL

    init(in folder: URL) { file = folder.appending(path: "secret-key") }

    /// - Returns: nil where there is no such file.
    /// - Throws: `SettingError` for a file that cannot be read.
    func read() throws -> String? {
        do {
            let secret = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            guard secret.utf8.count >= Keys.minimumSecretBytes else {
                throw SettingError(
                    name: "DESKBELL_DATA",
                    problem:
                        "holds \(file.path), in which there is no key: bring it back from a backup, or remove the file")
            }
            return secret
        } catch let error as SettingError {
            throw error
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return nil
        } catch {
            throw SettingError(
                name: "DESKBELL_DATA",
                problem: """
                    holds the key \(file.path), which cannot be read: \(systemWords(error)). Run this as the user whom the \
                    folder belongs to
                    """)
        }
    }

    /// Makes it on the first start; of two processes that start at once one makes it, and both go on with that.
    func readOrMake() throws -> String {
        if let secret = try read() { return secret }
        let draft = try writeDraft(Keys.newSecret())
        defer { unlink(draft) }
        // Unlike a renaming it never takes the place of a file.
        if link(draft, file.path) != 0, errno != EEXIST { throw cannotWrite() }
        guard let secret = try read() else { throw cannotWrite() }
        return secret
    }

    /// Puts another secret in its place, and keeps the old one beside it, its name with `ending` behind it.
    func replace(with secret: String, keepingOldAs ending: String) throws {
        // A file that cannot be read is kept as well.
        guard (try? read()) != secret else { return }
        let draft = try writeDraft(secret)
        if rename(file.path, file.path + ending) != 0, errno != ENOENT { throw cannotWrite() }
        guard rename(draft, file.path) == 0 else { throw cannotWrite() }
    }

    /// A whole file on the disk before it gets its name: a key of which a part is missing opens nothing.
    private func writeDraft(_ secret: String) throws -> String {
        let path = "\(file.path).\(UUID().uuidString).new"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw cannotWrite() }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data("\(secret)\n".utf8))
            try handle.synchronize()
            return path
        } catch {
            unlink(path)
            throw cannotWrite()
        }
    }

    private func cannotWrite() -> SettingError {
        SettingError(
            name: "DESKBELL_DATA", problem: "is \(file.deletingLastPathComponent().path), where nothing can be written")
    }
}
