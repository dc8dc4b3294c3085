import Logging
import Testing

@testable import Deskbell

@Suite struct `The log` {
    @Test(arguments: [
        (
            "a@b\r\n2026-11-20 info deskbell: [email-to-ticket] forged",
            "a@b  2026-11-20 info deskbell: [email-to-ticket] forged"
        ),
        ("\u{1b}[2J\u{1b}]0;title\u{7}", " [2J ]0;title "), ("a\u{202e}gpj.exe", "a gpj.exe"),
        ("a\u{2028}b\u{85}c", "a b c"),
        ("✓ Заявка TKT-2026-00001", "✓ Заявка TKT-2026-00001"),
    ]) func `has one line for each entry, whatever comes from outside`(_ text: String, _ written: String) {
        #expect(OneLineLog.oneLine(text) == written)
    }
}
