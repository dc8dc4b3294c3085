import Mail
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Time is measured as the processor time of this thread, and a text is held against one of a quarter of its size: a
/// busy machine changes neither, quadratic code shows as a factor of 16.
@Suite(.serialized) struct `Splitting hostile mail` {
    static let units = [
        ">", ">\n", "> > > x\n", "On On On\n", "On On On ", "On 10 Nov 2026 at 10:00 a <a@b.example>\n",
        "On 10 Nov 2026 at 10:00\n", "On Tue, 10 Nov 2026 10:00:\n", "a On Tue, 10 Nov 2026 10:00 a@b.example wrote:\n",
        "From: a\n", "From: a@b.example\nx\n", "From: a@b.example\nDate: x\n", "Sent: \nFrom: \n", "```\n", "```x\n",
        "On Tue, Nov 10, 2026 at 3:04 PM, a<a@b.example> wrote:   a\n",
        "From: a@b.example\nDate: 10 Nov 2026 10:00\nReceived: x\n", "-- \n", "--\n",
        "---\n",
        "___\n", "-\n", "-ann\n", "----- Forwarded message -----\n", "-----Original Message\n",
        "On 10 Nov 2026, a@b.example wrote:\n\n----- Forwarded message -----\n", "> a\nb\n", "АП> a\n", "Тема: a;\n",
        "----------\n\n", "Отправлено с iPhone\n", "reply above this\n", "-- reply above this\n", "::::::",
        "10:00 10.11.2026 ",
        "http://", "a@b.example ", "\u{A0}", "\u{200F}", "вт, 10 нояб. ", "| a |\n",
    ]

    static let markup = [
        "<blockquote>", "<blockquote>a", "<blockquote>a</blockquote>b", "<div class=gmail_quote>",
        "<div class=gmail_quote>a</div>b", "<hr>", "<hr>From: a@b.example<br>", "<div style='border-top:solid'>",
        "<div style='border-top:solid'>From: a@b.example<br>", "<div id=Signature>", "<div id=Signature>a</div>",
        "<a name=_MailOriginal>", "<div class=x_y_gmail_quote_>",
        "On 10 Nov 2026, a@b.example wrote:<blockquote>a</blockquote>",
        "<p>On On On", "<blockquote type=cite>a</blockquote>b",
    ]

    @Test(arguments: units) func `text takes time in proportion to its size`(unit: String) {
        measure(256 << 10) { size in
            Mails.plain(String(repeating: unit, count: size / unit.utf8.count), subject: "Fwd: a")
        }
    }

    @Test(arguments: markup) func `HTML takes time in proportion to its size`(unit: String) {
        // Parsing costs most and is not measured here.
        measure(64 << 10) { size in Mails.html(String(repeating: unit, count: size / unit.utf8.count)) }
    }

    private func measure(_ size: Int, _ mail: (Int) -> Email) {
        let small = seconds(mail(size))
        let large = seconds(mail(4 * size))
        // A debug build on a slow machine; a release build takes a twentieth.
        #expect(large < 30, "\(4 * size) bytes took \(large) s")
        #expect(large < max(10 * small, 2), "\(size) bytes took \(small) s, \(4 * size) bytes took \(large) s")
    }

    private func seconds(_ mail: Email) -> Double {
        let start = now()
        let split = mail.split()
        _ = mail.forwarded()
        let end = now()
        #expect(!split.reply.isEmpty || mail.text.allSatisfy(\.isWhitespace))
        return end - start
    }

    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
