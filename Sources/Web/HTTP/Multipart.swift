import NIOCore

/// Reads `multipart/form-data` (RFC 7578) as it arrives. A value: feed it chunks, take out parts.
///
/// Refuses rather than guesses: what is no well-formed form never comes from a browser.
struct Multipart: Sendable {
    /// One field or file.
    struct Part: Sendable, Equatable {
        let name: String
        /// `nil` for a field that is no file.
        let filename: String?
        let mimeType: String
        let content: ByteBuffer
    }

    private enum State {
        case beforeFirstBoundary, headers, body(PartHeaders), afterEnd
    }

    /// Line break, two hyphens, boundary: what ends a part.
    private let delimiter: [UInt8]
    private let limits: Form.Limits
    private var state = State.beforeFirstBoundary
    /// What has come and is not yet part of anything.
    private var pending: [UInt8]
    /// Up to where `pending` was searched for the delimiter.
    private var searched = 0
    private var totalBytes = 0
    private var partCount = 0

    init(boundary: String, limits: Form.Limits) {
        delimiter = [UInt8]("\r\n--\(boundary)".utf8)
        self.limits = limits
        // The first boundary needs no line break before it: lend it one.
        pending = [13, 10]
    }

    /// The boundary of a `Content-Type: multipart/form-data; boundary=…`, `nil` for other types and bad boundaries.
    static func boundary(ofContentType type: String) -> String? {
        let parts = type.split(separator: ";")
        guard parts.first?.trimmingWhitespace().lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst().map({ $0.trimmingWhitespace() }) where part.lowercased().hasPrefix("boundary=") {
            let value = part.dropFirst("boundary=".count)
            let bare = value.hasPrefix("\"") && value.hasSuffix("\"") ? value.dropFirst().dropLast() : value
            // RFC 2046, 5.1.1: 1 to 70 characters.
            let isValid = (1...70).contains(bare.utf8.count) && bare.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
            return isValid ? String(bare) : nil
        }
        return nil
    }

    /// Takes a chunk in and hands out the parts that it completes.
    /// - Throws: `Refusal.tooLarge` with the limit that was crossed, `.malformed` for what is no form.
    mutating func read(_ chunk: ByteBuffer) throws -> [Part] {
        totalBytes += chunk.readableBytes
        guard totalBytes <= limits.totalBytes else { throw Refusal.tooLarge(limitBytes: limits.totalBytes) }
        pending += chunk.readableBytesView
        var parts: [Part] = []
        while try step(&parts) {}
        return parts
    }

    /// Checks that the form came to its end.
    /// - Throws: `Refusal.malformed` where the closing boundary is missing: the upload broke off.
    func finish() throws {
        guard case .afterEnd = state else { throw Refusal.malformed("The form ends before its last boundary") }
    }

    /// One step; `false`: more bytes are needed.
    private mutating func step(_ parts: inout [Part]) throws -> Bool {
        switch state {
        case .beforeFirstBoundary:
            guard let end = try boundaryEnd(limit: 4096) else { return false }
            return try enter(after: end.next, isLast: end.isLast)
        case .headers:
            return try readHeaders()
        case .body(let headers):
            let isFile = headers.filename != nil
            guard let end = try boundaryEnd(limit: isFile ? limits.fileBytes : limits.fieldBytes) else { return false }
            let content = ByteBuffer(bytes: pending[..<end.contentEnd])
            parts.append(
                Part(name: headers.name, filename: headers.filename, mimeType: headers.mimeType, content: content))
            return try enter(after: end.next, isLast: end.isLast)
        case .afterEnd:
            pending.removeAll()
            return false
        }
    }

    /// Where the next boundary is: the end of the content before it, and the first byte after its line.
    private mutating func boundaryEnd(limit: Int) throws -> (contentEnd: Int, next: Int, isLast: Bool)? {
        guard let start = position(of: delimiter, from: searched) else {
            searched = max(0, pending.count - delimiter.count)
            guard searched <= limit else { throw Refusal.tooLarge(limitBytes: limit) }
            return nil
        }
        guard start <= limit else { throw Refusal.tooLarge(limitBytes: limit) }
        let afterBoundary = start + delimiter.count
        guard pending.count >= afterBoundary + 2 else {
            searched = start
            return nil
        }
        let ending = pending[afterBoundary..<afterBoundary + 2]
        if ending.elementsEqual("--".utf8) { return (start, afterBoundary + 2, true) }
        guard ending.elementsEqual([13, 10]) else {
            throw Refusal.malformed("A boundary of the form is followed by something else")
        }
        return (start, afterBoundary + 2, false)
    }

    private mutating func enter(after next: Int, isLast: Bool) throws -> Bool {
        pending.removeFirst(next)
        searched = 0
        state = isLast ? .afterEnd : .headers
        guard !isLast else { return true }
        partCount += 1
        guard partCount <= limits.parts else { throw Refusal.malformed("More than \(limits.parts) parts") }
        return true
    }

    private mutating func readHeaders() throws -> Bool {
        guard let end = position(of: [13, 10, 13, 10], from: 0) else {
            guard pending.count <= 4096 else { throw Refusal.malformed("The headers of a part are too long") }
            return false
        }
        guard end <= 4096 else { throw Refusal.malformed("The headers of a part are too long") }
        state = .body(try PartHeaders(pending[..<end]))
        pending.removeFirst(end + 4)
        searched = 0
        return true
    }

    private func position(of needle: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, pending.count >= needle.count else { return nil }
        return pending.withUnsafeBufferPointer { bytes in
            var index = start
            while index + needle.count <= bytes.count {
                guard let hit = bytes[index...].firstIndex(of: first) else { return nil }
                guard hit + needle.count <= bytes.count else { return nil }
                if bytes[hit..<hit + needle.count].elementsEqual(needle) { return hit }
                index = hit + 1
            }
            return nil
        }
    }
}
