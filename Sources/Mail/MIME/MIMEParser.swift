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
    /// How many boundaries have been looked for in the text.
    private var guesses = 0

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
        let boundary = named.last?.isWhitespace == true ? Array(named.trimmed()) : named
        if !boundary.isEmpty, occurs(boundary, from: bodyStart) { return boundary }
        defects.note(.missingBoundary)
        return guessedBoundary(from: bodyStart) ?? boundary
    }

    /// Whether a line is this boundary, before a multipart around this one ends or goes on.
    private func occurs(_ boundary: [UInt8], from start: Int) -> Bool {
        var position = start
        while let hyphens = nextHyphens(from: position) {
            let line = boundaryText(at: hyphens)
            if isBoundary(line, boundary) { return true }
            if open.contains(where: { isBoundary(line, $0.boundary) }) { return false }
            position = hyphens + 2
        }
        return false
    }

    /// The first line that begins with two hyphens and has the header of a part behind it; a line of hyphens above an old
    /// mail, or above a signature, is none.
    private mutating func guessedBoundary(from start: Int) -> [UInt8]? {
        // Each guess may look at everything that is left.
        guard guesses < 10 else { return nil }
        guesses += 1
        var position = start
        var bare = 0
        for _ in 0..<100 {
            guard let hyphens = nextHyphens(from: position) else { return nil }
            let line = boundaryText(at: hyphens)
            if open.contains(where: { isBoundary(line, $0.boundary) }) { return nil }
            position = hyphens + 2
            guard !line.isEmpty else { continue }
            let next = min(endOfLine(hyphens) + 1, raw.count)
            let following = raw[next..<endOfLine(next)]
            if following.hasPrefixFolded("content-") { return Array(line) }
            guard line.count > 2, following.allSatisfy(\.isWhitespace), bare < 3 else { continue }
            bare += 1
            if occurs(Array(line), from: next) { return Array(line) }
        }
        return nil
    }

    /// What stands behind the two hyphens of a line, without blanks at its end.
    private func boundaryText(at hyphens: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
        var line = raw[(hyphens + 2)..<endOfLine(hyphens)]
        while let last = line.last, last.isWhitespace { line = line.dropLast() }
        return line
    }

    private func isBoundary(_ line: Slice<UnsafeBufferPointer<UInt8>>, _ boundary: [UInt8]) -> Bool {
        guard !boundary.isEmpty, line.starts(with: boundary) else { return false }
        return line.count == boundary.count || line.dropFirst(boundary.count).elementsEqual("--".utf8)
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
            let line = boundaryText(at: hyphens)
            for level in open.indices.reversed() where isBoundary(line, open[level].boundary) {
                return BoundaryLine(
                    level: level, isClosing: line.count > open[level].boundary.count,
                    contentEnd: max(start, beforeLineBreak(hyphens)), next: min(lineEnd + 1, raw.count))
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
