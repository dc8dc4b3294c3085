import Testing

@testable import Web

@Suite struct `Markup by interpolation` {
    static let hostile = "</p><script>alert('x')</script>&\"'><img src=x onerror=y>"

    @Test func `a string in an element stays text`() {
        let page: HTML = "<p>\(Self.hostile)</p>"
        #expect(!page.text.contains("<script"))
        #expect(!page.text.contains("<img"))
        #expect(page.text.hasPrefix("<p>&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)"))
    }

    @Test(arguments: ["\" onmouseover=\"x", "' onmouseover='x", "\"><script>", "a&b", "`x`"])
    func `a string in an attribute does not leave it`(_ value: String) {
        let page: HTML = "<a title=\"\(value)\">x</a>"
        #expect(page.text.count(where: { $0 == "\"" }) == 2)
        #expect(!page.text.contains("<script"))
        #expect(!page.text.contains("'"))
    }

    @Test func `an attribute by name is escaped too, and left out where there is none`() {
        #expect(HTML.attribute("title", "a\" b=\"c").text == " title=\"a&quot; b=&quot;c\"")
        #expect(HTML.attribute("title", nil).isEmpty)
        #expect(HTML.flag("checked", if: false).isEmpty)
    }

    @Test func `markup in markup passes once and only once`() {
        let inner: HTML = "<b>\("1 < 2")</b>"
        let outer: HTML = "<p>\(inner)\(inner as HTML?)\([inner])</p>"
        #expect(outer.text == "<p><b>1 &lt; 2</b><b>1 &lt; 2</b><b>1 &lt; 2</b></p>")
    }

    @Test func `numbers, absent markup and other scripts`() {
        let page: HTML = "\(-3)\(nil as HTML?)\("Ж & 日本 👩‍👩‍👧")\("ab<c"[...])"
        #expect(page.text == "-3Ж &amp; 日本 👩‍👩‍👧ab&lt;c")
    }

    @Test func `a control character and a NUL do no harm`() {
        let page: HTML = "<p title=\"\("\u{0}\r\n\u{1b}")\">"
        #expect(page.text.hasSuffix("\">"))
    }
}

@Suite struct `Plain text as markup` {
    @Test func `blank lines part paragraphs, other line ends break lines`() {
        #expect(paragraphs("a\r\nb\r\n\r\n\n c\n").text == "<p>a<br>b</p><p> c</p>")
    }

    @Test func `tags stay text`() {
        #expect(paragraphs("<img src=x onerror=alert(1)>").text == "<p>&lt;img src=x onerror=alert(1)&gt;</p>")
    }

    @Test(arguments: [
        ("see https://a.example/x?a=1&b=2.", "https://a.example/x?a=1&amp;b=2"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/wiki/A_(b)", "https://a.example/wiki/A_(b)"),
        ("«http://a.example»", "http://a.example"),
        ("<https://a.example/>", "https://a.example/"),
        ("anna@pochta.example,", "mailto:anna@pochta.example"),
    ])
    func `addresses become links without the punctuation around them`(_ text: String, _ target: String) {
        #expect(linked(text[...]).text.contains("<a href=\"\(target)\" rel=\"noopener noreferrer nofollow\""))
    }

    @Test(arguments: [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://", "//a.example", "@maria", "a@b",
        "5@ 3",
    ])
    func `nothing else becomes a link`(_ text: String) {
        #expect(!linked(text[...]).text.contains("<a"))
    }

    @Test func `a quote in an address stays in its attribute`() {
        let text = linked("https://a.example/\"onmouseover=\"x").text
        #expect(!text.contains("\"onmouseover"))
    }

    @Test func `a megabyte without spaces takes no time`() {
        let line = String(repeating: "a@b.c.", count: 170_000)
        let clock = ContinuousClock()
        #expect(clock.measure { _ = paragraphs(line) } < .seconds(5))
    }
}
