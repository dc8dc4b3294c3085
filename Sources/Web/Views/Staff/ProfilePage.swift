/// `/ops/profile`: what one member of staff is told by mail, and the password.
struct ProfilePage: Sendable {
    let frame: StaffFrame
    var address: String?
    let choices: [Choice]
    /// Why the password was not changed.
    var problem: PasswordProblem?

    /// One kind of news.
    struct Choice: Sendable {
        /// The name of the field, and of the news.
        let kind: String
        var isOn: Bool
    }
}

/// Why a password was not changed.
enum PasswordProblem: Sendable {
    /// The current one is another.
    case wrong
    case tooOften(retryAfterSeconds: Int)
    /// The new one has fewer characters than needed.
    case tooShort(minimum: Int)
    /// The new one was typed in two ways.
    case doesNotMatch
}
