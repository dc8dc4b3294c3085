import Foundation

/// One message with what its source says of it.
struct CorpusCase {
    var name: String
    var folder: URL
    var kind: String
    var expected: JSONValue
    var message: [UInt8]
}

/// The folder of cases: `kind/source/case`.
enum Corpus {
    static let kinds = ["mime", "header", "bounce", "auto", "reply", "forward"]

    /// nil where there is none.
    static let folder: URL? = {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["DESKBELL_CORPUS"].map { URL(filePath: $0) }
        let folder = named ?? checkout.deletingLastPathComponent().appending(path: "shared/corpus")
        guard FileManager.default.fileExists(atPath: folder.path) else {
            print("corpus: SKIPPED, nothing is measured: there is no folder \(folder.path)")
            return nil
        }
        return folder
    }()

    static func sources(of kind: String) -> [String] { names(in: folder?.appending(path: kind)) }

    /// The cases of a source that can be put as a message.
    static func cases(kind: String, source: String) throws -> [CorpusCase] {
        guard let root = folder?.appending(path: kind).appending(path: source) else { return [] }
        return try names(in: root).compactMap { name in
            let folder = root.appending(path: name)
            guard let told = read("expected.json", folder) ?? read("meta.json", folder) else { return nil }
            let expected = try JSONDecoder().decode(JSONValue.self, from: told)
            guard expected["doubtful"]?.isTruthy != true, let message = message(folder, kind, expected) else {
                return nil
            }
            return CorpusCase(name: name, folder: folder, kind: kind, expected: expected, message: message)
        }
    }

    static func read(_ name: String, _ folder: URL) -> Data? {
        FileManager.default.contents(atPath: folder.appending(path: name).path)
    }

    private static func names(in folder: URL?) -> [String] {
        folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) }?.sorted() ?? []
    }

    private static func message(_ folder: URL, _ kind: String, _ expected: JSONValue) -> [UInt8]? {
        if let raw = read("message.eml", folder) ?? read("input.eml", folder) { return [UInt8](raw) }
        if kind == "reply" || kind == "forward" {
            let headers = kind == "reply" ? replyHeaders : [forwardSubject(folder)]
            if let html = read("input.html", folder) { return wrapped(html, "html", headers) }
            if let text = read("input.txt", folder) { return wrapped(text, "plain", headers) }
        }
        if kind == "header", let value = read("input.txt", folder) { return header(value, expected) }
        return nil
    }

    private static let replyHeaders = [
        "Subject: Re: A question", "In-Reply-To: <q1@desk.example>", "References: <q1@desk.example>",
    ]

    private static func forwardSubject(_ folder: URL) -> String {
        let subject = read("subject.txt", folder).map { String(decoding: $0, as: UTF8.self) } ?? "Fwd: A question"
        let word = Data(subject.trimmingCharacters(in: .whitespacesAndNewlines).utf8).base64EncodedString()
        return "Subject: =?utf-8?B?\(word)?="
    }

    private static func wrapped(_ body: Data, _ subtype: String, _ headers: [String]) -> [UInt8] {
        let lines =
            [
                "From: Ann Customer <ann@customer.example>", "To: Support <support@desk.example>",
                "Date: Tue, 10 Nov 2026 10:00:00 +0000", "Message-ID: <m1@customer.example>",
            ] + headers + [
                "MIME-Version: 1.0", "Content-Type: text/\(subtype); charset=utf-8",
                "Content-Transfer-Encoding: base64", "",
            ]
        let encoded = body.base64EncodedData(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Array(lines.joined(separator: "\r\n").utf8) + [13, 10] + [UInt8](encoded) + [13, 10, 13, 10]
    }

    private static func header(_ value: Data, _ expected: JSONValue) -> [UInt8]? {
        let fields = ["address": "Cc", "date": "Date", "message_id": "In-Reply-To"]
        guard let kind = expected["header_kind"]?.string, let field = fields[kind], let told = expected["expected"],
            told.isReadable
        else { return nil }
        var bytes = [UInt8](value)
        while let first = bytes.first, first == 10 || first == 13 { bytes.removeFirst() }
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        let head = "From: ann@customer.example\r\nTo: support@desk.example\r\nSubject: x\r\n\(field): "
        return Array(head.utf8) + bytes + Array("\r\n\r\nbody\r\n".utf8)
    }
}
