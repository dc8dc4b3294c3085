import Mail

/// What stands around the words of every HTML mail: inline styles alone, no picture, readable without any style.
enum MailFrame {
    /// The plain text under the line above which an answer is written.
    static func marked(_ text: String) -> String { "\(ReplyMarker.text)\n\n\(text)" }

    /// A whole document.
    /// - Parameter token: the ticket's mark (`BodyToken`), where it is mail about a ticket that can be answered.
    static func page(_ body: String, token: String? = nil, language: Language) -> String {
        let marker = token == nil ? "" : ReplyMarker.html
        return """
            <!DOCTYPE html><html lang="\(language.rawValue)"><head><meta charset="utf-8"></head>
            <body style="margin:0;padding:16px;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#22201c">
            \(marker)\(body)\(token ?? "")
            </body></html>
            """
    }

    /// A link that looks like a button.
    static func button(_ label: String, _ link: String) -> String {
        """
        <p style="margin:24px 0 0"><a href="\(escaped(link))" style="display:inline-block;padding:9px 16px;border-radius:6px;\
        background:#3450b8;color:#ffffff;text-decoration:none">\(escaped(label))</a></p>
        """
    }
}
