import HTTPTypes
import Hummingbird
import NIOCore

/// The fields and files of a posted form, urlencoded or multipart, read within limits.
struct Form: Sendable {
    /// All values by field, in the order in which they were sent.
    private(set) var values: [String: [String]] = [:]
    /// The files, without the empty one that a browser sends for an empty file field.
    private(set) var files: [Upload] = []

    private let share = BodyShare()

    /// A file that a form brought along.
    struct Upload: Sendable {
        let field: String
        /// Without folders and control characters.
        let filename: String
        /// As the browser says; nothing depends on its truth.
        let mimeType: String
        let content: ByteBuffer
    }

    /// How much a form may hold. Whatever goes beyond is refused while it is still coming in.
    struct Limits: Sendable {
        var fileBytes: Int
        var totalBytes: Int
        var fieldBytes: Int
        var parts: Int

        /// A form without files: sign-in, a choice.
        static let small = Limits(fileBytes: 0, totalBytes: 64_000, fieldBytes: 16_000, parts: 64)
        /// A message: 25 MB a file, 50 MB in all, 1 MB of text.
        static let message = Limits(
            fileBytes: 25_000_000, totalBytes: 50_000_000, fieldBytes: 1_000_000, parts: 100)
    }

    /// The last value of a field, `nil` where it was not sent.
    subscript(name: String) -> String? { values[name]?.last }

    /// The last value of a field without white space around it; empty where it was not sent.
    func text(_ name: String) -> String {
        self[name]?.trimmingBlanks() ?? ""
    }

    /// Reads the body of `request`.
    /// - Throws: `Refusal.tooLarge` with the limit that was crossed; `.malformed` for a body that is not what its
    ///   `Content-Type` says; `.unsupportedMedia` for other types.
    init(of request: Request, limits: Limits) async throws {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.totalBytes {
            throw Refusal.tooLarge(limitBytes: limits.totalBytes)
        }
        let type = request.headers[.contentType] ?? ""
        if type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            try await readURLEncoded(request, limits)
        } else if let boundary = Multipart.boundary(ofContentType: type) {
            try await readMultipart(request, boundary, limits)
        } else {
            throw Refusal.unsupportedMedia
        }
    }

    private mutating func readURLEncoded(_ request: Request, _ limits: Limits) async throws {
        // Percent signs triple the size of text that is not ASCII.
        let limit = min(limits.totalBytes, max(64_000, limits.fieldBytes * 3))
        var body: [UInt8] = []
        for try await chunk in request.body {
            guard body.count + chunk.readableBytes <= limit else { throw Refusal.tooLarge(limitBytes: limit) }
            try share.take(chunk.readableBytes)
            body += chunk.readableBytesView
        }
        guard let pairs = URLEncoded.pairs(body, limit: limits.parts) else {
            throw Refusal.malformed("More than \(limits.parts) fields")
        }
        for (name, value) in pairs { values[name, default: []].append(value) }
    }

    private mutating func readMultipart(_ request: Request, _ boundary: String, _ limits: Limits) async throws {
        var parser = Multipart(boundary: boundary, limits: limits)
        for try await chunk in request.body {
            try share.take(chunk.readableBytes)
            for part in try parser.read(chunk) { add(part) }
        }
        try parser.finish()
    }

    private mutating func add(_ part: Multipart.Part) {
        guard let filename = part.filename else {
            values[part.name, default: []].append(String(buffer: part.content))
            return
        }
        // What a browser sends for a file field that was left empty.
        if filename.isEmpty, part.content.readableBytes == 0 { return }
        files.append(
            Upload(
                field: part.name, filename: Download.safe(filename), mimeType: part.mimeType,
                content: part.content))
    }
}

extension String {
    /// Without white space and line ends on both ends.
    func trimmingBlanks() -> String {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
