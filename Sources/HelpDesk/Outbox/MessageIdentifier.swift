/// Our own Message-ID: it says which ticket and message it is of, and proves that we made it.
///
/// `<t7k.m2f.c4qk…@example.com>`: ids in base 36, then 80 bits of HMAC, all in lower case since some hosts fold it.
struct MessageIdentifier: Equatable {
    let ticketID: Int64
    /// 0: the root that all mail of the ticket refers to.
    let messageID: Int64

    init(ticketID: Int64, messageID: Int64) {
        self.ticketID = ticketID
        self.messageID = messageID
    }

    /// Without the brackets. `variant` tells several mails about one message apart (the confirmation, an answer).
    func text(domain: String, keys: Keys, variant: String = "m") -> String {
        let name = "t\(String(ticketID, radix: 36)).\(variant)\(String(messageID, radix: 36))"
        return "\(name).\(keys.signature(name, purpose: .messageID))@\(domain)"
    }

    /// Nil unless the signature is ours. The host part is not asked: relays rewrite it.
    init?(_ text: String, keys: Keys) {
        let local = text.prefix { $0 != "@" }
        let parts = local.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix("t"), parts[1].count >= 2,
            let ticket = Int64(parts[0].dropFirst(), radix: 36), let message = Int64(parts[1].dropFirst(), radix: 36),
            keys.isValid(parts[2], of: "\(parts[0]).\(parts[1])".lowercased(), purpose: .messageID)
        else { return nil }
        self.init(ticketID: ticket, messageID: message)
    }

}
