/// The line above the history in our own mails. Whatever a customer's program makes of the rest, an answer ends where it
/// stands: it is searched for first, and found quoted, wrapped, in either language, and with its tags changed.
public enum ReplyMarker {
    /// For plain text, without line breaks: both languages in each mail, since the reader may not be the one we think.
    public static let text = "-- Ответьте выше этой линии / reply above this line --"

    /// For HTML, to stand above everything else in the body. The class survives the prefixes that webmails put before it;
    /// where a program drops classes, the words are left.
    public static let html =
        #"<div class="deskbell-reply-above" style="color:#8a8f98;font-size:12px">"# + text + "</div>"

    /// What the class in `html` ends in, however it was prefixed on its way.
    static let className = "deskbell-reply-above"

    /// Whether a line is the marker: it says nothing else, so that a sentence about the marker stays.
    static func matches(_ line: TextLine) -> Bool {
        guard line.isShort, line.content.count < 300 else { return false }
        return matches(line.folded[...])
    }

    /// The same for a marker that was wrapped over two lines.
    static func matches(_ line: TextLine, _ next: TextLine) -> Bool {
        guard line.isShort, next.isShort, line.content.count + next.content.count < 300,
            line.folded.first == .hyphen, beginnings.occurs(in: line.folded[...])
        else { return false }
        return matches((line.folded + [.space] + next.folded)[...])
    }

    private static func matches(_ folded: ArraySlice<UInt8>) -> Bool {
        let words = folded.drop { $0 < 0x80 && !$0.isLetter }
        // "##- Please type your reply above this line -##", and one half of ours.
        return phrases.isPrefix(of: words) && words.count <= 140
    }

    private static let beginnings = PhraseList(["ответьте", "reply", "please"])

    private static let phrases = PhraseList([
        "ответьте выше этой линии", "ответьте выше этой строки", "напишите ответ выше этой линии",
        "введите ответ выше этой линии", "reply above this line", "please reply above this line",
        "please type your reply above this line", "type your reply above this line", "write above this line",
        "answer above this line", "antworten sie oberhalb dieser zeile", "antworten sie über dieser zeile",
        "bitte antworten sie oberhalb dieser linie", "répondez au-dessus de cette ligne",
        "responda por encima de esta línea", "responda acima desta linha", "rispondi sopra questa riga",
        "відповідайте вище цієї лінії", "дайте відповідь вище цього рядка",
    ])
}
