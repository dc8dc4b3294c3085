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

    /// - Throws: `Problem` for a path that does not exist.
    init(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Problem(description: "\(path) does not exist")
        }
        files = isFolder.boolValue ? Self.messages(in: path) : [path]
    }

    func makeIterator() -> Iterator { Iterator(files: files) }

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
        return names.filter { ["eml", "mbox", "msg", "txt"].contains(URL(filePath: $0).pathExtension.lowercased()) }
            .sorted().map { "\(folder)/\($0)" }
    }

    /// Reads one file at a time. A file without a byte is one empty message.
    struct Iterator: IteratorProtocol {
        fileprivate let files: [String]
        private var index = 0
        private var file = ""
        private var mbox: MboxReader?

        fileprivate init(files: [String]) { self.files = files }

        mutating func next() -> Element? {
            if let message = mbox?.next() { return (file, .success(message)) }
            mbox = nil
            guard index < files.count else { return nil }
            defer { index += 1 }
            file = files[index]
            mbox = MboxReader(file == "-" ? "/dev/stdin" : file)
            guard let mbox else { return (file, .failure(Problem(description: "\(file) cannot be read"))) }
            return (file, .success(mbox.next() ?? []))
        }
    }
}

/// The messages of an mbox (RFC 4155), or the one message of any other file. Reads line by line.
final class MboxReader {
    private let stream: UnsafeMutablePointer<FILE>
    private var line: UnsafeMutablePointer<CChar>?
    private var capacity = 0
    private var isMbox = false
    private var isFirst = true
    private var isDone = false

    init?(_ path: String) {
        guard let stream = fopen(path, "r") else { return nil }
        self.stream = stream
    }

    deinit {
        fclose(stream)
        free(line)
    }

    func next() -> [UInt8]? {
        guard !isDone else { return nil }
        var message: [UInt8] = [], lastWasEmpty = true
        while true {
            let length = getline(&line, &capacity, stream)
            guard length >= 0, let line else {
                isDone = true
                return message.isEmpty ? nil : message
            }
            let bytes = UnsafeRawBufferPointer(start: line, count: length)
            let isSeparator = bytes.starts(with: "From ".utf8)
            if isFirst, isSeparator {
                (isMbox, isFirst) = (true, false)
                continue
            }
            isFirst = false
            if isMbox, isSeparator, lastWasEmpty, !message.isEmpty { return message }
            lastWasEmpty = length <= 2 && bytes.allSatisfy { $0 == 10 || $0 == 13 }
            message.append(
                contentsOf: isMbox && isQuotedFrom(bytes) ? UnsafeRawBufferPointer(rebasing: bytes[1...]) : bytes)
        }
    }

    /// `>From `, `>>From `: a text line that the mbox has quoted.
    private func isQuotedFrom(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.first == UInt8(ascii: ">") else { return false }
        return bytes.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
    }
}
