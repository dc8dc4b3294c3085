#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One node of a message's structure, in the order of the source.
struct MIMEPart: Sendable {
    var headers: Headers
    var type: ContentType
    var encoding: TransferEncoding
    /// Where the still encoded body stands in the source; for a multipart everything up to its end.
    var body: Range<Int>
    var depth: Int
    /// The index after the last part inside this one: `parts[index + 1..<end]` are its descendants.
    var end: Int
}

/// Cuts a message into its parts (RFC 2046 §5.1): one pass over the bytes, a stack of open multiparts, no recursion.
struct MIMEParser {
    private(set) var parts: [MIMEPart] = []
    private(set) var defects: [Defect] = []

    private let raw: UnsafeBufferPointer<UInt8>
    private let limits: ParsingLimits
    private var open: [OpenMultipart] = []

    private struct OpenMultipart {
        var part: Int
        var boundary: [UInt8]
    }

    /// A line that is one of the open boundaries.
    private struct BoundaryLine {
        var level: Int
        var isClosing: Bool
        /// The end of what stands before it, without the line break that belongs to the boundary.
        var contentEnd: Int
        var next: Int
    }

    static func parse(_ raw: UnsafeBufferPointer<UInt8>, limits: ParsingLimits) -> MIMEParser {
        var parser = MIMEParser(raw: raw, limits: limits)
        parser.run()
        return parser
    }

    private init(raw: UnsafeBufferPointer<UInt8>, limits: ParsingLimits) {
        self.raw = raw
        self.limits = limits
    }

    private mutating func run() {
        var position = startOfHeader()
        let deadline = ContinuousClock.now + limits.time
        while true {
            let bodyStart = beginPart(at: position)
            let boundary = nextBoundary(from: bodyStart)
            endLeaf(at: boundary?.contentEnd ?? raw.count, bodyStart: bodyStart)
            guard let next = advance(to: boundary) else { break }
            position = next
            if parts.count >= limits.parts {
                defects.note(.tooManyParts)
                break
            }
            if ContinuousClock.now > deadline {
                defects.note(.tooSlow)
                break
            }
        }
        closeMultiparts(downTo: 0, at: raw.count, isProper: false)
        repairEmptyMultiparts()
    }

    /// Skips a byte order mark and blank lines.
    private func startOfHeader() -> Int {
        var position = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while position < raw.count, raw[position] == .lf || raw[position] == .cr { position += 1 }
        return position
    }

    /// Reads the header of a part and opens it if it is a multipart. Returns where its body begins.
    private mutating func beginPart(at position: Int) -> Int {
        let isTop = parts.isEmpty
        let scan = HeaderScanner.scan(raw, from: position, to: raw.count, isPart: !isTop, limits: limits)
        for defect in scan.defects { defects.note(defect) }
        // A boundary directly after the header of a part ends that header too.
        let headerEnd =
            open.isEmpty
            ? scan.bodyStart : min(scan.bodyStart, firstBoundary(from: position, to: scan.bodyStart) ?? scan.bodyStart)
        let headers = headerEnd == scan.bodyStart ? scan.headers : Headers()
        let parent = open.last.map { parts[$0.part].type }
        let fallback: ContentType = parent?.subtype == "digest" ? .message : .plain
        let encoding = TransferEncoding(field: headers.raw("Content-Transfer-Encoding"))
        if encoding == .unknown { defects.note(.unknownTransferEncoding) }
        var type = ContentType(field: headers.raw("Content-Type"), default: fallback)
        if type.isMultipart, open.count >= limits.depth {
            defects.note(.tooDeep)
            type = ContentType(type: "application", subtype: "octet-stream")
        }
        parts.append(
            MIMEPart(
                headers: headers, type: type, encoding: encoding, body: headerEnd..<headerEnd, depth: open.count,
                end: parts.count + 1))
        if type.isMultipart {
            let boundary = boundary(of: type, from: headerEnd)
            open.append(OpenMultipart(part: parts.count - 1, boundary: boundary))
        }
        return headerEnd
    }

    private mutating func boundary(of type: ContentType, from bodyStart: Int) -> [UInt8] {
        let named = Array((type.parameters["boundary"] ?? "").utf8)
        let trailing = named.last?.isWhitespace == true ? Array(named.trimmed()) : named
        if !trailing.isEmpty, !parts.isEmpty && open.count > 0 || occurs(trailing, from: bodyStart) { return trailing }
        defects.note(.missingBoundary)
        return guessedBoundary(from: bodyStart) ?? []
    }

    /// Whether a boundary occurs at all. Asked for the outermost multipart only, as the answer costs a look at everything.
    private func occurs(_ boundary: [UInt8], from start: Int) -> Bool {
        var position = start
        while let hyphens = nextHyphens(from: position) {
            if raw[(hyphens + 2)...].starts(with: boundary) { return true }
            position = hyphens + 2
        }
        return false
    }

    /// The first line that begins with two hyphens and is followed by what looks like a header or a blank line.
    private func guessedBoundary(from start: Int) -> [UInt8]? {
        var position = start
        for _ in 0..<1000 where position < raw.count {
            let lineEnd = endOfLine(position)
            let line = raw[position..<lineEnd]
            if line.count > 4, line.starts(with: "--".utf8), !line.starts(with: "-- ".utf8) {
                return Array(line.dropFirst(2).trimmed())
            }
            position = lineEnd + 1
        }
        return nil
    }

    private mutating func endLeaf(at end: Int, bodyStart: Int) {
        let last = parts.count - 1
        if !parts[last].type.isMultipart { parts[last].body = bodyStart..<max(bodyStart, end) }
    }

    /// Closes what the boundary closes and returns where the next part begins; nil at the end of the message.
    private mutating func advance(to boundary: BoundaryLine?) -> Int? {
        var boundary = boundary
        while let line = boundary {
            closeMultiparts(downTo: line.level + 1, at: line.contentEnd, isProper: false)
            if !line.isClosing { return line.next }
            closeMultiparts(downTo: line.level, at: line.contentEnd, isProper: true)
            boundary = nextBoundary(from: line.next)
        }
        return nil
    }

    private mutating func closeMultiparts(downTo level: Int, at end: Int, isProper: Bool) {
        while open.count > level {
            let part = open.removeLast().part
            parts[part].end = parts.count
            parts[part].body = parts[part].body.lowerBound..<max(parts[part].body.lowerBound, end)
            if !isProper { defects.note(.unclosedMultipart) }
        }
    }

    /// A multipart in which no boundary was found is shown as the text that it is.
    private mutating func repairEmptyMultiparts() {
        for index in parts.indices where parts[index].type.isMultipart && parts[index].end == index + 1 {
            defects.note(.missingBoundary)
            let looksLikeHTML = raw[parts[index].body].prefix(512).trimmed().hasPrefixFolded("<")
            parts[index].type = looksLikeHTML ? ContentType(type: "text", subtype: "html") : .plain
        }
    }

    private func firstBoundary(from start: Int, to end: Int) -> Int? {
        guard let line = nextBoundary(from: start), line.contentEnd < end, line.next <= end else { return nil }
        return line.contentEnd
    }

    /// The next line that equals one of the open boundaries, the innermost first. A line must match as a whole, so that
    /// one boundary may be the beginning of another.
    private func nextBoundary(from start: Int) -> BoundaryLine? {
        guard !open.isEmpty else { return nil }
        var position = start
        while let hyphens = nextHyphens(from: position) {
            let lineEnd = endOfLine(hyphens)
            var line = raw[(hyphens + 2)..<lineEnd]
            while let last = line.last, last.isWhitespace { line = line.dropLast() }
            for level in open.indices.reversed() {
                let boundary = open[level].boundary
                guard !boundary.isEmpty, line.starts(with: boundary) else { continue }
                let rest = line.dropFirst(boundary.count)
                guard rest.isEmpty || rest.elementsEqual("--".utf8) else { continue }
                return BoundaryLine(
                    level: level, isClosing: !rest.isEmpty, contentEnd: max(start, beforeLineBreak(hyphens)),
                    next: min(lineEnd + 1, raw.count))
            }
            position = lineEnd
        }
        return nil
    }

    /// The index of a `--` at the beginning of a line.
    private func nextHyphens(from start: Int) -> Int? {
        guard start + 1 < raw.count, let base = raw.baseAddress else { return nil }
        if raw[start] == .hyphen, raw[start + 1] == .hyphen, start == 0 || raw[start - 1] == .lf { return start }
        var position = start
        while position < raw.count, let found = memchr(base + position, 10, raw.count - position) {
            position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
            if position + 1 < raw.count, raw[position] == .hyphen, raw[position + 1] == .hyphen { return position }
        }
        return nil
    }

    private func beforeLineBreak(_ position: Int) -> Int {
        guard position > 0, raw[position - 1] == .lf else { return position }
        return position > 1 && raw[position - 2] == .cr ? position - 2 : position - 1
    }

    private func endOfLine(_ position: Int) -> Int {
        guard position < raw.count, let base = raw.baseAddress,
            let found = memchr(base + position, 10, raw.count - position)
        else {
            return raw.count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
