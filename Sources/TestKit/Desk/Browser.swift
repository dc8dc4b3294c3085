import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Somebody at a browser, or a script: keeps cookies, fills in forms, follows redirects.
public final class Browser: Sendable {
    private let session: URLSession
    private let port: Int
    private let token: String?

    /// - Parameter token: an API token to send with every request.
    public init(port: Int, token: String? = nil) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 60
        configuration.httpMaximumConnectionsPerHost = 4
        session = URLSession(configuration: configuration)
        self.port = port
        self.token = token
    }

    /// Opens an address; a link from a mail counts by its path.
    public func open(_ address: String) async throws -> Page { try await load(request("GET", address)) }

    /// Sends a form.
    public func submit(_ fields: KeyValuePairs<String, String>, to path: String) async throws -> Page {
        let form = fields.map { "\(encoded($0.key))=\(encoded($0.value))" }.joined(separator: "&")
        return try await load(request("POST", path, Data(form.utf8), type: "application/x-www-form-urlencoded"))
    }

    /// Calls the API.
    public func call(_ method: String, _ path: String, _ json: String? = nil) async throws -> Page {
        try await load(request(method, path, json.map { Data($0.utf8) }, type: "application/json"))
    }

    /// Listens to the events of a page.
    public func listen(to path: String) -> EventStream {
        EventStream(request("GET", path), configuration: session.configuration)
    }

    private func request(_ method: String, _ address: String, _ body: Data? = nil, type: String? = nil) -> URLRequest {
        let parts = URLComponents(string: address)
        var here = URLComponents()
        (here.scheme, here.host, here.port) = ("http", "127.0.0.1", port)
        here.percentEncodedPath = parts?.percentEncodedPath ?? "/"
        here.percentEncodedQuery = parts?.percentEncodedQuery
        var request = URLRequest(url: here.url ?? URL(filePath: "/"))
        request.httpMethod = method
        request.httpBody = body
        if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        return request
    }

    private func load(_ request: URLRequest) async throws -> Page {
        let (body, response) = try await session.data(for: request)
        let http = response as? HTTPURLResponse
        return Page(
            status: http?.statusCode ?? 0, path: response.url?.path ?? "", body: Array(body))
    }

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// What a server has answered.
public struct Page: Sendable {
    /// The HTTP status.
    public let status: Int
    /// Where it is after redirects.
    public let path: String
    /// The bytes of the answer.
    public let body: [UInt8]

    /// The answer as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The answer as a JSON value; names with underscores are read as Swift writes them.
    public func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { return try decoder.decode(type, from: Data(body)) } catch {
            throw UnexpectedPage(description: "\(status) at \(path) is not \(type): \(error)\n\(text.prefix(1_000))")
        }
    }
}

/// The server answered something else than the test can go on with.
public struct UnexpectedPage: Error, CustomStringConvertible {
    /// What it answered.
    public let description: String
}

/// An open stream of server-sent events.
public final class EventStream: NSObject, URLSessionDataDelegate, Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var hasEnded = false
        var session: URLSession?
    }

    private let state = Mutex(State())

    init(_ request: URLRequest, configuration: URLSessionConfiguration) {
        super.init()
        configuration.timeoutIntervalForRequest = 300
        let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
        state.withLock { $0.session = session }
        session.dataTask(with: request).resume()
    }

    /// What the events were about, oldest first: ticket numbers.
    public var events: [String] {
        let text = state.withLock { String(decoding: $0.bytes, as: UTF8.self) }
        return text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
    }

    /// Whether the server has answered.
    public var isOpen: Bool { state.withLock { !$0.bytes.isEmpty && !$0.hasEnded } }

    /// Whether the server has closed it, or the connection is gone.
    public var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Stops listening.
    public func close() { state.withLock { $0.session.take() }?.invalidateAndCancel() }

    /// A piece of the stream has come.
    public func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        state.withLock { $0.bytes += data }
    }

    /// The stream is over.
    public func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        state.withLock { $0.hasEnded = true }
    }
}
