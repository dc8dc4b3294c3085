import Testing

@testable import Mail

@Suite struct `The text of HTML as Outlook writes it` {
    @Test func `hidden text stays hidden, and what Word alone hides is seen`() {
        #expect(HTMLText.text(from: "<div style=\"display:none;mso-hide:all\">pre</div><p>x</p>") == "x")
        let button = "<a href=\"https://shop.example/o/1\" style=\"display:inline-block;mso-hide:all;\">View order</a>"
        #expect(HTMLText.text(from: button) == "View order (https://shop.example/o/1)")
    }

    @Test func `paragraphs without margins are lines`() {
        let word =
            "<p class=MsoNormal>Hello,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>one</p><p class=MsoNormal>two</p>"
        #expect(HTMLText.text(from: word) == "Hello,\n\none\ntwo")
        for style in [
            "margin:0", "margin-top:0;margin-bottom:0", "margin:0cm;margin-bottom:.0001pt", "MARGIN: 0px 5px 0px",
        ] {
            let html =
                "<p style=\"\(style)\">one</p><p style=\"\(style)\">two</p><p style=\"\(style)\"><br></p><p style=\"\(style)\">Ann</p>"
            #expect(HTMLText.text(from: html.replacing("MARGIN", with: "margin")) == "one\ntwo\n\nAnn")
        }
        for style in ["margin:0 0 1em", "margin-top:0", "margin:1em", "color:red", "margin-bottom:0"] {
            #expect(HTMLText.text(from: "<p style=\"\(style)\">one</p><p style=\"\(style)\">two</p>") == "one\n\ntwo")
        }
        #expect(HTMLText.text(from: "<p>one</p><p>two</p>") == "one\n\ntwo")
    }

    @Test func `cells stand side by side, be there paragraphs in them`() {
        let html =
            "<table><tr><td><p class=MsoNormal>Name</p></td><td><p>Value</p></td></tr><tr><td><p>A</p></td><td>1</td></tr></table><p>end</p>"
        #expect(HTMLText.text(from: html) == "Name\tValue\nA\t1\n\nend")
        #expect(
            HTMLText.text(from: "<table><tr><td><p>a</p><p>b</p></td><td><p>c</p></td></tr></table>") == "a\n\nb\tc")
        #expect(HTMLText.text(from: "<table><tr><td><p>a</p>b</td><td>c</td></tr></table>") == "a\n\nb\tc")
    }

    @Test func `white space that a style keeps is kept`() {
        let kept = "<div style=\"white-space: pre-wrap;\">Dear team,\n\nplease:\n  - item A\n</div><p>a\nb</p>"
        #expect(HTMLText.text(from: kept) == "Dear team,\n\nplease:\n  - item A\n\na b")
        #expect(HTMLText.text(from: "<div style=\"white-space:pre-line\">a   b\n  c</div>") == "a b\nc")
        #expect(HTMLText.text(from: "<pre>a\n<span style=\"white-space:normal\">b\nc</span>\nd</pre>") == "a\nb c\nd")
        #expect(HTMLText.text(from: "<div style=\"color:red\">a\n\nb</div>") == "a b")
    }

    @Test func `a Persian word keeps its non-joiner, a preheader its nothing`() {
        #expect(HTMLText.text(from: "<p>می&zwnj;خواهم</p>") == "می\u{200C}خواهم")
        #expect(HTMLText.text(from: "<p>Hi&zwnj;&nbsp;&zwnj;&nbsp;&#8203;there&zwnj;</p>") == "Hi there")
    }

    @Test func `the text in rich text is in the charset of its font`() {
        let fonts = "{\\fonttbl{\\f0\\fswiss Arial;}{\\f1\\fswiss\\fcharset204 Arial Cyr;}{\\f2\\fcharset0 Calibri;}}"
        let rtf = "{\\rtf1\\ansi\\ansicpg1252\(fonts){\\f1 \\'cf\\'f0}\\f2 \\'e9 \\u-10179?\\u-8704? \\u-10179?x}"
        #expect(RTFText(Array(rtf.utf8)).text == "Прé 😀 x")
    }
}
