import Mail

/// The address that a mail asks to be answered to: `support+TKT-2026-00123.c4qk…@example.com`.
///
/// Its signature covers the ticket and the recipient, so that it proves for whom it was made; a copy that somebody forwards
/// does not make its holder that person. It survives where a provider rewrites our Message-ID.
enum ReplyAddress {
    /// - Parameters:
    ///   - mailbox: the address of the mailbox; its local part must leave room within 64 bytes (RFC 5321 §4.5.3.1.1).
    ///   - audience: who may answer by it; a customer is known by `recipient`, staff and mailboxes by their ids.
    /// - Returns: the mailbox's own address where there is no room.
    static func text(
        ticket: Ticket, mailbox: String, recipient: String, audience: Audience = .customer, keys: Keys
    ) -> String {
        guard let at = mailbox.lastIndex(of: "@") else { return mailbox }
        let token = TicketToken.text(
            ticket: ticket.id, recipient: recipient, audience: audience, purpose: .replyAddress, keys: keys)
        let local = "\(mailbox[..<at])+\(ticket.number).\(token)"
        return local.utf8.count <= 64 ? local + mailbox[at...] : mailbox
    }

    /// Nil where there is no signature, or one of staff or a mailbox that is not ours.
    static func clue(of address: String, keys: Keys) -> Clue? {
        let parts = tag(of: address).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return TicketToken.clue(parts[1], by: .replyAddress, detail: address, purpose: .replyAddress, keys: keys)
    }

    /// A number that stands in a plus address without a signature: a hint.
    static func plainClue(of address: String) -> Clue? {
        let number = tag(of: address).split(separator: ".").first.map { $0.uppercased() } ?? ""
        guard number.hasPrefix("TKT-"), number.count > 4 else { return nil }
        return Clue(target: .number(number), code: .plainPlusAddress, detail: address)
    }

    private static func tag(of address: String) -> Substring {
        let bytes = address.utf8, end = bytes.lastIndex(of: UInt8(ascii: "@")) ?? bytes.endIndex
        guard let plus = bytes[..<end].firstIndex(of: UInt8(ascii: "+")) else { return "" }
        return address[bytes.index(after: plus)..<end]
    }
}

extension ReplyAddress {
    /// `support+anything@host` as `support@host`.
    static func withoutTag(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@"), let plus = address[..<at].firstIndex(of: "+") else { return address }
        return String(address[..<plus] + address[at...])
    }
}
