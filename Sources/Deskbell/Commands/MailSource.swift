import Foundation
import Glibc

/// Raw messages of a file, an mbox, a Maildir or a folder of `.eml`, one after the other, so that an archive of any size fits.
struct MailSource: Sequence {
    /// What cannot be read, in a sentence.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// One message and the file that it stands in, or why that file cannot be read; the files after it still can.
    typealias Element = (file: String, message: Result<[UInt8], Problem>)

    private let files: [String]
    private let limitBytes: Int
    private let isInputMbox: Bool
    /// Bytes of all files together; 0 for standard input.
    let totalBytes: Int
    /// Drafts and trash of a Maildir: nobody has sent them, or somebody has thrown them away.
    let skipped: Int

    /// - Parameters:
    ///   - limitBytes: of a longer message only so much is handed out.
    ///   - isInputMbox: standard input is an mbox. Without it that is one message: mail servers put a line `From …` in front
    ///     of what they pipe, and leave such lines below it, which the customer has written, as they are.
    /// - Throws: `Problem` for a path that does not exist.
    init(_ path: String, limitBytes: Int = 256 << 20, isInputMbox: Bool = false) throws {
        self.limitBytes = limitBytes
        self.isInputMbox = isInputMbox
        var isFolder: ObjCBool = false
        guard path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Problem(description: "\(path) does not exist")
        }
        let found = isFolder.boolValue ? Self.messages(in: path) : [path]
        files = found.filter { !Self.isDraftOrTrash($0) }
        skipped = found.count - files.count
        totalBytes = files.reduce(0) { $0 + Self.size(of: $1) }
    }

    func makeIterator() -> Iterator { Iterator(files: files, limitBytes: limitBytes, isInputMbox: isInputMbox) }

    /// In bytes; 0 where it cannot be told.
    private static func size(of file: String) -> Int {
        var status = stat()
        return stat(file, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Flags stand behind `:2,` in the name of a file in `cur`: `D` a draft, `T` trashed.
    private static func isDraftOrTrash(_ file: String) -> Bool {
        guard file.hasPrefix("cur/") || file.contains("/cur/") else { return false }
        let url = URL(filePath: file)
        guard url.deletingLastPathComponent().lastPathComponent == "cur",
            let mark = url.lastPathComponent.range(of: ":2,")
        else { return false }
        return url.lastPathComponent[mark.upperBound...].contains { $0 == "D" || $0 == "T" }
    }

    /// A Maildir's `cur` and `new`, else every file below that looks like mail; in the order of their names.
    private static func messages(in folder: String) -> [String] {
        let manager = FileManager.default
        let maildir = ["cur", "new"].map { "\(folder)/\($0)" }.filter { manager.fileExists(atPath: $0) }
        if maildir.count == 2 {
            let names = maildir.flatMap { part in
                (try? manager.contentsOfDirectory(atPath: part))?.map { "\(part)/\($0)" } ?? []
            }
            return names.sorted { URL(filePath: $0).lastPathComponent < URL(filePath: $1).lastPathComponent }
        }
        let names = (try? manager.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { name in
            guard let dot = name.lastIndex(of: ".") else { return false }
            return ["eml", "mbox", "msg", "txt"].contains(name[name.index(after: dot)...].lowercased())
        }.sorted().map { "\(folder)/\($0)" }
    }

    /// Reads one file at a time. A file without a byte is one empty message.
    struct Iterator: IteratorProtocol {
        fileprivate let files: [String]
        private let limitBytes: Int
        private let isInputMbox: Bool
        private var index = 0
        private var file = ""
        private var mbox: MboxReader?

        /// Bytes of the files that are done, and of what was read of the one that is not.
        var bytesRead: Int { doneBytes + (mbox?.bytesRead ?? 0) }
        private var doneBytes = 0

        fileprivate init(files: [String], limitBytes: Int, isInputMbox: Bool) {
            self.files = files
            self.limitBytes = limitBytes
            self.isInputMbox = isInputMbox
        }

        mutating func next() -> Element? {
            if let message = mbox?.next() { return (file, .success(message)) }
            doneBytes += mbox?.bytesRead ?? 0
            mbox = nil
            guard index < files.count else { return nil }
            defer { index += 1 }
            file = files[index]
            mbox = MboxReader(file, limitBytes: limitBytes, mayHoldMany: file != "-" || isInputMbox)
            guard let mbox else { return (file, .failure(Problem(description: "\(file) cannot be read"))) }
            return (file, .success(mbox.next() ?? []))
        }
    }
}
