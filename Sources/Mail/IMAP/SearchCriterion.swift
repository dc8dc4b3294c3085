import Foundation

/// What messages to look for. Several together must all hold.
public enum SearchCriterion: Sendable, Hashable {
    /// Nobody has read them.
    case unseen
    /// Their uid is greater.
    case after(UID)
    /// Their uid is one of these.
    case among([UID])
    /// A header field of this name has this text in it; ASCII without quotes, else nothing is found.
    case header(String, String)
    /// They reached the mailbox on that day (UTC) or later.
    case since(Date)
    /// They do not carry that flag or keyword.
    case without(Flag)

    /// `search-key` of RFC 3501 §6.4.4. Without CHARSET: Exchange rejects one.
    var command: String {
        switch self {
        case .unseen: "UNSEEN"
        case .after(let uid): "UID \(UInt64(uid.rawValue) + 1):*"
        case .among(let uids): "UID \(UIDSet(uids))"
        case .header(let name, let text): "HEADER \(name) \"\(text.filter(Self.isHarmless))\""
        case .since(let date): "SINCE \(IMAPDate.day(of: date))"
        case .without(let flag):
            flag.rawValue.hasPrefix("\\") ? "UN\(flag.rawValue.dropFirst())" : "UNKEYWORD \(flag.rawValue)"
        }
    }

    private static func isHarmless(_ character: Character) -> Bool {
        guard let code = character.asciiValue else { return false }
        return code >= 0x20 && code < 0x7f && character != "\"" && character != "\\"
    }

    /// Whether a uid that the server names can be meant: `n:*` always names the last message, even below n.
    func allows(_ uid: UID) -> Bool {
        if case .after(let last) = self { uid > last } else { true }
    }
}
