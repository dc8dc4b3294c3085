/// Whether an address is no good for ever. A wrong "yes" silences a customer, a wrong "no" costs one more bounce.
enum BounceReason {
    /// By the words of the server first, since codes are often general, then by the code (RFC 3463, RFC 7505).
    static func isHard(_ address: String, status: String, diagnostic: String, text: String) -> Bool {
        if status.hasPrefix("4") || status.hasPrefix("2") || senderCodes.contains(status) { return false }
        let isKnown = certainCodes.contains(status)
        let said = [diagnostic, text].map { Folding.folded($0)[...] }
        if isFilter(of: address, said: said[0].isEmpty ? said[1] : said[0]) { return false }
        // Refused only after the text was sent: then "unknown user" is said by a filter, and not by the list of users.
        let isLate = said.contains {
            BounceWords.afterText.occurs(in: $0) && !BounceWords.withoutRecipients.occurs(in: $0)
        }
        for (isFirst, words) in zip([true, false], said) where !words.isEmpty {
            // What is written below a diagnostic is for people, and says what may be, too.
            let isPlain = isFirst || said[0].isEmpty
            if BounceWords.passing.occurs(in: words) { return false }
            if isPlain, BounceWords.aboutSender.occurs(in: words) { return false }
            let isHedged = BounceWords.hedged.occurs(in: words)
            if !isHedged, BounceWords.final.occurs(in: words) { return true }
            if status == "5.4.1", BounceWords.notAtTheEdge.occurs(in: words) { return true }
            if isLate { continue }
            if isFirst, BounceWords.finalElsewhere.occurs(in: words) { return true }
            // RFC 3463 §3.8: 5.7.x is a matter of policy, whatever the words.
            if isKnown || !status.hasPrefix("5.7.") && BounceWords.unknown.occurs(in: words) { return true }
            if isPlain, !isHedged, saysUnknown(words, address, status) { return true }
            // RFC 3463 §3.3: a mailbox that is disabled for good has a code of its own.
            if status != "5.2.1", BounceWords.refused.occurs(in: words) { return false }
        }
        return !isLate && finalCodes.contains(status)
    }

    private static func saysUnknown(_ words: ArraySlice<UInt8>, _ address: String, _ status: String) -> Bool {
        !status.hasPrefix("5.7.") && !BounceWords.access.occurs(in: words)
            && UnknownAddressWording.occurs(in: words, about: address)
    }

    /// Japanese mobile carriers answer "unknown user" for what the filter of a subscriber refuses, too: docomo always in the
    /// same words, KDDI without the address.
    private static func isFilter(of address: String, said words: ArraySlice<UInt8>) -> Bool {
        guard let at = address.lastIndex(of: "@") else { return false }
        let domain = address[address.index(after: at)...].lowercased()
        func isOne(of names: [String]) -> Bool { names.contains { domain == $0 || domain.hasSuffix(".\($0)") } }
        if isOne(of: ["docomo.ne.jp"]) { return true }
        return isOne(of: ["ezweb.ne.jp", "au.com"]) && BounceWords.withoutAddress.occurs(in: words)
    }

    private static let certainCodes: Set<String> = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"]
    private static let senderCodes: Set<String> = ["5.1.7", "5.1.8"]
    private static let finalCodes: Set<String> = [
        "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.1.351",
    ]
}
