import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import Web

/// Somebody who asks a site for something: a browser with cookies, or a script with a token.
final class Visitor {
    private let site: TestSite
    var cookies: [String: String] = [:]
    var headers: HTTPFields = [:]
    /// What the server logs about this visitor's requests.
    let journal = Journal()

    init(_ site: TestSite, token: String? = nil) {
        self.site = site
        if let token { headers[.authorization] = "Bearer \(token)" }
    }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, path, headers: headers)
    }

    /// Sends a form as browsers do.
    @discardableResult
    func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:], headers: HTTPFields = [:]) async throws
        -> Answer
    {
        let body = fields.map { "\(encoded($0.key))=\(encoded($0.value))" }.joined(separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(.post, path, headers: headers, body: [UInt8](body.utf8))
    }

    /// Sends a form with files.
    func post(_ path: String, _ fields: KeyValuePairs<String, String>, files: [HelpDesk.Upload]) async throws -> Answer
    {
        let form = MultipartForm(fields, files: files)
        return try await send(.post, path, headers: [.contentType: form.contentType], body: form.body)
    }

    /// Calls the API with a JSON body.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil, headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if json != nil { headers[.contentType] = "application/json" }
        return try await send(method, path, headers: headers, body: json.map { [UInt8]($0.utf8) })
    }

    /// One request as it stands; keeps the cookies of the answer.
    func send(
        _ method: HTTPRequest.Method, _ path: String, headers extra: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> Answer {
        let response = try await respond(method, path, headers: extra, body: body)
        var answer = Answer(status: Int(response.status.code), headers: response.headers, body: [])
        // A stream of events has no end: its head is all that can be had here.
        if response.headers[.contentType] != "text/event-stream" {
            let collector = Collector()
            try await response.body.write(collector)
            answer.body = collector.bytes.withLock { $0 }
        }
        for cookie in answer.cookies { cookies[cookie.name] = cookie.isRemoval ? nil : cookie.value }
        return answer
    }

    /// The answer with its body not yet read.
    func respond(
        _ method: HTTPRequest.Method, _ path: String, headers extra: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> Response {
        var fields = headers
        for field in extra { fields[field.name] = field.value }
        if !cookies.isEmpty {
            fields[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        if let body { fields[.contentLength] = String(body.count) }
        let head = HTTPRequest(
            method: method, scheme: "https", authority: "help.desk.example", path: path, headerFields: fields)
        let context = SiteContext(source: .init(channel: NIOAsyncTestingChannel(), logger: journal.logger()))
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body ?? [])))
        return try await site.responder.respond(to: request, context: context)
    }

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

private final class Collector: ResponseBodyWriter, Sendable {
    let bytes = Mutex<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0 += buffer.readableBytesView } }
    func finish(_ trailers: HTTPFields?) async throws {}
}

/// `multipart/form-data` as browsers write it.
struct MultipartForm {
    let body: [UInt8]
    let contentType = "multipart/form-data; boundary=frontier"

    init(_ fields: KeyValuePairs<String, String>, files: [HelpDesk.Upload]) {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            bytes += "--frontier\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        for file in files {
            bytes +=
                "--frontier\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(file.filename)\"\r\n".utf8
            bytes += "Content-Type: \(file.mimeType)\r\n\r\n".utf8
            bytes += file.content + "\r\n".utf8
        }
        body = bytes + "--frontier--\r\n".utf8
    }
}
