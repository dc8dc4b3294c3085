import Foundation

/// What messages to look for. Several together must all hold.
public enum SearchCriterion: Sendable, Hashable {
    /// Nobody has read them.
    case unseen
    /// Their uid is greater.
    case after(UID)
    /// They reached the mailbox on that day (UTC) or later.
    case since(Date)
    /// They do not carry that flag or keyword.
    case without(Flag)

    /// `search-key` of RFC 3501 §6.4.4. Without CHARSET: Exchange rejects one.
    var command: String {
        switch self {
        case .unseen: "UNSEEN"
        case .after(let uid): "UID \(UInt64(uid.rawValue) + 1):*"
        case .since(let date): "SINCE \(IMAPDate.day(of: date))"
        case .without(let flag):
            flag.rawValue.hasPrefix("\\") ? "UN\(flag.rawValue.dropFirst())" : "UNKEYWORD \(flag.rawValue)"
        }
    }

    /// Whether a uid that the server names can be meant: `n:*` always names the last message, even below n.
    func allows(_ uid: UID) -> Bool {
        if case .after(let last) = self { uid > last } else { true }
    }
}
