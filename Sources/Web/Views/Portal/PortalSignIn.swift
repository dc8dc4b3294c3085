/// `/support` for those who are not signed in.
struct PortalSignInPage: Sendable {
    let frame: PortalFrame
    /// What was typed before.
    var address: String = ""
    var problem: PortalSignInProblem?
    /// Where the customer was going.
    var next: String?
}

/// Why no link was sent.
enum PortalSignInProblem: Sendable {
    case badAddress
    case tooOften(retryAfterSeconds: Int)
}

/// After `POST /support/sign-in`: the same for known and unknown addresses.
struct LinkSentPage: Sendable {
    let frame: PortalFrame
    let address: String
    /// How long the link works.
    let validMinutes: Int
    /// In demo mode: where the caught mail can be read.
    var caughtPath: String?
}

/// `GET /support/enter?token=…`: a button that posts, so that programs which follow links do not use it up.
struct EnterPage: Sendable {
    let frame: PortalFrame
    /// Posted as `token`; `nil`: the link was used or has expired.
    let token: String?
    /// Where to go after; posted as `next`.
    var next: String?
}
