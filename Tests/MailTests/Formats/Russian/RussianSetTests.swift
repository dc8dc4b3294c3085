import Mail
import Testing

@Suite struct `Russian mail` {
    @Test(arguments: RussianMail.all)
    func `is read as it was written`(_ mail: RussianMail) {
        let email = Email(parsing: mail.raw)
        #expect(email.subject == mail.subject)
        #expect(email.from?.name == "Анна Петрова")
        #expect(!email.text.isEmpty && !email.text.contains("\u{FFFD}"))
    }

    /// 95 % is the promise for mail that nobody has seen; this set holds the mails that the splitter is built on.
    @Test func `is cut as a reader cuts it`() {
        var wrong: [String] = []
        for mail in RussianMail.all {
            let faults = Reading(mail).faults
            if !faults.isEmpty { wrong.append("\(mail.testDescription): \(faults.joined(separator: "; "))") }
        }
        let right = RussianMail.all.count - wrong.count
        #expect(
            right * 100 >= RussianMail.all.count * 95,
            "\(right) of \(RussianMail.all.count) are cut right:\n\(wrong.joined(separator: "\n"))")
    }

    @Test(arguments: RussianMail.all)
    func `loses no word`(_ mail: RussianMail) {
        let email = Email(parsing: mail.raw)
        let split = email.split()
        let kept = [split.reply, split.quote, split.signature].joined(separator: " ")
        let words = Set(Reading.words(kept))
        // Where there are two forms of the text, one of them is kept.
        let forms = [email.text, email.html.map { HTMLText.text(from: $0) } ?? email.text].map(Reading.words)
        let whole = forms.first { words.isSuperset(of: $0) } ?? forms[1]
        for word in whole where word.count > 3 { #expect(words.contains(word), "\(word)") }
    }
}

/// What the splitter makes of a mail, held against what a reader makes of it.
private struct Reading {
    let faults: [String]

    init(_ mail: RussianMail) {
        let email = Email(parsing: mail.raw)
        let split = email.split()
        var faults: [String] = []
        let reply = Self.compact(split.isForward ? email.text : split.reply)
        switch mail.reply {
        case .words(let words):
            if reply != Self.compact(words) { faults.append("shows “\(split.reply)”") }
        case .everything:
            let forms = [email.text, email.html.map { HTMLText.text(from: $0) } ?? ""].map { Self.unmarked($0) }
            if !forms.contains(Self.unmarked(reply)) { faults.append("hides something") }
        case .inOrder(let parts):
            var rest = reply[...]
            for part in parts {
                if let found = rest.firstRange(of: Self.compact(part)) {
                    rest = rest[found.upperBound...]
                } else {
                    faults.append("does not show “\(part)” in its place")
                }
            }
        }
        if mail.quote.isEmpty {
            if !split.isForward, !split.quote.isEmpty { faults.append("takes “\(split.quote)” for history") }
        } else if !Self.compact(split.quote).contains(Self.compact(mail.quote)) {
            faults.append("does not find the history")
        }
        if Self.compact(split.signature) != Self.compact(mail.signature) {
            faults.append("takes “\(split.signature)” for the signature")
        }
        self.faults = faults
    }

    /// Without white space and without the addresses that the text of a link is followed by.
    static func compact(_ text: String) -> String {
        let text = text.replacing(#/ ?\((https?|mailto):[^)]*\)/#, with: "")
        return text.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
    }

    private static func unmarked(_ text: String) -> String { compact(text).filter { $0 != ">" } }

    static func words(_ text: String) -> [Substring] {
        text.split { !$0.isLetter && !$0.isNumber }
    }
}
