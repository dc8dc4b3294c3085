import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import NIOCore

/// An answer that is made inside the transaction, so that it can be remembered there.
struct APIAnswer: Sendable {
    let remembered: RememberedAnswer

    init(_ value: some Encodable, status: Int = 200) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        remembered = RememberedAnswer(status: status, body: String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    var response: Response { remembered.response }
}

extension RememberedAnswer {
    var response: Response {
        Response(
            status: HTTPResponse.Status(code: status),
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: body)))
    }
}

extension Request {
    /// Files in base64 need a third more than their size.
    private static var bodyBytesAtMost: Int { 70 << 20 }

    /// A JSON body, and its bytes for the idempotency key.
    func body<Body: Decodable>(_ type: Body.Type) async throws -> (Body, [UInt8]) {
        let buffer = try await body.collect(upTo: Self.bodyBytesAtMost)
        let bytes = Array(buffer.readableBytesView)
        return (try decodeJSON(type, from: bytes), bytes)
    }

    /// A JSON body, or nothing at all.
    func optionalBody<Body: Decodable>(_ type: Body.Type) async throws -> Body? {
        let bytes = Array(try await body.collect(upTo: 1 << 20).readableBytesView)
        return bytes.allSatisfy { $0 <= 32 } ? nil : try decodeJSON(type, from: bytes)
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
