/// For whom a signed Message-ID or reply address was made. Who holds it may act as that one alone.
public enum Audience: Sendable, Hashable {
    /// The requester and others who take part.
    case customer
    /// A member of staff, by the id of the person: mail about the ticket that was sent to them.
    case agent(Int64)
    /// A mailbox of ours, by its id: the notification for a team that lives in its mail client.
    case mailbox(Int64)

    /// `""`, `-a5`, `-b1`: as it stands within an id or address.
    var mark: String {
        switch self {
        case .customer: ""
        case .agent(let id): "-a\(String(id, radix: 36))"
        case .mailbox(let id): "-b\(String(id, radix: 36))"
        }
    }

    /// Nil for what is no mark.
    init?(mark: some StringProtocol) {
        guard !mark.isEmpty else {
            self = .customer
            return
        }
        guard let id = Int64(mark.dropFirst(2), radix: 36) else { return nil }
        switch mark.prefix(2).lowercased() {
        case "-a": self = .agent(id)
        case "-b": self = .mailbox(id)
        default: return nil
        }
    }
}
