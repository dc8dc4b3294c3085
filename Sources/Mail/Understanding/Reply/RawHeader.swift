/// The raw fields of a mail, which somebody has copied into their text to show them: "Here are the headers of what I got".
/// Mail programs put no such fields above the mail that they quote.
enum RawHeader {
    /// How far around a head it is looked for them.
    private static let reach = 40

    /// Whether the lines around `index`, up to the next empty ones, hold a field that only servers and programs read.
    static func surrounds(_ index: Int, in lines: [TextLine]) -> Bool {
        let above = lines[max(0, index - reach)..<index].reversed().prefix { !$0.isEmpty }
        let below = lines[index...].prefix(reach).prefix { !$0.isEmpty }
        return above.contains(where: isField) || below.contains(where: isField)
    }

    private static func isField(_ line: TextLine) -> Bool {
        line.isShort && fields.isPrefix(of: line.folded)
    }

    private static let fields = PhraseList([
        "received: ", "return-path: ", "delivered-to: ", "x-original-to: ", "envelope-to: ", "message-id: ",
        "authentication-results: ", "arc-seal: ", "arc-message-signature: ", "arc-authentication-results: ",
        "dkim-signature: ", "received-spf: ", "mime-version: ", "content-transfer-encoding: ", "x-mailer: ",
        "x-spam-status: ", "x-spam-flag: ", "x-spam-score: ", "x-originating-ip: ", "x-received: ",
        "list-unsubscribe: ",
        "list-id: ", "in-reply-to: ", "references: ", "user-agent: ",
    ])
}
