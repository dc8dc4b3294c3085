import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Web

@Suite struct `Multipart forms` {
    static let small = Form.Limits(fileBytes: 100, totalBytes: 100_000, fieldBytes: 20, parts: 5)

    static func read(_ body: String, chunkBytes: Int = .max, limits: Form.Limits = small) throws -> [Multipart.Part] {
        var parser = Multipart(boundary: "B", limits: limits)
        var parts: [Multipart.Part] = []
        let bytes = [UInt8](body.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(chunkBytes, bytes.count)) {
            parts += try parser.read(
                ByteBuffer(bytes: bytes[start..<min(bytes.count, start + min(chunkBytes, bytes.count))]))
        }
        try parser.finish()
        return parts
    }

    static func part(_ headers: String, _ content: String) -> String { "--B\r\n\(headers)\r\n\r\n\(content)\r\n" }
    static func field(_ name: String, _ value: String) -> String {
        part("Content-Disposition: form-data; name=\"\(name)\"", value)
    }

    @Test func `a form without its end is refused`() {
        for body in ["", "--B", "--B\r\n", Self.field("a", "b"), "--B\r\nContent-Disposition: form-data; name=a"] {
            #expect(throws: Refusal.self, "\(body)") { try Self.read(body + " ") }
        }
    }

    @Test func `a boundary with something behind it is refused`() {
        #expect(throws: Refusal.malformed("A boundary of the form is followed by something else")) {
            try Self.read("--BX\r\n\r\n--B--")
        }
    }

    @Test func `ten thousand parts are refused at the sixth`() {
        let body = String(repeating: Self.field("a", ""), count: 1_000) + "--B--"
        #expect(throws: Refusal.malformed("More than 5 parts")) { try Self.read(body) }
    }

    @Test func `a file, a field and the whole each have their limit`() {
        let file = Self.part(
            "Content-Disposition: form-data; name=\"f\"; filename=\"x\"", String(repeating: "x", count: 101))
        #expect(throws: Refusal.tooLarge(limitBytes: 100)) { try Self.read(file + "--B--") }
        #expect(throws: Refusal.tooLarge(limitBytes: 100)) { try Self.read(file + "--B--", chunkBytes: 1) }
        #expect(throws: Refusal.tooLarge(limitBytes: 20)) {
            try Self.read(Self.field("a", String(repeating: "x", count: 21)) + "--B--")
        }
        var limits = Self.small
        limits.totalBytes = 50
        #expect(throws: Refusal.tooLarge(limitBytes: 50)) {
            try Self.read(Self.field("a", "b") + "--B--", limits: limits)
        }
    }

    @Test func `a file that never ends is refused while it comes in`() throws {
        var parser = Multipart(boundary: "B", limits: Self.small)
        _ = try parser.read(ByteBuffer(string: "--B\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n"))
        #expect(throws: Refusal.tooLarge(limitBytes: 100)) {
            for _ in 0..<200 { _ = try parser.read(ByteBuffer(string: "xxxxxxxxxx")) }
        }
    }

    @Test func `headers without end, without a name, or of another kind are refused`() {
        #expect(throws: Refusal.self) {
            try Self.read("--B\r\n\(String(repeating: "X: y\r\n", count: 1_000))\r\n\r\n--B--")
        }
        #expect(throws: Refusal.self) { try Self.read(Self.part("Content-Type: text/plain", "x") + "--B--") }
        #expect(throws: Refusal.self) {
            try Self.read(Self.part("Content-Disposition: attachment; name=a", "x") + "--B--")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 4_096])
    func `chunks of any size give the same parts`(_ size: Int) throws {
        let body =
            "preamble\r\n" + Self.field("a", "") + Self.field("b", "--B\r\n-\r\n--")
            + Self.part(
                "content-disposition: FORM-DATA; name=f; filename=\"a.txt\"\r\nContent-Type: text/css", "\r\n--C\r\n")
            + "--B--\r\nepilogue"
        let parts = try Self.read(body.replacing("--B\r\n-\r\n--", with: "x--B-\r\n--"), chunkBytes: size)
        #expect(parts.map(\.name) == ["a", "b", "f"])
        #expect(parts.map { String(buffer: $0.content) } == ["", "x--B-\r\n--", "\r\n--C\r\n"])
        #expect(parts.map(\.filename) == [nil, nil, "a.txt"])
        #expect(parts.map(\.mimeType) == ["text/plain", "text/plain", "text/css"])
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=abc", "abc"), ("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"", nil),
        ("multipart/form-data; boundary=\"a+b\"", "a+b"), ("multipart/form-data", nil), ("text/plain; boundary=a", nil),
        ("multipart/form-data; boundary=", nil),
        ("multipart/form-data; boundary=\(String(repeating: "x", count: 71))", nil),
    ])
    func `the boundary of a content type`(_ type: String, _ expected: String?) {
        #expect(Multipart.boundary(ofContentType: type) == expected)
    }

    @Test(arguments: [
        ("filename=\"a\\\"b.txt\"", "a\"b.txt"), ("filename=\"C:\\x\\y.txt\"", "C:\\x\\y.txt"),
        ("filename=\"a%22b.txt\"", "a\"b.txt"), ("filename=\"скан.pdf\"", "скан.pdf"),
        ("filename=plain.txt", "plain.txt"),
        ("filename=\"a;b.txt\"", "a;b.txt"), ("filename=\"a.txt\"; filename=\"b.txt\"", "a.txt"),
        ("filename=\"never ends", "never ends"),
    ])
    func `file names as browsers and curl write them`(_ parameter: String, _ expected: String) throws {
        let headers = [UInt8]("Content-Disposition: form-data; name=\"f\"; \(parameter)".utf8)
        #expect(try PartHeaders(headers[...]).filename == expected)
    }
}

@Suite struct `File names on their way to a disk or a header` {
    @Test(arguments: [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\report.doc", "report.doc"), ("", "file"), ("..", "file"),
        ("a\u{0}b\r\nSet-Cookie: x", "abSet-Cookie: x"), ("invoice\u{202e}fdp.exe", "invoicefdp.exe"), ("/", "file"),
        (".htaccess", "htaccess"),
    ])
    func `tricks lose their point`(_ name: String, _ expected: String) {
        #expect(Download.safe(name) == expected)
    }

    @Test func `a name of a thousand letters is cut`() {
        #expect(Download.safe(String(repeating: "я", count: 1_000)).count == 200)
    }

    @Test func `disposition carries the plain and the true name`() {
        #expect(Download.disposition("attachment", filename: "a.pdf") == "attachment; filename=\"a.pdf\"")
        #expect(
            Download.disposition("inline", filename: "скан \"1\".pdf")
                == "inline; filename=\"____ _1_.pdf\"; filename*=UTF-8''%D1%81%D0%BA%D0%B0%D0%BD%20%221%22.pdf")
    }

    @Test(arguments: [
        ("text/html", "application/octet-stream", "attachment"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
        ("IMAGE/PNG; name=x", "image/png", "inline"),
        ("application/xhtml+xml", "application/octet-stream", "attachment"),
        ("text/plain", "text/plain; charset=utf-8", "inline"),
        ("application/pdf", "application/octet-stream", "attachment"),
    ])
    func `only pictures and plain text open in the browser`(_ type: String, _ sent: String, _ disposition: String) {
        let response = Download(filename: "x", mimeType: type, bytes: ByteBuffer()).response()
        #expect(response.headers[.contentType] == sent)
        #expect(response.headers[.contentDisposition]?.hasPrefix(disposition) == true)
        #expect(response.headers[.contentSecurityPolicy]?.hasPrefix("sandbox") == true)
    }
}
