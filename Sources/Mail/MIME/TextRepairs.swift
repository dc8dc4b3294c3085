/// Line breaks of mail text: CRLF and a lone CR become LF.
enum LineBreaks {
    static func normalized(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(.cr) else { return bytes }
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { output, count in
            bytes.withUnsafeBufferPointer { input in
                var index = 0
                while index < input.count {
                    if input[index] == .cr {
                        while index + 2 < input.count, input[index + 1] == .cr, input[index + 2] == .lf { index += 1 }
                        if index + 1 < input.count, input[index + 1] == .lf { index += 1 }
                        output[count] = .lf
                    } else {
                        output[count] = input[index]
                    }
                    count += 1
                    index += 1
                }
            }
        }
    }
}

/// `<meta charset="…">` and its older form with `http-equiv`.
enum MetaCharset {
    static func find(in bytes: [UInt8]) -> String? {
        let head = bytes.prefix(2048)
        var index = 0
        while let open = head[index...].firstIndex(of: .less) {
            index = open + 1
            guard head[index...].hasPrefixFolded("meta") else { continue }
            let end = head[index...].firstIndex(of: .greater) ?? head.endIndex
            if let label = value(in: head[index..<end]) { return label }
        }
        return nil
    }

    private static func value(in tag: ArraySlice<UInt8>) -> String? {
        for start in tag.indices where tag[start...].hasPrefixFolded("charset") {
            let rest = tag[(start + 7)...].drop { $0.isWhitespace }
            guard rest.first == .equals else { continue }
            let label = rest.dropFirst().drop { $0.isWhitespace || $0 == .quote || $0 == .apostrophe }
                .prefix { $0.isAlphanumeric || $0 == .hyphen || $0 == .underscore || $0 == .colon }
            if !label.isEmpty { return String(decoding: label, as: UTF8.self) }
        }
        return nil
    }
}

/// text/enriched (RFC 1896): commands in `<…>`, `<<` is a bracket, one line break in a row is a blank.
enum EnrichedText {
    static func plain(_ text: String) -> String {
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == .less {
                if index + 1 < bytes.count, bytes[index + 1] == .less {
                    output.append(.less)
                    index += 2
                } else {
                    while index < bytes.count, bytes[index] != .greater { index += 1 }
                    index += 1
                }
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

/// The name that an enclosed message gets as a file.
enum EnclosedSubject {
    static func of(_ message: [UInt8]) -> String? {
        let headers = message.withUnsafeBufferPointer {
            HeaderScanner.scan($0, from: 0, to: min($0.count, 32 << 10), isPart: false, limits: .standard).headers
        }
        let subject = headers.first("Subject")?.trimmed ?? ""
        return subject.isEmpty ? nil : subject
    }
}

/// Files that old programs put into the text itself: `begin 644 name` … `end`.
enum UUEncodedFiles {
    static func extract(from text: String) -> (text: String, files: [Attachment]) {
        guard ByteSearch.contains("begin ", in: text) else { return (text, []) }
        let bytes = Array(text.utf8)
        guard let first = beginLine(bytes, from: 0) else { return (text, []) }
        var kept: [UInt8] = []
        var files: [Attachment] = []
        var position = 0
        var next: (start: Int, contentStart: Int, name: String)? = first
        while let begin = next, files.count < 100 {
            guard let (content, end) = decode(bytes, from: begin.contentStart) else {
                next = beginLine(bytes, from: begin.contentStart)
                continue
            }
            kept += bytes[position..<begin.start]
            files.append(
                Attachment(
                    filename: FileName.safe(begin.name, fallback: "attachment"), mimeType: "application/octet-stream",
                    content: content))
            position = end
            next = beginLine(bytes, from: end)
        }
        kept += bytes[position...]
        return (String(decoding: kept, as: UTF8.self), files)
    }

    /// `begin SP mode SP name`, mode of three or four octal digits, at the beginning of a line.
    private static func beginLine(_ bytes: [UInt8], from start: Int) -> (start: Int, contentStart: Int, name: String)? {
        var position = start
        while position + 10 < bytes.count {
            let lineEnd = bytes[position...].firstIndex(of: .lf) ?? bytes.count
            if bytes[position] == 0x62, bytes[position..<lineEnd].starts(with: "begin ".utf8) {
                let words = bytes[position..<lineEnd].split(separator: .space, maxSplits: 2)
                if words.count == 3, (3...4).contains(words[1].count), words[1].allSatisfy({ $0 >= 0x30 && $0 <= 0x37 })
                {
                    return (position, min(lineEnd + 1, bytes.count), String(decoding: words[2], as: UTF8.self))
                }
            }
            position = lineEnd + 1
        }
        return nil
    }

    /// The bytes up to `end`; nil if a line is not uuencoded or the end is missing.
    private static func decode(_ bytes: [UInt8], from start: Int) -> (content: [UInt8], end: Int)? {
        var output: [UInt8] = []
        var position = start
        while position < bytes.count {
            let lineEnd = bytes[position...].firstIndex(of: .lf) ?? bytes.count
            let line = bytes[position..<lineEnd]
            position = min(lineEnd + 1, bytes.count)
            if line.elementsEqual("end".utf8) { return (output, position) }
            if !line.isEmpty, !UUEncoding.decodeLine(line, into: &output) { return nil }
        }
        return nil
    }
}
