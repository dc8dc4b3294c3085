/// Files that news programs put into the text itself: `=ybegin line=… size=… name=…` … `=yend`.
enum YEnc {
    private static let begin = Array("=ybegin ".utf8)
    private static let limit = 100

    /// The bytes without the files, and the files. Works before the charset is decoded, since the files are 8-bit.
    static func extract(from bytes: [UInt8]) -> (rest: [UInt8], files: [(name: String, content: [UInt8])]) {
        var files: [(name: String, content: [UInt8])] = []
        var rest: [UInt8] = []
        var position = 0
        // Where one file has no end, none behind it has one.
        var isEnded = true
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: .lf) ?? bytes.count
            let line = bytes[position..<end]
            if isEnded, line.first == .equals, line.starts(with: begin), files.count < limit,
                let name = value("name=", in: line)
            {
                let file = decode(bytes, from: min(end + 1, bytes.count))
                isEnded = file != nil
                if let file {
                    files.append((name, file.content))
                    position = file.end
                }
            } else {
                rest += bytes[position..<min(end + 1, bytes.count)]
                position = end + 1
            }
        }
        return (rest, files)
    }

    /// A name is everything up to the end of the line.
    private static func value(_ key: StaticString, in line: ArraySlice<UInt8>) -> String? {
        let start = line.indices.first { line[$0...].hasPrefixFolded(key) }
        guard let start else { return nil }
        return Charset.decode(Array(line[(start + key.utf8CodeUnitCount)...].trimmed()), label: nil).text
    }

    /// The lines up to `=yend`; nil if it is missing.
    private static func decode(_ bytes: [UInt8], from start: Int) -> (content: [UInt8], end: Int)? {
        var content: [UInt8] = []
        var position = start
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: .lf) ?? bytes.count
            var line = bytes[position..<end]
            if line.last == .cr { line = line.dropLast() }
            if line.starts(with: "=yend".utf8) { return (content, min(end + 1, bytes.count)) }
            if !line.starts(with: "=ypart".utf8) { decodeLine(line, into: &content) }
            position = end + 1
        }
        return nil
    }

    private static func decodeLine(_ line: ArraySlice<UInt8>, into content: inout [UInt8]) {
        var isEscaped = false
        for byte in line {
            if byte == .equals, !isEscaped {
                isEscaped = true
            } else {
                content.append(byte &- (isEscaped ? 106 : 42))
                isEscaped = false
            }
        }
    }
}
