import NIOCore

/// The fields and files of a posted form as bytes: mail need not be UTF-8.
struct PostedFields {
    struct File {
        let field: String
        let filename: String
        let mimeType: String
        let content: [UInt8]
    }

    private var values: [String: [UInt8]] = [:]
    /// In the order in which they were sent.
    private(set) var files: [File] = []

    private static let partsAtMost = 1_000

    /// - Throws: `Refusal.malformed` for too many fields.
    init(urlEncoded body: [UInt8]) throws {
        guard let pairs = URLEncoded.bytePairs(body, limit: Self.partsAtMost) else {
            throw Refusal.malformed("More than \(Self.partsAtMost) fields")
        }
        for (name, value) in pairs { values[name] = value }
    }

    /// - Throws: `Refusal.malformed`, `.tooLarge`.
    init(multipart body: [UInt8], boundary: String, limitBytes: Int) throws {
        let limits = Form.Limits(
            fileBytes: limitBytes, totalBytes: limitBytes, fieldBytes: limitBytes, parts: Self.partsAtMost)
        var parser = Multipart(boundary: boundary, limits: limits)
        // By and by: each part that is taken out moves what has been read behind it.
        for start in stride(from: 0, to: body.count, by: 256 << 10) {
            let chunk = ByteBuffer(bytes: body[start..<min(start + 256 << 10, body.count)])
            for part in try parser.read(chunk) { add(part) }
        }
        try parser.finish()
    }

    private mutating func add(_ part: Multipart.Part) {
        let content = Array(part.content.readableBytesView)
        if let filename = part.filename {
            files.append(File(field: part.name, filename: filename, mimeType: part.mimeType, content: content))
            // Some senders give the message itself a file name.
            if values[part.name] == nil { values[part.name] = content }
        } else {
            values[part.name] = content
        }
    }

    /// A field's bytes; nil where it was not sent or is empty.
    func bytes(_ name: String) -> [UInt8]? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A field as text; nil where it was not sent or is empty.
    func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }
}
