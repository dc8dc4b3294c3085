/// Our own Message-ID: it says which ticket and message it is of and for whom it was made, and proves that we made it.
///
/// `<t7k.m2f.c4qk…@example.com>`, for a member of staff `<t7k.m2f-a5.c4qk…@example.com>`: ids in base 36, then 80 bits of
/// HMAC, all in lower case since some hosts fold it. The same for each copy to customers.
struct MessageIdentifier: Equatable {
    let ticketID: Int64
    /// 0: the root that all mail of the ticket refers to.
    let messageID: Int64
    /// Who may answer by it.
    let audience: Audience

    init(ticketID: Int64, messageID: Int64, audience: Audience = .customer) {
        self.ticketID = ticketID
        self.messageID = messageID
        self.audience = audience
    }

    /// Without the brackets. `variant`, one letter, tells several mails about one message apart (the confirmation, an
    /// answer, the kinds of notifications).
    func text(domain: String, keys: Keys, variant: String = "m") -> String {
        let name = "t\(String(ticketID, radix: 36)).\(variant)\(String(messageID, radix: 36))\(audience.mark)"
        return "\(name).\(keys.signature(name, purpose: .messageID))@\(domain)"
    }

    /// Nil unless the signature is ours. The host part is not asked: relays rewrite it.
    init?(_ text: String, keys: Keys) {
        guard text.utf8.first == UInt8(ascii: "t") || text.utf8.first == UInt8(ascii: "T") else { return nil }
        let parts = text.prefix { $0 != "@" }.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count >= 2, let ticket = Int64(parts[0].dropFirst(), radix: 36) else {
            return nil
        }
        let mark = parts[1].firstIndex(of: "-") ?? parts[1].endIndex
        guard let message = Int64(parts[1][..<mark].dropFirst(), radix: 36),
            let audience = Audience(mark: parts[1][mark...]),
            keys.isValid(parts[2], of: "\(parts[0]).\(parts[1])".lowercased(), purpose: .messageID)
        else { return nil }
        self.init(ticketID: ticket, messageID: message, audience: audience)
    }
}
