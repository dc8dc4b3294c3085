import Mail
import Testing

/// Answers that stand between the questions, in HTML as mail programs leave it.
@Suite struct `Answers between quotes in HTML` {
    private static let wrote =
        #"<div class="gmail_attr">On Mon, Nov 9, 2026 at 9:00 AM Support &lt;s@desk.example&gt; wrote:<br></div>"#
    private static let open = #"<blockquote class="gmail_quote" style="border-left:1px solid rgb(204,204,204)">"#

    @Test(arguments: [
        // One container that holds it all, and one for each question.
        #"<div class="gmail_quote">\#(wrote)\#(open)Which lamp?</blockquote><div>The blue one.</div>\#(open)Since when?</blockquote><div>Since Monday.</div></div>"#,
        #"<div class="gmail_quote">\#(wrote)\#(open)Which lamp?</blockquote></div><div>The blue one.</div><div class="gmail_quote">\#(open)Since when?</blockquote></div><div>Since Monday.</div>"#,
        #"<div class="gmail_quote">\#(wrote)\#(open)Which lamp?</blockquote></div><div>The blue one.</div>\#(open)Since when?</blockquote><div>Since Monday.</div>"#,
        #"<div class="moz-cite-prefix">On 11/9/26 09:00, Support wrote:<br></div><blockquote type="cite">Which lamp?</blockquote><p>The blue one.</p><blockquote type="cite">Since when?</blockquote><p>Since Monday.</p>"#,
    ])
    func `keep each question`(body: String) {
        let split = Mails.html(#"<div dir="ltr">\#(body)</div>"#).split()
        let words = split.reply.split(separator: "\n").filter { !$0.hasPrefix("On ") }
        #expect(words == ["> Which lamp?", "The blue one.", "> Since when?", "Since Monday."])
        #expect(split.ownWords.split(separator: "\n") == ["The blue one.", "Since Monday."])
    }

    @Test func `what is quoted below the last answer is history`() {
        let body =
            #"<div class="gmail_quote">\#(Self.wrote)\#(Self.open)Which lamp?</blockquote></div><div>The blue one.</div><div class="gmail_quote">\#(Self.open)Yours, Support</blockquote></div>"#
        let split = Mails.html(body).split()
        #expect(split.reply == "The blue one.")
        #expect(split.quote.contains("Which lamp?") && split.quote.contains("Yours, Support"))
    }

    @Test func `a signature between two quotes is no answer`() {
        let body =
            #"<div>It works.</div><div class="gmail_quote">\#(Self.wrote)\#(Self.open)Which lamp?</blockquote></div><div>Sent from my iPhone</div><div class="gmail_quote">\#(Self.open)Since when?</blockquote></div>"#
        let split = Mails.html(body).split()
        #expect(split.reply == "It works.")
    }

    @Test(arguments: [
        ("Yes.", "Yes."), ("> Which lamp?\n\nThe blue one.", "The blue one."),
        (
            "On Mon, 9 Nov 2026 at 9:00, Support <s@desk.example> wrote:\n> Which?\n\nBlue.\n\n> When?\n\nNow.",
            "Blue.\n\n\nNow."
        ),
        ("> nothing but this", "> nothing but this"), ("5 > 3 is what I see", "5 > 3 is what I see"),
    ])
    func `the writer's own words`(reply: String, own: String) {
        #expect(ReplySplit(reply: reply).ownWords == own)
    }
}
