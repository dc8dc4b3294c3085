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
        let name = "\(String(ticket.id, radix: 36))\(audience.mark)"
        let signature = keys.signature(signed(ticket.id, audience, folded(recipient)), purpose: .replyAddress)
        let local = "\(mailbox[..<at])+\(ticket.number).\(name).\(signature)"
        return local.utf8.count <= 64 ? local + mailbox[at...] : mailbox
    }

    private static func signed(_ ticket: Int64, _ audience: Audience, _ recipient: String) -> String {
        audience == .customer ? "\(ticket) \(recipient)" : "\(ticket)\(audience.mark)"
    }

    /// A signed clue. A customer's holds only together with the address that it was made for, which the sender check
    /// asks; staff's and mailboxes' are checked here, and nil where the signature is not ours.
    static func clue(of address: String, keys: Keys) -> Clue? {
        let tag = tag(of: address).split(separator: ".", omittingEmptySubsequences: false)
        guard tag.count == 3 else { return nil }
        let mark = tag[1].firstIndex(of: "-") ?? tag[1].endIndex
        guard let ticket = Int64(tag[1][..<mark].lowercased(), radix: 36),
            let audience = Audience(mark: tag[1][mark...])
        else { return nil }
        let signature = String(tag[2])
        var clue = Clue(target: .ticket(ticket), code: .replyAddress, detail: address, audience: audience)
        if audience == .customer {
            clue.isMadeFor = { keys.isValid(signature, of: signed(ticket, .customer, $0), purpose: .replyAddress) }
        } else if !keys.isValid(signature, of: signed(ticket, audience, ""), purpose: .replyAddress) {
            return nil
        }
        return clue
    }

    /// A number that stands in a plus address without a signature: a hint.
    static func plainClue(of address: String) -> Clue? {
        let number = tag(of: address).split(separator: ".").first.map { $0.uppercased() } ?? ""
        guard number.hasPrefix("TKT-"), number.count > 4 else { return nil }
        return Clue(target: .number(number), code: .plainPlusAddress, detail: address)
    }

    private static func tag(of address: String) -> Substring {
        let local = address.prefix(upTo: address.lastIndex(of: "@") ?? address.endIndex)
        guard let plus = local.firstIndex(of: "+") else { return "" }
        return local[local.index(after: plus)...]
    }

}

extension ReplyAddress {
    /// `support+anything@host` as `support@host`.
    static func withoutTag(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@"), let plus = address[..<at].firstIndex(of: "+") else { return address }
        return String(address[..<plus] + address[at...])
    }
}
