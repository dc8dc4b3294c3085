import Database
import Foundation
import Mail

extension DeskTransaction {
    /// Sends a customer the one-time link into the portal. The page says the same whether or not the address is known.
    /// - Parameter path: where the customer was going: letters, digits, `-` and `/` alone, anything else is passed over.
    /// - Throws: `DeskError.invalid` for what is no address, `.limited` when asked too often.
    public func sendSignInLink(
        to address: String, leadingTo path: String? = nil, language: Language, clientAddress: String
    ) throws {
        guard isPlausibleAddress(address) else { throw DeskError.invalid("email", "is not a mail address") }
        try count("sign-in-link:\(folded(address))", limit: 5, perSeconds: 3_600)
        try count("sign-in-link:\(clientAddress)", limit: 30, perSeconds: 3_600)
        guard let mailbox = try mainMailbox() else { throw DeskError.conflict("No mailbox is set up to send from.") }
        let known = try person(address: address)
        // Staff have a password: a mailbox that somebody got into must not open the desk. Our own mailbox would show the link.
        guard known?.isDisabled != true, known?.isStaff != true, try !isOurs(address) else { return }
        // To the address as we know it, not as it was typed: what compares as equal need not be the same mailbox everywhere.
        let address =
            try value(String.self, "SELECT address FROM person_address WHERE folded = \(folded(address))") ?? address
        let secret = try makeLink(.portal, person: known, address: address)
        let link = "\(desk.settings.publicURL)/support/enter?token=\(secret.text)\(onward(path))"
        let words = try signInWords(link, language, from: mailbox)
        let mail = OutgoingEmail(
            from: from(mailbox), replyTo: answersTo(mailbox),
            to: [Mail.Address(name: nil, address: address)],
            subject: words.subject,
            messageID: "\(Base32.text(randomBytes(16)))@\(mailDomain(of: mailbox))", inReplyTo: [], references: [],
            date: now.date,
            extraHeaders: [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")],
            text: words.text, html: MailFrame.page(words.html, language: language))
        try send(mail, kind: .signInLink, to: address, from: mailbox)
    }

    private func onward(_ path: String?) -> String {
        guard let path, path.utf8.count <= 200, path.hasPrefix("/support/"),
            path.utf8.allSatisfy({ $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") })
        else { return "" }
        return "&next=\(path)"
    }

    /// A mail that proves that sending works; for the command line.
    public func sendTestMail(to address: String) throws -> Int64? {
        guard isPlausibleAddress(address) else {
            throw DeskError.invalid("address", "\(address) is not a mail address")
        }
        guard let mailbox = try mainMailbox() else {
            throw DeskError.conflict("No mailbox is set up. Run `deskbell init` first.")
        }
        let mail = OutgoingEmail(
            from: from(mailbox), replyTo: answersTo(mailbox),
            to: [Mail.Address(name: nil, address: address)], subject: "Deskbell test message",
            messageID: "\(Base32.text(randomBytes(16)))@\(mailDomain(of: mailbox))", inReplyTo: [], references: [],
            date: now.date,
            extraHeaders: [("Auto-Submitted", "auto-generated")], text: "Sending mail from \(mailbox.address) works.\n",
            html: nil)
        try send(mail, kind: .test, to: address, from: mailbox)
        return try value(Int64.self, "SELECT max(id) FROM delivery WHERE mail_id = \(mail.messageID)")
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
