import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import NIOCore

extension Response {
    /// A page, never stored by anybody but the browser's own history.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> Response {
        let body = ByteBuffer(bytes: html.bytes)
        let headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .cacheControl: "private, no-cache",
            // The same address answers parts to the script: one must not stand in for the other.
            .vary: "X-Part, Cookie, Accept-Language",
        ]
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// 303: look there next, by GET. The usual answer to a form.
    /// - Parameter path: a path of ours.
    static func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    /// JSON of an API answer, times as RFC 3339 in UTC.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        // Encoding our own values fails only for a NaN, which none of them holds.
        let bytes = (try? encoder.encode(value)) ?? Data("{}".utf8)
        return Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// 204: done, nothing to show.
    static var done: Response { Response(status: .noContent) }
}

extension Request {
    /// The part of the page that the script asks for (`X-Part`), `nil` for whole pages.
    var part: String? { headers[.part] }

    /// The values of the query by name; the last of several counts.
    var query: [String: String] {
        var values: [String: String] = [:]
        let pairs = URLEncoded.pairs([UInt8]((uri.query ?? "").utf8), limit: 64) ?? []
        for (name, value) in pairs { values[name] = value }
        return values
    }
}
