import Testing

@testable import Mail

/// Mail made to keep a parser busy. Bounds by the clock would fail on a busy machine; quadratic code takes many minutes here.
@Suite struct `Reading in linear time` {
    private static let megabyte = 1 << 20

    private static func many(_ unit: String, bytes: Int = megabyte) -> String {
        String(repeating: unit, count: bytes / unit.utf8.count)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "<ul></z><li>", "<blockquote></z>x", "<div></zzz>", "<div><span></div></b>", "<b><div></b>",
            "<span><div></span>",
            "<form><div></form>", "<table><td><div></table></div>", "<li><dd>", "<dd><li>x", "<body><div></body>",
            "<table><th><div></td>", "<p><button><div></p>", "<h1><h2>", "<!--a>", "<!--", "<marquee><p>",
        ])
    func `tags that are never ended, or in the wrong place`(unit: String) {
        let tree = HTMLTree(Self.many(unit))
        #expect(tree.nodes.allSatisfy { $0.depth < 1000 })
    }

    @Test(.timeLimit(.minutes(1))) func `tags in any order make no deep tree`() {
        let names = [
            "div", "span", "p", "b", "font", "a", "i", "li", "ul", "dd", "dl", "table", "tr", "td", "th", "tbody",
            "caption", "form", "button", "h1", "h2", "blockquote", "center", "body", "html", "option", "nobr",
            "marquee",
            "pre", "x-y", "ruby", "rt", "col", "br", "hr", "section",
        ]
        var numbers = SeededNumbers(seed: 7)
        for _ in 0..<60 {
            // A few names at a time, so that each meets the others often.
            let few = (0..<Int.random(in: 2...5, using: &numbers)).map { _ in
                names.randomElement(using: &numbers) ?? "p"
            }
            let pattern = (0..<Int.random(in: 2...12, using: &numbers)).map { _ in
                let name = few.randomElement(using: &numbers) ?? "p"
                return Bool.random(using: &numbers) ? "<\(name)>" : Bool.random(using: &numbers) ? "</\(name)>" : "x"
            }
            let tree = HTMLTree(Self.many(pattern.joined(), bytes: 30_000))
            #expect(tree.nodes.allSatisfy { $0.depth < 1000 }, "\(pattern)")
            #expect(tree.nodes.count < 200_000, "\(pattern)")
        }
    }

    @Test(
        .timeLimit(.minutes(1)), arguments: ["<p>x</p>", "<div>x</div>", "<table><tr><td>x</table>", "<li>x", "x<br>"])
    func `formatting that nobody ends is not made anew without end`(block: String) {
        let fonts = (0..<250).map { "<font color=c\($0)>" }.joined()
        let tree = HTMLTree("<p>\(fonts)</p>\(Self.many(block, bytes: 400_000))")
        #expect(tree.nodes.count < 400_000)
        let leaking = (0..<3000).map { level in
            let blocks = String(repeating: "<div>", count: 9), ends = String(repeating: "</div>", count: 9)
            return "<font color=c\(level)>\(blocks)</font>\(ends)\(block)"
        }
        #expect(HTMLTree(leaking.joined()).nodes.count < 400_000)
    }

    @Test func `well-formed formatting and lists stay as they are`() {
        let html = "<ul><li><b>one</b><li><i>two</i></ul><table><tr><td><font size=2>x<td>y</table><p>a<p>b<div>c</div>"
        #expect(String(decoding: HTMLGate.pass(html).bytes, as: UTF8.self) == html)
        let long = String(repeating: "<li><font size=2>x", count: 40)
        #expect(HTMLText.text(from: "<ul>\(long)</ul>").split(separator: "\n").count == 40)
    }

    @Test(
        .timeLimit(.minutes(1)), arguments: ["mailto:", "mailto :", "a: ", "\"a:", "=?", "=?utf-8?q?", "<a@b.example>"])
    func `an address field of one mark`(unit: String) {
        _ = Address.list(parsing: String(repeating: " ", count: 100_000) + Self.many(unit, bytes: 200_000))
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"])
    func `a field of short words`(name: String) {
        for unit in ["a ", "a/ ", "a=b ", "\"a\" "] {
            #expect(Mails.parse("\(name): \(Self.many(unit, bytes: 300_000))\n\nx").defects.contains(.missingSender))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `addresses of pictures that never end`() {
        let mail = Mails.parse(
            """
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/html

            \(Self.many("cid:"))<img src="cid:a">
            --b
            Content-Type: image/png
            Content-ID: <a>

            x
            --b--
            """)
        #expect(mail.attachments.map(\.isInline) == [true])
    }

    @Test(.timeLimit(.minutes(1))) func `files in the text that never end`() {
        let line = "=ybegin line=128 size=1 name=a"
        #expect(Mails.plain(Self.many("\(line)\n")).text.hasPrefix(line))
    }

    @Test(.timeLimit(.minutes(1))) func `brackets behind an address`() {
        let html = PlainText.html(from: "http://x.example/(a)\(Self.many(")", bytes: 300_000))")
        #expect(html.contains("href=\"http://x.example/(a)\""))
        #expect(PlainText.html(from: "see [http://x.example/a].").contains("href=\"http://x.example/a\""))
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["plain", "html"])
    func `nine hundred texts in one mail`(subtype: String) {
        let text = Self.many("x ", bytes: 16_000)
        let parts = String(repeating: "--b\nContent-Type: text/\(subtype)\n\n\(text)\n", count: 900)
        let mail = Mails.parse("Content-Type: multipart/mixed; boundary=b\n\n\(parts)--b--\n")
        // Of HTML no more than 4 MiB are read.
        #expect(mail.text.utf8.count > (subtype == "html" ? 4_000_000 : 900 * 15_000))
    }

    @Test func `texts in a row become one, in either form`() {
        func mail(_ parts: [(String, String)]) -> Email {
            let texts = parts.map { "--b\nContent-Type: text/\($0.0)\n\n\($0.1)\n" }
            return Mails.parse("Content-Type: multipart/mixed; boundary=b\n\n\(texts.joined())--b--\n")
        }
        #expect(mail([("plain", " "), ("plain", "a"), ("plain", ""), ("plain", "b")]).text == "a\nb")
        let both = mail([("plain", "a"), ("html", "<p>b</p>"), ("plain", "c")])
        #expect(both.text == "a\nb\nc")
        #expect(both.html?.contains("a") == true && both.html?.contains("<p>b</p>") == true)
        #expect(mail([("html", "<p>a</p>"), ("plain", "b")]).text == "a\nb")
        #expect(mail([("html", " "), ("plain", "b")]).text == "b")
    }
}
