import Foundation
import Mail

/// The words of outgoing mail, in the customer's language. Texts of customers are put in as text, never evaluated.
struct MailTexts {
    let language: Language
    let desk: Desk
    let ticket: Ticket

    private func word(_ english: String, _ russian: String) -> String { language == .russian ? russian : english }

    private var link: String { "\(desk.settings.publicURL)/support/tickets/\(ticket.number)" }
    private var button: String { word("View ticket", "Открыть заявку") }
    private var keepNumber: String {
        word(
            "Please keep the ticket number in the subject line when you answer.",
            "Отвечая, сохраните, пожалуйста, номер заявки в теме письма.")
    }

    // MARK: An answer of staff

    func reply(_ message: Message) -> String {
        "\(Markdown.text(message.text))\n\n\(button): \(link)\n"
    }

    func replyHTML(_ message: Message) -> String { page(Markdown.html(message.text)) }

    // MARK: The confirmation of a new ticket

    private var thanks: String {
        word(
            "Thank you for your message. We have received it and will answer soon.",
            "Спасибо за обращение. Мы его получили и скоро ответим.")
    }
    private var facts: [(String, String)] {
        [
            (word("Ticket number", "Номер заявки"), ticket.number),
            (word("Subject", "Тема"), ticket.subject.isEmpty ? word("(no subject)", "(без темы)") : ticket.subject),
            (word("Status", "Статус"), word("Open", "Открыта")),
        ]
    }

    var confirmation: String {
        let lines = facts.map { "\($0): \($1)" }.joined(separator: "\n")
        return "\(thanks)\n\n\(lines)\n\n\(keepNumber)\n\n\(button): \(link)\n"
    }

    var confirmationHTML: String {
        let rows = facts.map { label, value in
            """
            <tr><td style="padding:2px 16px 2px 0;color:#6a655d">\(escaped(label))</td><td style="padding:2px 0">\(escaped(value))</td></tr>
            """
        }.joined()
        return page(
            "<p>\(escaped(thanks))</p><table role=\"presentation\">\(rows)</table><p>\(escaped(keepNumber))</p>")
    }

    // MARK: The frame of both

    private func page(_ body: String) -> String {
        """
        <!DOCTYPE html><html lang="\(language.rawValue)"><head><meta charset="utf-8"></head>
        <body style="margin:0;padding:16px;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#22201c">
        \(body)
        <p style="margin:24px 0 0"><a href="\(escaped(link))" style="display:inline-block;padding:9px 16px;border-radius:6px;\
        background:#3450b8;color:#ffffff;text-decoration:none">\(escaped(button))</a></p>
        </body></html>
        """
    }
}

/// Text as HTML shows it.
func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for character in text.unicodeScalars {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(character)
        }
    }
    return result
}
