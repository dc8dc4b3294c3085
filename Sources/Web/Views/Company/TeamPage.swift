/// `/company/team`: who works here.
struct TeamPage: Sendable {
    let frame: StaffFrame
    /// By name, those whose access was taken away included.
    let members: [Member]
    /// What was typed and could not be kept.
    var typed: Typed?
    /// A link that was made just now; it is shown this once.
    var link: Link?

    /// One who works here, or has.
    struct Member: Sendable {
        let id: String
        let face: Face
        let address: String
        var isOwner = false
        /// Whether this is the reader.
        var isMe = false
        /// Whether a password was ever chosen.
        var hasPassword = true
        /// Every access was taken away.
        var isRetired = false
    }

    /// Somebody who could not be added, and why.
    struct Typed: Sendable {
        let name: String
        let address: String
        let isOwner: Bool
        let problem: String
    }

    /// By which somebody chooses a password, once.
    struct Link: Sendable {
        let name: String
        let address: String
    }
}

/// What an owner does about a colleague. Raw values are those of the addresses.
enum TeamVerb: String, Sendable, CaseIterable {
    case makeOwner = "make-owner"
    case makeAgent = "make-agent"
    case link, retire, restore
}
