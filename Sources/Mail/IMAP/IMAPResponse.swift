import Foundation

/// One response of an IMAP server, as far as we need to understand it.
enum IMAPResponse: Sendable, Hashable {
    /// The end of the command with this tag.
    case tagged(String, StatusResponse)
    /// `+`: the server waits for more, or challenges us.
    case continuation(String)
    /// `* OK`, `* NO`, `* BAD`, `* PREAUTH`, `* BYE`
    case status(StatusResponse)
    case capabilities([String])
    case folder(Folder)
    case flags([String])
    case found([UID])
    case exists(Int)
    case recent(Int)
    case expunged(Int)
    case fetched(FetchResponse)
    /// Anything else, which may be ignored.
    case other(String)
}

/// OK, NO, BAD, BYE or PREAUTH with its text for people.
struct StatusResponse: Sendable, Hashable {
    enum Kind: String, Sendable {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
        case preauthenticated = "PREAUTH"
    }

    var kind: Kind
    /// What stood in brackets: `resp-text-code`.
    var code: ResponseCode?
    /// The text, with the code, as the server wrote it.
    var text: String
}

/// A response code (RFC 9051 §7.1, RFC 5530).
enum ResponseCode: Sendable, Hashable {
    case capabilities([String])
    case uidValidity(UInt32)
    case uidNext(UID)
    case permanentFlags([String])
    case readOnly
    /// Any other, in upper case, without its arguments.
    case other(String)

    /// The code itself, in upper case, without its arguments.
    var name: String {
        switch self {
        case .capabilities: "CAPABILITY"
        case .uidValidity: "UIDVALIDITY"
        case .uidNext: "UIDNEXT"
        case .permanentFlags: "PERMANENTFLAGS"
        case .readOnly: "READ-ONLY"
        case .other(let name): name
        }
    }
}

/// What one FETCH response says about a message.
struct FetchResponse: Sendable, Hashable {
    var uid: UID?
    var flags: [String]?
    var internalDate: Date?
    var size: Int?
    /// Body parts by their section in upper case: `""`, `HEADER`, `1`, `1.MIME`. `nil` inside is the server's NIL.
    var sections: [String: IMAPLiteral?] = [:]
}
