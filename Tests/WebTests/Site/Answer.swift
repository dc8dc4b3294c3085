import Foundation
import HTTPTypes
import Testing

/// What the site has answered.
struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var location: String? { headers[.location] }

    /// The answer as JSON.
    func json(_ location: SourceLocation = #_sourceLocation) throws -> JSON {
        guard let value = try? JSONSerialization.jsonObject(with: Data(body)) else {
            Issue.record("\(status) is no JSON: \(text.prefix(300))", sourceLocation: location)
            return JSON(nil)
        }
        return JSON(value)
    }

    var cookies: [SetCookie] { headers[values: .setCookie].map(SetCookie.init) }

    /// A cookie as the answer sets it.
    struct SetCookie: Sendable {
        let name: String
        let value: String
        /// In lower case.
        let attributes: Set<String>

        var isRemoval: Bool { attributes.contains("max-age=0") }

        init(_ text: String) {
            let parts = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let pair = (parts.first ?? "").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            name = pair.first.map(String.init) ?? ""
            value = pair.count > 1 ? String(pair[1]) : ""
            attributes = Set(parts.dropFirst().map { $0.lowercased() })
        }
    }
}

/// A JSON value that tests look into: `answer["items"][0]["number"].text`. What is not there is `isMissing`.
struct JSON {
    private let value: Any?

    init(_ value: Any?) { self.value = value }

    subscript(name: String) -> JSON { JSON((value as? [String: Any])?[name]) }
    subscript(index: Int) -> JSON {
        let list = items
        return list.indices.contains(index) ? list[index] : JSON(nil)
    }

    var isMissing: Bool { value == nil }
    var isNull: Bool { value is NSNull }
    var text: String? { value as? String }
    var number: Int? { value as? Int }
    var flag: Bool? { value as? Bool }
    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
    var items: [JSON] { (value as? [Any] ?? []).map { JSON($0) } }
    var texts: [String] { items.compactMap(\.text) }
}
