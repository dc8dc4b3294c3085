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

    @Test func `lines that were broken at a width flow again`() {
        let text = """
            I bought a Heron desk lamp from you in spring and the bulb has just gone.
            The old one says "E14" but I can't read the wattage any more. What is the
            brightest LED bulb I can use?
            Thanks!
            """
        let flowing = """
            <p>I bought a Heron desk lamp from you in spring and the bulb has just gone. The old one says \
            &quot;E14&quot; but I can&#39;t read the wattage any more. What is the brightest LED bulb I can \
            use?<br>Thanks!</p>
            """
        #expect(paragraphs(text).text == flowing)
    }

    @Test(arguments: [
        "Anna Carter\n12 Harbour Lane, Flat 3\nBristol",
        "2026-11-21 10:00:01 ERROR lamp.switch: cannot switch on, the bulb is missing\nat Lamp.on(Lamp.java:17)",
        "- one lamp of the Heron series, brick red, with the long cable, and one\n- bulb of thirty watts for it",
        "    let lamp = Lamp(colour: .brickRed, cable: .long) // as they ordered it\nreturn lamp",
        "This sentence ends well before the width where it would break.\nA\nB",
    ])
    func `lines that somebody broke stay`(_ text: String) {
        #expect(paragraphs(text).text.contains("<br>"))
        #expect(paragraphs(text).text.matches(of: /<br>/).count == text.count { $0 == "\n" })
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
