import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import Web

/// A context as small as the chain allows.
struct TestContext: DeskContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    var visit = Visit(reader: Samples.reader(.english), clientAddress: "unknown")

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

/// The whole chain with a few routes behind it.
func testSite(_ url: String = "http://desk.example") throws -> some ApplicationProtocol {
    let settings = WebSettings(publicURL: try #require(URL(string: url)))
    let router = Router(context: TestContext.self)
    addFoundation(to: router, settings: settings) { error in error is KnownError ? .conflict("changed") : nil }
    router.get("/support") { _, context in Response.page("<p>\(context.visit.reader.language.rawValue)</p>") }
    router.get("/support/where") { _, context in context.visit.clientAddress }
    router.get("/ops/broken") { _, _ -> Response in throw SecretError() }
    router.get("/api/support/broken") { _, _ -> Response in throw SecretError() }
    router.get("/api/support/known") { _, _ -> Response in throw KnownError() }
    router.get("/api/support/limited") { _, _ -> Response in throw Refusal.limited(retryAfterSeconds: 7) }
    router.post("/api/support/body") { request, _ in try await request.json(Body.self).subject }
    router.get("/frame") { _, _ in Response.mailFrame("<p>mail</p>") }
    router.post("/form") { request, _ in
        let form = try await Form(of: request, limits: .message)
        return "\(form.text("message"))|\(form.files.map { "\($0.filename):\($0.content.readableBytes)" })"
    }
    return Application(router: router)
}

private struct SecretError: Error, CustomStringConvertible {
    var description: String { "password=hunter2" }
}
private struct KnownError: Error {}
private struct Body: Decodable {
    let subject: String
    let priority: Int?
}

@Suite struct `Every answer` {
    @Test(arguments: ["/support", "/nowhere", "/ops/broken", "/support/nowhere", "/api/support/broken"])
    func `has the security headers`(_ path: String) async throws {
        try await testSite("https://desk.example").test(.router) { client in
            let headers = try await client.send(uri: path, method: .get).headers
            let policy = try #require(headers[.contentSecurityPolicy])
            #expect(!policy.contains("unsafe") && policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'self'") && policy.contains("base-uri 'none'"))
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[.referrerPolicy] == "same-origin")
            #expect(headers[.strictTransportSecurity] == "max-age=31536000")
        }
    }

    @Test func `is not pinned to https where people come by http`() async throws {
        try await testSite().test(.router) { client in
            let answer = try await client.send(uri: "/support", method: .get)
            #expect(answer.headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func `of a mail's frame has the frame's own policy`() async throws {
        try await testSite().test(.router) { client in
            let policy = try await client.send(uri: "/frame", method: .get).headers[.contentSecurityPolicy]
            #expect(policy?.hasPrefix("sandbox allow-same-origin allow-popups") == true)
            #expect(policy?.contains("script") == false)
            #expect(policy?.contains("http") == false)
        }
        #expect(ContentPolicy.mailFrame(allowsRemoteImages: true).contains("img-src 'self' data: https: http:;"))
    }

    @Test func `may be asked for with or without a trailing slash`() async throws {
        try await testSite().test(.router) { client in
            let answer = try await client.send(uri: "/support/", method: .get)
            #expect(answer.status == .ok)
        }
    }
}

@Suite struct `A refusal` {
    @Test func `of an unknown fault tells nothing but a number`() async throws {
        try await testSite().test(.router) { client in
            for path in ["/ops/broken", "/api/support/broken"] {
                let answer = try await client.send(uri: path, method: .get)
                #expect(answer.status == .internalServerError)
                #expect(!String(buffer: answer.body).contains("hunter2"))
            }
        }
    }

    @Test func `is JSON under the API and a page elsewhere`() async throws {
        try await testSite().test(.router) { client in
            let json = try await client.send(uri: "/support/api/nowhere", method: .get)
            #expect(json.status == .notFound)
            #expect(String(buffer: json.body).contains("\"code\":\"not_found\""))
            let page = try await client.send(
                uri: "/ops/nowhere", method: .get, headers: [.acceptLanguage: "ru"])
            #expect(page.status == .notFound)
            #expect(String(buffer: page.body).contains("Здесь ничего нет"))
        }
    }

    @Test func `of a known error is translated, and one of haste says when`() async throws {
        try await testSite().test(.router) { client in
            #expect(try await client.send(uri: "/api/support/known", method: .get).status == .conflict)
            let limited = try await client.send(uri: "/api/support/limited", method: .get)
            #expect(limited.status == .tooManyRequests)
            #expect(limited.headers[.retryAfter] == "7")
        }
    }

    @Test(arguments: [
        ("{", "malformed", "not JSON"), ("{}", "invalid", "\"subject\":\"is missing\""),
        ("{\"subject\":1}", "invalid", "\"subject\":\"must be a text\""),
        ("{\"subject\":\"a\",\"priority\":\"b\"}", "invalid", "\"priority\":\"must be a number\""),
        ("[]", "invalid", "body"),
    ])
    func `of a bad body names the field`(_ body: String, _ code: String, _ words: String) async throws {
        try await testSite().test(.router) { client in
            let answer = try await client.send(
                uri: "/api/support/body", method: .post, body: ByteBuffer(string: body))
            #expect(String(buffer: answer.body).contains("\"code\":\"\(code)\""))
            #expect(String(buffer: answer.body).contains(words))
        }
    }
}

@Suite struct `Requests from other sites` {
    @Test(
        arguments: [
            (nil, nil, true), ("same-origin", nil, true), ("none", nil, true), ("same-site", nil, false),
            ("cross-site", nil, false), ("", nil, false), ("cross-site", "http://desk.example", false),
            ("same-origin", "https://evil.example", true), (nil, "http://desk.example", true),
            (nil, "https://desk.example", false), (nil, "http://desk.example:80", false),
            (nil, "http://desk.example.evil", false),
            (nil, "null", false), (nil, "", false),
        ] as [(String?, String?, Bool)])
    func `are refused where they would change something`(_ site: String?, _ origin: String?, _ passes: Bool)
        async throws
    {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.fetchSite] = site
        headers[.origin] = origin
        let sent = headers
        try await testSite().test(.router) { client in
            for method in [HTTPRequest.Method.post, .put, .patch, .delete] {
                let answer = try await client.send(uri: "/form", method: method, headers: sent)
                #expect((answer.status != .forbidden) == passes)
            }
            #expect(try await client.send(uri: "/support", method: .get, headers: sent).status == .ok)
        }
    }

    @Test func `our origin is written as browsers write it`() throws {
        for (url, origin) in [
            ("https://desk.example/", "https://desk.example"), ("https://desk.example:443", "https://desk.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://desk.example:443", "http://desk.example:443"),
        ] {
            #expect(WebSettings(publicURL: try #require(URL(string: url))).origin == origin)
        }
    }
}

extension TestClientProtocol {
    /// One request with its answer.
    func send(
        uri: String, method: HTTPRequest.Method, headers: HTTPFields = [:], body: ByteBuffer? = nil
    ) async throws -> TestResponse {
        try await executeRequest(uri: uri, method: method, headers: headers, body: body)
    }
}
