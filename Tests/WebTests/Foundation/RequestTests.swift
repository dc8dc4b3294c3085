import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Web

@Suite struct `A posted form` {
    @Test(arguments: [
        ("application/json", "{}", 415), ("", "a=b", 415), ("multipart/form-data; boundary=B", "--B\r\n", 400),
        ("application/x-www-form-urlencoded", String(repeating: "a=b&", count: 101), 400),
    ])
    func `of another type, too long, or broken is refused`(
        _ type: String, _ body: String, _ status: Int
    ) async throws {
        try await testSite().test(.router) { client in
            let answer = try await client.send(
                uri: "/form", method: .post, headers: [.contentType: type], body: ByteBuffer(string: body))
            #expect(answer.status.code == status)
        }
    }

    @Test func `that announces too much is refused before it is read`() async throws {
        var head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/form")
        head.headerFields = [.contentType: "multipart/form-data; boundary=B", .contentLength: "50000001"]
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        await #expect(throws: Refusal.tooLarge(limitBytes: 50_000_000)) {
            _ = try await Form(of: request, limits: .message)
        }
    }

    @Test func `gives text and files, and drops the empty file field`() async throws {
        let body = """
            --B\r\nContent-Disposition: form-data; name="message"\r\n\r\n Привет \r\n\
            --B\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n\
            --B\r\nContent-Disposition: form-data; name="files"; filename="../x.png"\r\n\r\nabc\r\n--B--\r\n
            """
        try await testSite().test(.router) { client in
            let answer = try await client.send(
                uri: "/form", method: .post, headers: [.contentType: "multipart/form-data; boundary=B"],
                body: ByteBuffer(string: body))
            #expect(String(buffer: answer.body) == "Привет|[\"x.png:3\"]")
        }
    }

    @Test func `urlencoded takes plus, percent and broken escapes`() throws {
        let pairs = try #require(URLEncoded.pairs([UInt8]("a=1+2&%D0%B6=%zz%4&b&=c&a=%26%3D".utf8), limit: 10))
        #expect(pairs.map(\.0) == ["a", "ж", "b", "", "a"])
        #expect(pairs.map(\.1) == ["1 2", "%zz%4", "", "c", "&="])
    }
}

@Suite struct `The client's address` {
    @Test(
        arguments: [
            ("203.0.113.5", nil, "203.0.113.5"), ("203.0.113.5", "10.0.0.1", "203.0.113.5"),
            ("127.0.0.1", nil, "127.0.0.1"), ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
            ("127.0.0.1", "1.1.1.1, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
            ("192.0.2.1", "198.51.100.7:4711", "198.51.100.7"), ("::1", "[2001:db8::1]:80", "2001:db8::1"),
            ("127.0.0.1", "nonsense<script>", "127.0.0.1"), ("127.0.0.1", ", ,", "127.0.0.1"),
        ] as [(String, String?, String)])
    func `counts from behind proxies that we trust, and from no others`(
        _ peer: String, _ forwarded: String?, _ expected: String
    ) throws {
        var head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
        if let forwarded { head.headerFields[.forwardedFor] = forwarded }
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let address = ClientAddress(trustedProxies: ["192.0.2.1"])
            .of(request, peer: try SocketAddress(ipAddress: peer, port: 1))
        #expect(address == expected)
    }
}

@Suite struct `A choice of language or theme` {
    @Test(arguments: [
        "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=y", "", "javascript:alert(1)",
        "/\t/evil.example",
    ])
    func `never leads to another site`(_ back: String) async throws {
        try await testSite().test(.router) { client in
            let body = Route.with("?", [("language", "ru"), ("back", back)]).dropFirst(2)
            let answer = try await client.send(
                uri: "/language", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: String(body)))
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/")
        }
    }

    @Test func `is kept in a cookie and wins over the browser's`() async throws {
        try await testSite("https://desk.example").test(.router) { client in
            let answer = try await client.send(
                uri: "/language", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "language=ru&back=%2Fsupport%3Fq%3D1"))
            #expect(answer.headers[.location] == "/support?q=1")
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.hasPrefix("language=ru;") && cookie.contains("SameSite=Lax") && cookie.contains("Secure"))
            let page = try await client.send(
                uri: "/support", method: .get, headers: [.cookie: "language=ru", .acceptLanguage: "en"])
            #expect(String(buffer: page.body) == "<p>ru</p>")
        }
    }

    @Test func `cookies of ours are as strict as the address allows`() {
        let secure = CookieJar(isSecure: true).cookie("session", "v", maxAgeSeconds: 60).description
        #expect(secure.hasPrefix("__Host-session=v;"))
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] { #expect(secure.contains(part)) }
        let plain = CookieJar(isSecure: false).cookie("session", "v", maxAgeSeconds: nil).description
        #expect(plain.hasPrefix("session=v;") && !plain.contains("Secure"))
    }
}

@Suite struct `Assets` {
    @Test func `are served for ever under their hash, compressed where that is taken`() async throws {
        let path = Asset.path("app.css")
        try await testSite().test(.router) { client in
            let plain = try await client.send(uri: path, method: .get)
            #expect(plain.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(plain.headers[.contentType] == "text/css; charset=utf-8")
            let gzip = try await client.send(uri: path, method: .get, headers: [.acceptEncoding: "gzip, br"])
            #expect(gzip.headers[.contentEncoding] == "gzip")
            #expect(gzip.body.readableBytes * 3 < plain.body.readableBytes)
            let again = try await client.send(
                uri: path, method: .get, headers: [.ifNoneMatch: try #require(plain.headers[.eTag])])
            #expect(again.status == .notModified)
            #expect(try await client.send(uri: "/assets/app-0.css", method: .get).status == .notFound)
        }
    }

    @Test func `style and script weigh less than 60 KB together`() throws {
        let names = ["app.css", "app.js"]
        let bytes = try names.map { try #require(Asset.all[$0]?.gzip).readableBytes }
        #expect(bytes.reduce(0, +) < 60_000)
    }

    @Test func `every icon is in the sprite`() throws {
        let sprite = String(buffer: try #require(Asset.all["icons.svg"]).bytes)
        for icon in Icon.allCases { #expect(sprite.contains("id=\"i-\(icon.rawValue)\""), "\(icon)") }
    }
}
