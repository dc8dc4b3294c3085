import Foundation

/// A folder of an IMAP account.
public struct Folder: Sendable, Hashable {
    /// What a folder is for (RFC 6154).
    public enum Role: String, Sendable, Hashable {
        case inbox, sent, junk, trash, drafts, archive, all
    }

    /// The whole name with its parents, readable: `INBOX`, `Архив/2025`.
    public var name: String
    /// The attributes as the server wrote them: `\HasNoChildren`, `\Sent`.
    public var attributes: [String]
    /// What separates parents and children in `name`; `nil` where there is no hierarchy.
    public var delimiter: String?

    init(encodedName: String, attributes: [String], delimiter: String?) {
        self.name = encodedName.uppercased() == "INBOX" ? "INBOX" : ModifiedUTF7.decode(encodedName)
        self.attributes = attributes
        self.delimiter = delimiter
    }

    /// Whether it holds messages, and not only other folders.
    public var canBeSelected: Bool {
        !attributes.contains { ["\\noselect", "\\nonexistent"].contains($0.lowercased()) }
    }

    /// What it is for: by its attribute, else by a name in wide use (Yandex marks no folder).
    public var role: Role? {
        if name == "INBOX" { return .inbox }
        for attribute in attributes {
            if let role = Self.attributeRoles[attribute.lowercased()] { return role }
        }
        let last = delimiter.flatMap { name.components(separatedBy: $0).last } ?? name
        return Self.nameRoles[last.lowercased()]
    }

    private static let attributeRoles: [String: Role] = [
        "\\inbox": .inbox, "\\sent": .sent, "\\junk": .junk, "\\spam": .junk, "\\trash": .trash,
        "\\drafts": .drafts, "\\archive": .archive, "\\all": .all, "\\allmail": .all,
    ]

    private static let nameRoles: [String: Role] = [
        "sent": .sent, "sent items": .sent, "sent messages": .sent, "отправленные": .sent, "gesendet": .sent,
        "junk": .junk, "junk email": .junk, "junk e-mail": .junk, "spam": .junk, "спам": .junk,
        "trash": .trash, "deleted items": .trash, "deleted messages": .trash, "корзина": .trash, "удаленные": .trash,
        "drafts": .drafts, "черновики": .drafts, "archive": .archive, "архив": .archive,
    ]
}

/// What the server said of the folder that was opened.
public struct SelectedFolder: Sendable, Hashable {
    /// The name as it was asked for.
    public var name: String
    /// While this number stays, uids mean the same messages.
    public var uidValidity: UInt32
    /// The uid that the next new message will get, where the server tells.
    public var uidNext: UID?
    /// How many messages it holds.
    public var exists: Int
    /// The flags that can be kept; `\*` among them means that any keyword can.
    public var permanentFlags: [String]
    /// Whether it was opened for reading only, by our wish or the server's.
    public var isReadOnly: Bool

    /// Whether `flag` can be set here to stay.
    public func canStore(_ flag: Flag) -> Bool {
        guard !isReadOnly else { return false }
        let known = permanentFlags.map { $0.lowercased() }
        return known.contains(flag.rawValue.lowercased()) || (!flag.rawValue.hasPrefix("\\") && known.contains("\\*"))
    }
}

/// A flag or keyword of a message.
public struct Flag: Sendable, Hashable, RawRepresentable {
    /// As IMAP writes it: `\Seen`, `$Forwarded`.
    public var rawValue: String

    /// The flag with this name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Upper and lower case mean the same (RFC 9051 §2.3.2).
    public static func == (one: Flag, other: Flag) -> Bool { one.rawValue.lowercased() == other.rawValue.lowercased() }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue.lowercased()) }

    /// Somebody has read the message.
    public static let seen = Flag(rawValue: "\\Seen")
    /// Somebody has answered it.
    public static let answered = Flag(rawValue: "\\Answered")
    /// It is marked as important.
    public static let flagged = Flag(rawValue: "\\Flagged")
    /// It will go with the next EXPUNGE.
    public static let deleted = Flag(rawValue: "\\Deleted")
    /// It is not finished.
    public static let draft = Flag(rawValue: "\\Draft")
    /// Nobody has been told of it before: says something of the session, not of the message.
    static let recent = Flag(rawValue: "\\Recent")
}
