import Mail
import Testing

/// Signatures that mail programs put into an element of their own.
@Suite struct `Signatures in elements of their own` {
    private static let answer = "The blue lamp works now."

    @Test(arguments: [
        #"<signature id="local-0c1f"><div>Ann Lee<br>Lamps Ltd</div></signature>"#,
        #"<div id="ntes-pcmail-signature"><div>Ann Lee</div><div>Lamps Ltd</div></div>"#,
        #"<div id="Zm-_Id_-Sgn" data-sigid="7"><div>Ann Lee</div><div>Lamps Ltd</div></div>"#,
        #"<div id="bloop_sign_1478" class="bloop_sign"><div>Ann Lee<br>Lamps Ltd</div></div>"#,
        #"<div id="signature_old"><div>Ann Lee</div><div>Lamps Ltd</div></div>"#,
        #"<div class="x_polymail-signature">Ann Lee<br>Lamps Ltd</div>"#,
        #"<hr style="width: 210px; height: 1px;" size="1" align="left"> <div><span><div>Ann Lee</div><div>Lamps Ltd</div></span></div>"#,
        #"<div class="FMSigSeperator"><hr style="WIDTH: 210px; HEIGHT: 1px"></div><div>Ann Lee<br>Lamps Ltd</div>"#,
    ])
    func `are none of the answer`(signature: String) {
        let quote =
            #"<blockquote style="margin-left: 0.5em"><div><b>From:</b> Support &lt;s@desk.example&gt;<br><b>Date:</b> 2026-11-09 09:00<br><b>To:</b> ann<br><b>Subject:</b> Lamp</div><div>Is it on?</div></blockquote>"#
        let split = Mails.html("<div>\(Self.answer)</div><div><br></div>\(signature)\(quote)").split()
        #expect(split.reply == Self.answer)
        #expect(split.signature.split(separator: "\n") == ["Ann Lee", "Lamps Ltd"])
        #expect(split.quote.contains("Is it on?"))
    }

    @Test(arguments: [
        #"<div class="has-signature">"#, #"<div class="no-signature">"#, #"<div class="signature-follows-not">"#,
    ])
    func `what only has the word in its name is content`(element: String) {
        #expect(Mails.html("\(element)\(Self.answer)</div><p>Ann</p>").split().reply == "\(Self.answer)\n\nAnn")
    }

    @Test func `an answer within the signature is not lost`() {
        #expect(Mails.html(#"<div id="Signature"><p>\#(Self.answer)</p></div>"#).split().reply == Self.answer)
    }

    @Test func `a short rule above a quote has no signature below it`() {
        let quote =
            "<blockquote>On Mon, 9 Nov 2026 at 9:00, Support &lt;s@desk.example&gt; wrote:<br>Is it on?</blockquote>"
        let split = Mails.html(#"<div>\#(Self.answer)</div><hr style="width:210px">\#(quote)"#).split()
        #expect(split.reply == Self.answer)
        #expect(split.signature.isEmpty)
    }

    @Test func `the separator of QQ belongs to the head below it`() {
        let old =
            "<div>------------------ Original ------------------</div><div><b>From:</b> Support&lt;s@desk.example&gt;;</div><div><b>Date:</b> Mon, Nov 9, 2026 09:00 AM</div><div><b>To:</b> ann;</div><div><b>Subject:</b> Lamp</div><div>Is it on?</div>"
        #expect(Mails.html("<div>\(Self.answer)</div><div><br></div>\(old)").split().reply == Self.answer)
    }
}
