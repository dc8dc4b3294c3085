/// Whether an address is no good for ever. A wrong "yes" silences a customer, a wrong "no" costs one more bounce.
enum BounceReason {
    /// By the words of the server first, since codes are often general, then by the code (RFC 3463, RFC 7505).
    static func isHard(status: String, diagnostic: String, text: String) -> Bool {
        if status.hasPrefix("4") || status.hasPrefix("2") || senderCodes.contains(status) { return false }
        let isKnown = certainCodes.contains(status)
        let said = [diagnostic.lowercased(), text.lowercased()]
        for words in said where !words.isEmpty {
            if passing.contains(where: { words.contains($0) }) { return false }
            // Refused only after the text was sent: the recipient's own filter says so, and not the list of users.
            if afterText.contains(where: { words.contains($0) }) { return false }
            if isKnown || final.contains(where: { words.contains($0) }) { return true }
            if refused.contains(where: { words.contains($0) }) { return false }
        }
        return finalCodes.contains(status)
    }

    private static let certainCodes: Set<String> = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"]
    private static let senderCodes: Set<String> = ["5.1.7", "5.1.8"]
    private static let afterText = ["end of data", ">>> data", "reply to data"]
    private static let finalCodes: Set<String> = [
        "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.1.351",
    ]

    /// The mailbox is there, but not now.
    private static let passing = [
        "mailbox full", "mailbox is full", "mail box full", "mailbox exceeds", "mailfolder is full", "over quota",
        "overquota", "quota exceed", "exceeded quota", "exceeded the quota", "exceeds the quota", "disk quota",
        "storage limit", "quota full",
        "insufficient storage", "not enough disk", "not enough storage", "out of storage", "inbox is full",
        "mailbox size", "too large", "message size exceeds", "message too big", "переполнен", "превышена квота",
        "превышен", "temporar", "try again later",
        "user is over", "account is over", "quota violation", "size limit", "mailbox has exceeded", "maximum size",
        "spam", "spf", "dmarc", "dkim", "sender policy", "too many recipients", "blacklisted",
    ]

    /// Nobody has this address.
    private static let final = [
        "user unknown", "unknown user", "no such user", "no such recipient", "no such mailbox", "no such address",
        "no such person", "no such account", "does not exist", "doesn't exist", "do not exist", "not exist",
        "unknown recipient", "recipient unknown",
        "unknown address", "address unknown", "unknown local", "unknown account", "unknown mailbox", "mailbox unknown",
        "invalid mailbox", "invalid recipient", "invalid address", "mailbox not found", "user not found",
        "recipient not found", "recipientnotfound", "addressee unknown",
        "couldn't be found", "wasn't found", "not a known user", "not a valid mailbox", "not a valid user",
        "no mailbox here by that name", "no account by that name", "not listed in", "address not found",
        "account not found", "unknown or illegal alias", "no mailbox by that name",
        "doesn't have a", "is not a valid", "not our customer", "recipient is not local", "host unknown",
        "unknown host", "host not found", "domain not found", "name or service not known", "no such domain",
        "unrouteable", "unable to route", "no such host", "nullmx", "null mx",
        "couldn't find any host named", "bad destination", "hostname lookup failed", "host or domain name not found",
        "domain name not found", "has moved", "no longer with", "no longer valid", "no longer in use",
        "not accept mail", "does not accept mail", "no mx", "name server",
        "not recognized", "invalid final delivery", "check if address is correct", "no smtp service",
        "not accepting network messages", "not our user", "ディレクトリのリストにありません", "такого пользователя", "не существует",
        "не найден", "нет такого", "пользователь неизвестен",
        "адрес неизвестен", "unbekannter", "existiert nicht", "nicht gefunden", "mailbox is unavailable: user",
    ]

    /// The server did not want this mail, or not from us.
    private static let refused = [
        "blocked", "blacklist", "block list", "blocklist", "listed", "reputation", "policy", "access denied", "relay",
        "virus", "banned", "content rejected", "message rejected", "authenticat", "timed out", "timeout",
        "connection refused",
        "too many", "suspended", "disabled", "inactive", "deferred", "retry time", "reverse", "ptr", "loop",
        "administrative", "prohibited", "not permitted", "not allowed", "not authorized", "permission",
    ]
}
