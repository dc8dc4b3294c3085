import Foundation
import Hummingbird
import NIOCore

extension Request {
    /// Decodes a JSON body.
    /// - Parameter limitBytes: the most that is read.
    /// - Throws: `Refusal.tooLarge`; `.malformed` for what is no JSON; `.invalid` naming the field that is missing or of
    ///   the wrong type.
    func json<Body: Decodable>(_ type: Body.Type, limitBytes: Int = 2_000_000) async throws -> Body {
        var bytes = Data()
        let share = BodyShare()
        for try await chunk in body {
            guard bytes.count + chunk.readableBytes <= limitBytes else {
                throw Refusal.tooLarge(limitBytes: limitBytes)
            }
            try share.take(chunk.readableBytes)
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return try decodeJSON(type, from: bytes)
    }
}

/// - Throws: `Refusal.malformed` for what is no JSON; `.invalid` naming the field that is missing or of the wrong type.
func decodeJSON<Body: Decodable>(_ type: Body.Type, from bytes: some Sequence<UInt8>) throws -> Body {
    do {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(type, from: Data(bytes))
    } catch let error as DecodingError {
        throw Refusal(error)
    }
}

extension Refusal {
    fileprivate init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .invalid([Self.path(context.codingPath + [key]): "is missing"])
        case .valueNotFound(_, let context):
            self = .invalid([Self.path(context.codingPath): "must not be null"])
        case .typeMismatch(let type, let context):
            self = .invalid([Self.path(context.codingPath): "must be \(Self.name(of: type))"])
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self = .invalid([Self.path(context.codingPath): context.debugDescription])
        default:
            self = .malformed("The body is not JSON")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "body" : keys.map(\.stringValue).joined(separator: ".")
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Int.Type, is Double.Type: "a number"
        case is Bool.Type: "true or false"
        case is [Any].Type: "a list"
        case is [String: Any].Type: "an object"
        default: "of another type"
        }
    }
}
