/// Everything that a caller may be told. The texts are safe to show; whatever else is thrown is an internal error.
public enum DeskError: Error, Sendable, Equatable {
    /// Not there, or not for this person: the two look alike on purpose.
    case notFound(String)
    case forbidden(String)
    /// Fields by their API names, each with what is wrong and what to do.
    case invalid([String: String])
    case conflict(String)
    case limited(retryAfterSeconds: Int)
    case notSignedIn
    /// A state that the code rules out; logged, never shown.
    case internalInconsistency(String)

    /// A bad value of one field.
    public static func invalid(_ field: String, _ problem: String) -> DeskError { .invalid([field: problem]) }
}

extension DeskError: CustomStringConvertible {
    /// One sentence or phrase in English; pages have their own words for each case.
    public var description: String {
        switch self {
        case .notFound(let what): "\(what) not found"
        case .forbidden(let why): why
        case .invalid(let fields):
            fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
        case .conflict(let why): why
        case .limited(let seconds): "Too many attempts. Try again in \(seconds) seconds."
        case .notSignedIn: "Sign in first."
        case .internalInconsistency(let what): "internal inconsistency: \(what)"
        }
    }
}
