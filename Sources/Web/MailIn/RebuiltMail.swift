import Foundation

/// A mail that came in parts, put together again as MIME: from then on it is a mail like every other.
///
/// The same parts always give the same bytes, so that a post that comes twice is known.
struct RebuiltMail {
    /// A text in the charset that its service names; the reader of mail decodes it.
    struct Body {
        let bytes: [UInt8]
        let charset: String

        init(_ bytes: [UInt8], charset: String? = nil) {
            self.bytes = bytes
            self.charset = charset.flatMap(token) ?? "utf-8"
        }
    }

    struct File {
        let filename: String
        let mimeType: String
        let contentID: String?
        let content: [UInt8]
    }

    var text: Body?
    var html: Body?
    var files: [File] = []
    private var headers: [(name: String, value: [UInt8])] = []

    private static let headersAtMost = 500
    private static let headerBytesAtMost = 64 << 10

    init(headers: [(String, String)]) {
        for (name, value) in headers { add(name, Array(value.utf8)) }
    }

    /// - Parameter header: header lines as they came, folded ones too.
    init(header: [UInt8]) {
        var field: [UInt8] = []
        for line in header.filter({ $0 != 13 }).split(separator: 10) {
            if line.first == 32 || line.first == 9 {
                field += line
            } else {
                addLine(field)
                field = Array(line)
            }
        }
        addLine(field)
    }

    private mutating func addLine(_ line: [UInt8]) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        add(String(decoding: line[..<colon], as: UTF8.self), Array(line[(colon + 1)...]))
    }

    /// Adds a field unless the header has it already.
    mutating func fill(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty, !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
            return
        }
        add(name, Array(value.utf8))
    }

    /// What describes the body as it was is left out, and so is what no header field can be.
    private mutating func add(_ name: String, _ value: [UInt8]) {
        let key = name.lowercased(), isName = name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
        guard isName, (1...100).contains(name.utf8.count), headers.count < Self.headersAtMost else { return }
        guard !key.hasPrefix("content-"), key != "mime-version" else { return }
        // A line break in a value would begin another field.
        let line = value.prefix(Self.headerBytesAtMost).map { $0 == 10 || $0 == 13 || $0 == 0 ? 32 : $0 }
        headers.append((name, Array(line.drop { $0 == 32 || $0 == 9 })))
    }

    /// `"Name" <address>`, as a header field has it.
    static func address(name: String?, _ address: String) -> String {
        guard let name, !name.isEmpty else { return address }
        return "\"\(name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\" <\(address)>"
    }
}

extension RebuiltMail {
    /// The mail as MIME.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        for (name, value) in headers { out += Array("\(name): ".utf8) + value + [13, 10] }
        out += "MIME-Version: 1.0\r\n".utf8
        let texts = [text.map { part("text/plain", $0) }, html.map { part("text/html", $0) }].compactMap(\.self)
        let body = texts.count == 1 ? texts[0] : multipart("alternative", texts)
        return out + (files.isEmpty ? body : multipart("mixed", [body] + files.map(part)))
    }

    private func multipart(_ kind: String, _ parts: [[UInt8]]) -> [UInt8] {
        // Base64 has no "=_": the boundary cannot stand in a part.
        let boundary = "=_\(kind)_of_a_rebuilt_mail"
        var out = Array("Content-Type: multipart/\(kind); boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for part in parts { out += Array("--\(boundary)\r\n".utf8) + part + [13, 10] }
        return out + Array("--\(boundary)--\r\n".utf8)
    }

    private func part(_ type: String, _ body: Body) -> [UInt8] {
        encoded("Content-Type: \(type); charset=\"\(body.charset)\"\r\n", body.bytes)
    }

    private func part(_ file: File) -> [UInt8] {
        var head = "Content-Type: \(mediaType(file.mimeType))\r\n"
        let name = percentEncoded(file.filename.utf8.prefix(500))
        head += "Content-Disposition: attachment; filename*=utf-8''\(name)\r\n"
        if let id = file.contentID?.trimmingCharacters(in: CharacterSet(charactersIn: "<> ")), !id.isEmpty,
            id.utf8.count <= 500, id.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 60 && $0 != 62 })
        {
            head += "Content-ID: <\(id)>\r\n"
        }
        return encoded(head, file.content)
    }

    private func encoded(_ head: String, _ content: [UInt8]) -> [UInt8] {
        let text = Data(content).base64EncodedData(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return Array("\(head)Content-Transfer-Encoding: base64\r\n\r\n".utf8) + text
    }
}

/// A type as it may stand in a header; a message or a multipart would be taken apart, and cannot be base64 (RFC 2046 §5).
private func mediaType(_ text: String) -> String {
    let parts = text.prefix { $0 != ";" }.lowercased().split(separator: "/").map { token(String($0)) }
    guard parts.count == 2, let type = parts[0], let subtype = parts[1], !["message", "multipart"].contains(type) else {
        return "application/octet-stream"
    }
    return "\(type)/\(subtype)"
}

private func token(_ text: String) -> String? {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    let isToken = trimmed.utf8.allSatisfy { isUnreserved($0) || $0 == UInt8(ascii: "+") }
    return isToken && (1...80).contains(trimmed.utf8.count) ? trimmed : nil
}

private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        true
    default: false
    }
}

func percentEncoded(_ text: String) -> String { percentEncoded(text.utf8.prefix(500)) }

private func percentEncoded(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { isUnreserved($0) ? String(UnicodeScalar($0)) : percent($0) }.joined()
}

private func percent(_ byte: UInt8) -> String {
    "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
