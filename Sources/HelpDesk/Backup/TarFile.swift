import Crypto
import Foundation
import Glibc

/// Writes a POSIX tar (ustar) that any `tar` can list and unpack.
///
/// It grows under another name and gets its own once it is whole and on the disk.
final class TarWriter {
    private let path: String
    private let draft: String
    private let stream: UnsafeMutablePointer<FILE>
    private(set) var entries: [BackupManifest.Entry] = []
    private(set) var bytes = 0
    private var isFinished = false

    /// - Throws: `BackupError`.
    init(_ path: String) throws {
        self.path = path
        draft = "\(path).\(UInt32.random(in: 0 ... .max)).part"
        unlink(draft)
        // It holds everything that the desk knows, and the key.
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0, let stream = fdopen(descriptor, "w") else { throw BackupError.cannotWrite(draft, errno) }
        self.stream = stream
    }

    deinit {
        guard !isFinished else { return }
        fclose(stream)
        unlink(draft)
    }

    /// Adds a file and remembers its checksum.
    func add(_ name: String, _ content: [UInt8]) throws {
        entries.append(BackupManifest.Entry(name: name, size: content.count, sha256: hexadecimal(sha256(content))))
        try append(name, content)
    }

    /// Adds the list of all that was added, and puts the file in its place.
    func finish(_ manifest: BackupManifest) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let content = Array(try encoder.encode(manifest))
        try append(BackupManifest.fileName, content)
        try append(BackupManifest.checksumName, Array(hexadecimal(sha256(content)).utf8))
        try write([UInt8](repeating: 0, count: 1_024))
        guard fflush(stream) == 0, fsync(fileno(stream)) == 0 else { throw BackupError.cannotWrite(draft, errno) }
        fclose(stream)
        isFinished = true
        guard rename(draft, path) == 0 else { throw BackupError.cannotWrite(path, errno) }
        try DurableFile.syncFolder(URL(filePath: path).deletingLastPathComponent().path)
    }

    private func append(_ name: String, _ content: [UInt8]) throws {
        try write(TarHeader(name: name, size: content.count).bytes)
        try write(content)
        try write([UInt8](repeating: 0, count: TarHeader.padding(content.count)))
    }

    private func write(_ content: [UInt8]) throws {
        guard fwrite(content, 1, content.count, stream) == content.count else {
            throw BackupError.cannotWrite(draft, errno)
        }
        bytes += content.count
    }
}

/// Reads what `TarWriter` has written, one entry after the other.
final class TarReader {
    private let path: String
    private let stream: UnsafeMutablePointer<FILE>

    /// Larger than any entry of ours: a damaged size must not fill the memory.
    private static let entryBytesAtMost = 1 << 30

    /// - Throws: `BackupError`.
    init(_ path: String) throws {
        guard let stream = fopen(path, "r") else { throw BackupError.cannotRead(path, errno) }
        self.path = path
        self.stream = stream
    }

    deinit { fclose(stream) }

    /// The next entry; nil at the end.
    /// - Throws: `BackupError.damaged`.
    func next() throws -> (name: String, content: [UInt8])? {
        let block = try read(TarHeader.blockBytes)
        guard block.contains(where: { $0 != 0 }) else { return nil }
        guard let header = TarHeader(block), header.size <= Self.entryBytesAtMost else { throw damaged }
        let content = try read(header.size)
        _ = try read(TarHeader.padding(header.size))
        return (header.name, content)
    }

    private func read(_ count: Int) throws -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = count == 0 ? 0 : fread(buffer.baseAddress, 1, count, stream)
        }
        guard bytes.count == count else { throw damaged }
        return bytes
    }

    private var damaged: BackupError { .damaged("\(path) ends too early or is no backup of Deskbell") }
}

/// The header block of one entry (POSIX.1-1988, ustar).
struct TarHeader {
    static let blockBytes = 512

    let name: String
    let size: Int

    init(name: String, size: Int) {
        self.name = name
        self.size = size
    }

    /// Nil where the checksum does not fit.
    init?(_ block: [UInt8]) {
        guard block.count == Self.blockBytes, Self.checksum(block) == Self.octal(block[148..<156]),
            let size = Self.octal(block[124..<136])
        else { return nil }
        name = String(decoding: block[..<100].prefix { $0 != 0 }, as: UTF8.self)
        self.size = size
    }

    var bytes: [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        func put(_ text: String, at place: Int) {
            block.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        func octal(_ number: Int, digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put(String(name.prefix(100)), at: 0)
        put(octal(0o600, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(0, digits: 11), at: 136)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put("\(octal(Self.checksum(block), digits: 6))\0 ", at: 148)
        return block
    }

    static func padding(_ size: Int) -> Int { (blockBytes - size % blockBytes) % blockBytes }

    /// The sum of all bytes, with blanks in place of the sum itself.
    private static func checksum(_ block: [UInt8]) -> Int {
        block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: field.prefix { $0 != 0 && $0 != 32 }, as: UTF8.self), radix: 8)
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String { bytes.map { hex($0) }.joined() }
