import HTTPTypes

/// Every answer of the web layer that is not what was asked for. A closed set: whatever else is thrown is a fault of
/// ours, logged once and shown without details.
enum Refusal: Error, Sendable, Equatable {
    /// 400: the request cannot be understood. The text is for developers and shown as it is.
    case malformed(String)
    /// 401: nobody is signed in.
    case signInNeeded
    /// 403: signed in, yet not allowed; or a request that another site sent.
    case forbidden
    /// 403: not allowed for a reason that the caller can mend. The text is shown as it is.
    case refused(String)
    /// 403: an agent at the owner's settings.
    case ownersOnly
    /// 404: not there, or not for these eyes.
    case notFound
    /// 405: there, but not for this method.
    case wrongMethod
    /// 409: somebody else was faster. The text says what changed.
    case conflict(String)
    /// 413: more than the limit, in bytes.
    case tooLarge(limitBytes: Int)
    /// 415: a body of a kind that is not taken here.
    case unsupportedMedia
    /// 422: fields and what is wrong with each, in words for people.
    case invalid([String: String])
    /// 429: too often; again after so many seconds.
    case limited(retryAfterSeconds: Int)
    /// 503: the database or the disk does not take it; nothing was changed. Again after so many seconds.
    case unavailable(retryAfterSeconds: Int)

    /// The status of the answer (RFC 9110, 15.5).
    var status: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .signInNeeded: .unauthorized
        case .forbidden, .ownersOnly, .refused: .forbidden
        case .notFound: .notFound
        case .wrongMethod: .methodNotAllowed
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .unsupportedMedia: .unsupportedMediaType
        case .invalid: .unprocessableContent
        case .limited: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    /// The stable name in `error.code` of the JSON API.
    var code: String {
        switch self {
        case .malformed: "malformed"
        case .signInNeeded: "sign_in_needed"
        case .forbidden, .ownersOnly, .refused: "forbidden"
        case .notFound: "not_found"
        case .wrongMethod: "wrong_method"
        case .conflict: "conflict"
        case .tooLarge: "too_large"
        case .unsupportedMedia: "unsupported_media"
        case .invalid: "invalid"
        case .limited: "limited"
        case .unavailable: "unavailable"
        }
    }
}
