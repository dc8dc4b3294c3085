import Foundation
import Glibc

/// The messages of an mbox (RFC 4155), line by line, or the one message of anything else, all at once.
final class MboxReader {
    private let stream: UnsafeMutablePointer<FILE>
    private let limitBytes: Int
    private let mayHoldMany: Bool
    private var line: UnsafeMutablePointer<CChar>?
    private var capacity = 0
    /// What was read to see whether it is an mbox.
    private var beginning: [UInt8] = []
    private var isFirst = true
    private var isDone = false
    /// How much of the file has been read.
    private(set) var bytesRead = 0

    /// - Parameters:
    ///   - path: `-` is standard input: a pipe of another user's cannot be opened by its name.
    ///   - limitBytes: of a longer message only so much is handed out.
    ///   - mayHoldMany: false: it is one message, whatever lines stand in it.
    init?(_ path: String, limitBytes: Int, mayHoldMany: Bool = true) {
        guard let stream = path == "-" ? fdopen(dup(STDIN_FILENO), "r") : fopen(path, "r") else { return nil }
        self.stream = stream
        self.mayHoldMany = mayHoldMany
        self.limitBytes = limitBytes
    }

    deinit {
        fclose(stream)
        free(line)
    }

    func next() -> [UInt8]? {
        guard !isDone else { return nil }
        if isFirst, !mayHoldMany || !startsWithSeparator() {
            isDone = true
            let message = rest()
            return message.isEmpty ? nil : message
        }
        var message: [UInt8] = [], lastWasEmpty = true
        while true {
            let length = getline(&line, &capacity, stream)
            guard length >= 0, let line else {
                isDone = true
                return message.isEmpty ? nil : message
            }
            bytesRead += length
            let bytes = UnsafeRawBufferPointer(start: line, count: length)
            if isFirst {
                isFirst = false
                continue
            }
            if lastWasEmpty, !message.isEmpty, isSeparator(bytes) { return message }
            lastWasEmpty = length <= 2 && bytes.allSatisfy { $0 == 10 || $0 == 13 }
            guard message.count < limitBytes else { continue }
            message.append(contentsOf: isQuotedFrom(bytes) ? UnsafeRawBufferPointer(rebasing: bytes[1...]) : bytes)
        }
    }

    /// An mbox begins with `From `; a mail has a colon there, maybe behind blanks (RFC 5322 §4.5).
    private func startsWithSeparator() -> Bool {
        // Only one byte can be put back for certain, and standard input may be a pipe.
        for byte in "From ".utf8 {
            let next = getc(stream)
            guard next == Int32(byte) else {
                if next != EOF { ungetc(next, stream) }
                return false
            }
            beginning.append(byte)
        }
        var next = getc(stream)
        while next == 32 || next == 9, beginning.count < 1_000 {
            beginning.append(UInt8(next))
            next = getc(stream)
        }
        if next != EOF { ungetc(next, stream) }
        bytesRead = beginning.count
        return next != 58
    }

    /// What is left of the stream, up to the limit.
    private func rest() -> [UInt8] {
        var message = beginning, status = stat()
        let size = fstat(fileno(stream), &status) == 0 ? max(0, Int(status.st_size)) : 0
        while !isAtEnd(message.count) {
            let left = min(size, limitBytes) - message.count
            let room = left > 0 ? left + 1 : 64 << 10
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = fread(buffer.baseAddress, 1, room, stream)
            }
            if message.isEmpty { message = chunk } else { message += chunk }
        }
        bytesRead = max(size, message.count)
        return message.count > limitBytes ? Array(message.prefix(limitBytes)) : message
    }

    private func isAtEnd(_ count: Int) -> Bool { feof(stream) != 0 || ferror(stream) != 0 || count > limitBytes }

    /// `From address Fri Nov 20 10:00:00 2026`. A time and a year tell it from a text that begins with this word and that
    /// its mbox has not quoted.
    private func isSeparator(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.starts(with: "From ".utf8), bytes.count <= 1_000 else { return false }
        var hasTime = false, hasYear = false, digits = 0
        for (index, byte) in bytes.enumerated() {
            if (48...57).contains(byte) {
                digits += 1
                continue
            }
            if digits == 4 { hasYear = true }
            let isColon = byte == UInt8(ascii: ":")
            if isColon, digits == 2 || digits == 1, index + 1 < bytes.count, (48...57).contains(bytes[index + 1]) {
                hasTime = true
            }
            digits = 0
        }
        return hasTime && (hasYear || digits == 4)
    }

    /// `>From `, `>>From `: a text line that the mbox has quoted.
    private func isQuotedFrom(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.first == UInt8(ascii: ">") else { return false }
        return bytes.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
    }
}
