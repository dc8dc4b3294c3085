#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Finds the fields of a header section.
struct HeaderScanner {
    /// The fields, where the body begins, and what was wrong.
    struct Result {
        var headers: Headers
        var bodyStart: Int
        var defects: [Defect] = []
    }

    private let raw: UnsafeBufferPointer<UInt8>
    private let start: Int
    private let end: Int
    private let isPart: Bool
    private let limits: ParsingLimits
    private var fields: [Headers.Field] = []
    private var defects: [Defect] = []

    /// Reads the header section that begins at `start` and ends at a blank line, at what cannot be a header any more, or at `end`.
    static func scan(
        _ raw: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, isPart: Bool, limits: ParsingLimits
    ) -> Result {
        var scanner = HeaderScanner(raw: raw, start: start, end: end, isPart: isPart, limits: limits)
        let bodyStart = scanner.readFields()
        let stop = max(start, min(bodyStart, end))
        let headers = Headers(bytes: Array(raw[start..<stop]), fields: scanner.fields)
        return Result(headers: headers, bodyStart: bodyStart, defects: scanner.defects)
    }

    private init(raw: UnsafeBufferPointer<UInt8>, start: Int, end: Int, isPart: Bool, limits: ParsingLimits) {
        self.isPart = isPart
        self.raw = raw
        self.start = start
        self.end = end
        self.limits = limits
    }

    private mutating func readFields() -> Int {
        var position = start
        while position < end {
            let lineEnd = endOfLine(position)
            let next = min(lineEnd + 1, end)
            if isBlankLine(position, lineEnd) { return next }
            if position - start > limits.headerBytes || fields.count >= limits.headerFields {
                defects.note(.headerTooLarge)
                return startOfBody(after: position)
            }
            if raw[position].isBlank, isEndOfBlanks(position, lineEnd) { return next }
            if raw[position].isBlank, let last = fields.indices.last {
                fields[last].value = fields[last].value.lowerBound..<(lineEnd - start)
            } else if let colon = colonOfField(position, lineEnd) {
                addField(nameEnd: colon, at: position, lineEnd: lineEnd)
            } else if isMailboxLine(position, lineEnd) {
                // "From ann@example.org Tue …" of an mbox file, quoted or not.
            } else if !(isPart && fields.isEmpty), continuesAsHeader(next) || namesFollow(next) {
                defects.note(.malformedHeaderLine)
            } else {
                defects.note(.missingBlankLine)
                return position
            }
            position = next
        }
        return end
    }

    private mutating func addField(nameEnd colon: Int, at position: Int, lineEnd: Int) {
        var nameEnd = colon
        while nameEnd > position, raw[nameEnd - 1].isBlank { nameEnd -= 1 }
        fields.append(
            Headers.Field(
                name: (position - start)..<(nameEnd - start),
                hash: Headers.hash(of: UnsafeBufferPointer(rebasing: raw[position..<nameEnd])),
                value: (colon + 1 - start)..<(max(lineEnd, colon + 1) - start)))
    }

    /// `field-name = 1*%d33-57 / %d59-126` (RFC 5322 §2.2), then the obsolete white space, then the colon.
    private func colonOfField(_ position: Int, _ lineEnd: Int) -> Int? {
        var index = position
        while index < lineEnd, raw[index] > 32, raw[index] < 127, raw[index] != .colon { index += 1 }
        guard index > position, index - position <= 255 else { return nil }
        while index < lineEnd, raw[index].isBlank { index += 1 }
        return index < lineEnd && raw[index] == .colon ? index : nil
    }

    private func continuesAsHeader(_ position: Int) -> Bool {
        guard position < end else { return false }
        let lineEnd = endOfLine(position)
        return !isBlankLine(position, lineEnd) && colonOfField(position, lineEnd) != nil
    }

    private func isMailboxLine(_ position: Int, _ lineEnd: Int) -> Bool {
        let line = raw[position..<lineEnd]
        return fields.isEmpty && (line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8))
    }

    /// Whether one of the next few lines is a field that every mail has: then the lines before it are torn out of a
    /// field, as of a subject with line breaks in it.
    private func namesFollow(_ start: Int) -> Bool {
        var position = start
        for _ in 0..<5 where position < end {
            let lineEnd = endOfLine(position)
            if isBlankLine(position, lineEnd) { return false }
            let line = raw[position..<lineEnd]
            if Self.common.contains(where: { line.hasPrefixFolded($0) }) { return true }
            position = lineEnd + 1
        }
        return false
    }

    private static let common: [StaticString] = [
        "content-type:", "mime-version:", "from:", "to:", "date:", "message-id:",
    ]

    /// Whether a line holds blanks alone and ends the section: neither a folded field nor another one goes on after it.
    private func isEndOfBlanks(_ position: Int, _ lineEnd: Int) -> Bool {
        guard raw[position..<lineEnd].allSatisfy(\.isWhitespace), lineEnd + 1 < end, !fields.isEmpty else {
            return false
        }
        let next = lineEnd + 1
        let nextEnd = endOfLine(next)
        return !raw[next].isBlank && !isBlankLine(next, nextEnd) && colonOfField(next, nextEnd) == nil
    }

    private func isBlankLine(_ position: Int, _ lineEnd: Int) -> Bool {
        var index = position
        while index < lineEnd, raw[index] == .cr { index += 1 }
        return index == lineEnd
    }

    private func startOfBody(after position: Int) -> Int {
        var position = position
        while position < end {
            let lineEnd = endOfLine(position)
            let next = min(lineEnd + 1, end)
            if isBlankLine(position, lineEnd) { return next }
            position = next
        }
        return end
    }

    /// The index of the line feed, or `end`.
    private func endOfLine(_ position: Int) -> Int {
        guard position < end, let base = raw.baseAddress, let found = memchr(base + position, 10, end - position) else {
            return end
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
