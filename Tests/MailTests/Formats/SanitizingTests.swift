import Foundation
import Mail
import Testing

@Suite struct `Making HTML safe` {
    private func safe(_ html: String, _ images: RemoteImages = .blocked) -> String {
        HTMLSanitizer.sanitize(html, inlineImage: { $0 == "logo@x" ? "/files/1" : nil }, remoteImages: images).html
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"java\nscript:alert(1)\">x</a>", "<a href=\" &#14; javascript:alert(1)\">x</a>",
        "<a href=\"vbscript:x\">x</a>", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<iframe src=\"https://evil.example\"></iframe>", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=x></object><embed src=x>",
        "<form action=https://evil.example><input name=a><button formaction=x>go</button></form>",
        "<base href=\"https://evil.example/\">", "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
        "<link rel=stylesheet href=https://evil.example/x.css>", "<style>@import url(https://evil.example)</style>",
        "<div style=\"background:url(https://evil.example/x.png)\">x</div>",
        "<div style=\"background:u\\72l(https://evil.example)\">x</div>",
        "<div style=\"width:expression(alert(1))\">x</div>",
        "<div style=\"background:/**/url/**/(https://evil.example)\">x</div>",
        "<div style=\"position:fixed;top:0\">x</div>", "<div style=\"color:var(--x)\">x</div>",
        "<div style=\"behavior:url(x.htc)\">x</div>",
        "<table background=\"https://evil.example/x.png\"><tr><td>x</td></tr></table>",
        "<img srcset=\"https://evil.example/x.png 2x\">", "<image src=\"https://evil.example/x.png\">",
        "<video poster=https://evil.example/x><source src=x></video>",
        "<a ping=https://evil.example href=https://ok.example>x</a>", "<p id=forms name=cookie>x</p>",
        "<!--[if mso]><script>alert(1)</script><![endif]-->", "<template><script>alert(1)</script></template>",
        "<xmp><script>alert(1)</script></xmp>", "<plaintext><script>alert(1)</script>",
        "<textarea></textarea><script>alert(1)</script>", "<title><img src=x onerror=alert(1)></title>",
        "<img src=\"//evil.example/x.png\">", "<img src=\"file:///etc/passwd\">", "<a href=\"//evil.example\">x</a>",
        "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">", "<b <script>alert(1)</script>>x</b>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>", "<img \"\"\"><script>alert(1)</script>\">",
        "<<script>alert(1)//<</script>",
    ])
    func `nothing dangerous is written`(html: String) {
        let written = safe(html).lowercased()
        for word in [
            "<script", "onerror", "onload", "javascript:", "vbscript:", "<iframe", "srcdoc", "<object", "<embed",
            "<form", "<input", "<button", "formaction", "<base", "<meta", "<link", "<style", "@import",
            "url(", "expression", "position", "var(", "behavior", "background=", "srcset", "<image", "<video", "poster",
            "ping=", " id=", " name=", "<!--", "<template", "<svg", "<math", "file:", "src=\"//", "href=\"//",
            "image/svg",
        ] {
            #expect(!written.contains(word), "\(word) in \(written)")
        }
        #expect(!written.contains(" src=\"https://evil"))
    }

    @Test(arguments: [
        "@import url(https://evil.example/x.css); p{color:red}", "p{background:url(https://evil.example/x.png)}",
        "p{background:u\\72l(https://evil.example)}", "p{background:image-set('https://evil.example/x.png' 1x)}",
        "p{position:fixed;top:0}", "p{behavior:url(x.htc)}", "p{color:expression(alert(1))}", "p{color:var(--x)}",
        "@font-face{font-family:x;src:url(https://evil.example)}", ":root{--x:url(https://evil.example)}",
        "p{color:red}</sty</style>le><img src=x onerror=alert(1)>", "p{color:red} p::before{content:'x'}",
        "#login{color:red}", "a[href^=x]{color:red}", "@media all{p{position:absolute}}",
        "p{color:red;{position:fixed}}",
        "p{font-family:'</style><script>alert(1)</script>'}", "p\\3c script\\3e {color:red}",
        "body{display:none} p{visibility:hidden;opacity:0;font-size:0}", "p{z-index:999999;margin:-500px}",
    ])
    func `a style sheet brings nothing dangerous with it`(css: String) {
        let html = "<style>\(css)</style><p id=login class='a'>x</p>"
        #expect(!safe(html).contains("<style"), "left out where it is not asked for")
        let written = HTMLSanitizer.sanitize(
            html, inlineImage: { _ in nil }, remoteImages: .blocked, styleSheets: .scoped
        ).html.lowercased()
        for word in [
            "@import", "@font", "@media", "url", "image-set", "position", "behavior", "expression", "var(", ":root",
            "<script", "onerror=", "content:", "#login", "[href", "display:none", "visibility", "opacity:0",
            "font-size:0", "z-index", "-500", "evil",
        ] {
            #expect(!written.contains(word), "\(word) in \(written)")
        }
        #expect(written.components(separatedBy: "</style").count <= 2)
    }

    @Test func `the sheet of Outlook keeps its look, within the mail`() {
        let html = """
            <html><head><style><!-- /* Style Definitions */
            p.MsoNormal, li.MsoNormal {margin:0cm; margin-bottom:.0001pt; font-family:"Calibri",sans-serif;}
            a:link {color:blue;} .unused {color:red} --></style></head>
            <body><p class="MsoNormal other">Hello</p></body></html>
            """
        let written = HTMLSanitizer.sanitize(
            html, inlineImage: { _ in nil }, remoteImages: .blocked, styleSheets: .scoped
        ).html
        #expect(
            written.contains(
                ".mail-sheet p.m-MsoNormal,.mail-sheet li.m-MsoNormal{margin:0cm;margin-bottom:.0001pt;font-family:"))
        #expect(written.contains("<div class=\"mail-sheet\">"))
        #expect(written.contains("<p class=\"m-MsoNormal\">Hello</p>"))
    }

    @Test(arguments: [
        "color:transparent", "color:rgba(0,0,0,0)", "font:0/0 a", "font-size:0.1em", "font-size:2%", "font-size:900px",
        "line-height:0", "letter-spacing:-5px", "text-indent:-9999px", "margin-left:-100px", "width:99999px",
    ])
    func `a trick that hides text, or covers the page, is not written`(style: String) {
        #expect(safe("<p style='\(style)'>x</p>") == "<p>x</p>")
    }

    @Test func `what is written is stable when it is sanitised again`() {
        for html in [
            "<p>a<b>c</p>d</b>", "<table><tr><td><a href=https://x.example/?a=1&b=2>x",
            "<ul><li>a<li>b</ul><p style='color:red;font-size:12px'>&lt;script&gt;</p>",
        ] {
            let once = safe(html)
            #expect(safe(once) == once)
        }
    }

    @Test func `images of other servers are blocked and counted until they are asked for`() {
        let html =
            #"<img src="https://x.example/a.png"><img src="http://x.example/b.png?a=1&amp;b=2"><img src="cid:logo@x"><img src="cid:gone@x">"#
        let blocked = HTMLSanitizer.sanitize(
            html, inlineImage: { $0 == "logo@x" ? "/files/1" : nil }, remoteImages: .blocked)
        #expect(blocked.blockedRemoteCount == 2)
        #expect(blocked.html.contains(#"data-src="https://x.example/a.png""#))
        #expect(blocked.html.contains(#"<img src="/files/1">"#))
        #expect(!blocked.html.contains(#" src="http"#))
        let allowed = HTMLSanitizer.sanitize(html, inlineImage: { _ in nil }, remoteImages: .allowed)
        #expect(allowed.blockedRemoteCount == 0)
        #expect(allowed.html.contains(#"src="https://x.example/a.png""#))
    }

    @Test func `links open outside and tell nobody`() {
        #expect(
            safe(#"<a href="https://x.example">x</a>"#)
                == #"<a href="https://x.example" rel="noopener noreferrer nofollow" target="_blank">x</a>"#)
        #expect(safe(#"<a href="mailto:a@b.example">x</a>"#).contains(#"href="mailto:a@b.example""#))
    }

    @Test func `the look of a mail is kept`() {
        let html =
            #"<table width="600" cellpadding="4"><tbody><tr><td style="color: #333; padding:4px; font-family:'Arial'" bgcolor="silver">x</td></tr></tbody></table>"#
        let written = safe(html)
        #expect(written.contains(#"<table width="600" cellpadding="4">"#))
        #expect(written.contains("color:#333;padding:4px;font-family:&#39;Arial&#39;"))
    }

    @Test func `hiding tricks lose their style`() {
        #expect(safe(#"<span style="font-size:1px;color:red">x</span>"#) == #"<span style="color:red">x</span>"#)
        #expect(safe(#"<span style="margin-left:-5000px">x</span>"#) == "<span>x</span>")
    }
}

@Suite struct `Turning HTML into text and back` {
    @Test(arguments: [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"), ("a<br>b<br><br><br>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"), ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"), ("<pre>a\n  b</pre>", "a\n  b"),
        (#"<a href="https://x.example/y">here</a>"#, "here (https://x.example/y)"),
        (#"<a href="https://x.example/">x.example</a>"#, "x.example"), (#"<img alt="Logo" src=x>"#, "Logo"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>> b\nc"),
        ("a&nbsp;&nbsp;b &amp &lt;c&gt;", "a b & <c>"), ("<style>p{}</style><script>x</script><title>t</title>y", "y"),
        ("<div style='display:none'>preheader</div>text", "text"), ("so\u{AD}ft\u{200B}ly", "softly"),
        ("a \n\t b", "a b"), ("", ""),
    ])
    func `HTML becomes text`(html: String, text: String) {
        #expect(HTMLText.text(from: html) == text)
    }

    @Test(arguments: [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("a\nb", "a<br>\nb"),
        ("> a\n>> b\nc", "<blockquote>a<blockquote>b</blockquote></blockquote>c"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (
            "(see https://x.example/a_(b)).",
            #"(see <a href="https://x.example/a_(b)" rel="noopener noreferrer nofollow" target="_blank">https://x.example/a_(b)</a>)."#
        ),
        (
            "https://x.example/\"onclick=1",
            #"<a href="https://x.example/" rel="noopener noreferrer nofollow" target="_blank">https://x.example/</a>&quot;onclick=1"#
        ),
    ])
    func `text becomes HTML`(text: String, html: String) {
        #expect(PlainText.html(from: text) == html)
    }

    @Test func `Markdown is safe`() {
        #expect(
            Markdown.html("**a** <script>alert(1)</script> [x](javascript:alert(1))").contains("<strong>a</strong>"))
        #expect(!Markdown.html("<script>alert(1)</script>").contains("<script"))
        #expect(!Markdown.html("[x](javascript:alert(1))").contains("javascript"))
        #expect(Markdown.html("a\nb").contains("<br"))
        #expect(
            Markdown.text("**a** [x](https://x.example)\n\n- one\n- two") == "a x (https://x.example)\n\n- one\n- two")
    }
}
