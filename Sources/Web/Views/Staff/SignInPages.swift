/// `/ops/sign-in`.
struct StaffSignInPage: Sendable {
    /// What was typed before.
    var address: String = ""
    var problem: SignInProblem?
    /// Where to go after; posted back as `next`.
    var next: String?
    var isDemo: Bool = false
    /// Shown on the page in demo mode, so that nobody has to look for it.
    var demoAddress: String?
    var demoPassword: String?
}

/// Why a sign-in did not work.
enum SignInProblem: Sendable {
    case wrong
    case tooOften(retryAfterSeconds: Int)
}

/// `/ops/welcome?token=…`: the first owner chooses a password.
struct WelcomePage: Sendable {
    /// Posted back as `token`.
    let token: String
    /// The person's address; `nil`: not known yet, asked for together with the name.
    let address: String?
    /// What was typed before.
    var name: String = ""
    var typedAddress: String = ""
    var problem: WelcomeProblem?
}

/// Why a password was not taken.
enum WelcomeProblem: Sendable {
    /// Fewer characters than needed.
    case tooShort(minimum: Int)
    case doesNotMatch
    case badAddress
    /// The link was used or has expired; the form does not show.
    case linkExpired
}
