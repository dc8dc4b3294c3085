/// Takes comments and indentation from style sheets and scripts, line by line, and touches nothing else.
///
/// A script's comment must fill its line. Within a template literal that spans lines nothing is changed.
func minified(_ bytes: [UInt8], extension kind: String) -> [UInt8] {
    switch kind {
    case "css": return withoutIndentation(withoutBlockComments(bytes))
    case "js": return withoutCommentLines(bytes)
    default: return bytes
    }
}

private func withoutBlockComments(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    var quote: UInt8?
    while index < bytes.count {
        let byte = bytes[index]
        if quote == nil, byte == UInt8(ascii: "/"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "*") {
            index = endOfComment(in: bytes, from: index + 2)
            continue
        }
        if byte == quote {
            quote = nil
        } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            quote = byte
        }
        result.append(byte)
        index += 1
    }
    return result
}

private func endOfComment(in bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index + 1 < bytes.count {
        if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
        index += 1
    }
    return bytes.count
}

private func withoutIndentation(_ bytes: [UInt8]) -> [UInt8] {
    joined(lines(of: bytes).map(trimmed).filter { !$0.isEmpty })
}

private func withoutCommentLines(_ bytes: [UInt8]) -> [UInt8] {
    var isInsideTemplate = false
    var kept: [ArraySlice<UInt8>] = []
    for line in lines(of: bytes) {
        let text = isInsideTemplate ? line : trimmed(line)
        let isComment = !isInsideTemplate && text.starts(with: "//".utf8)
        if isComment { continue }
        if line.count(where: { $0 == UInt8(ascii: "`") }) % 2 == 1 { isInsideTemplate.toggle() }
        if !text.isEmpty || isInsideTemplate { kept.append(text) }
    }
    return joined(kept)
}

private func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
}

private func joined(_ lines: [ArraySlice<UInt8>]) -> [UInt8] {
    [UInt8](lines.joined(separator: [UInt8(ascii: "\n")]))
}

private func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    guard let first = line.firstIndex(where: { !isBlank($0) }), let last = line.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return line[first...last]
}
