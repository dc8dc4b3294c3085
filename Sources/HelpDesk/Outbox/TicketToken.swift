/// What reply addresses and the marks in bodies have in common: `7k.c4qk…`, for a member of staff `7k-a5.c4qk…`. The ticket in
/// base 36, for whom it was made, and a signature over both; a customer's covers the address instead of an id.
enum TicketToken {
    static func text(
        ticket: Int64, recipient: String, audience: Audience, purpose: Keys.Purpose, keys: Keys
    ) -> String {
        let signature = keys.signature(signed(ticket, audience, folded(recipient)), purpose: purpose)
        return "\(String(ticket, radix: 36))\(audience.mark).\(signature)"
    }

    /// A customer's clue holds only together with the address that it was made for, which the sender check asks; staff's and
    /// mailboxes' are checked here.
    /// - Returns: nil for what is no token, and for staff's or a mailbox's whose signature is not ours.
    static func clue(
        _ token: some StringProtocol, by code: Reason.Code, detail: String, purpose: Keys.Purpose, keys: Keys
    ) -> Clue? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let mark = parts[0].firstIndex(of: "-") ?? parts[0].endIndex
        guard let ticket = Int64(parts[0][..<mark].lowercased(), radix: 36),
            let audience = Audience(mark: parts[0][mark...])
        else { return nil }
        let signature = String(parts[1])
        var clue = Clue(target: .ticket(ticket), code: code, detail: detail, audience: audience)
        if audience == .customer {
            clue.isMadeFor = { keys.isValid(signature, of: signed(ticket, .customer, $0), purpose: purpose) }
        } else if !keys.isValid(signature, of: signed(ticket, audience, ""), purpose: purpose) {
            return nil
        }
        return clue
    }

    private static func signed(_ ticket: Int64, _ audience: Audience, _ recipient: String) -> String {
        audience == .customer ? "\(ticket) \(recipient)" : "\(ticket)\(audience.mark)"
    }
}
