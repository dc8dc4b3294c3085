import Hummingbird

/// The error of the JSON API: `{"error":{"code","message","fields":{…}}}`.
private struct RefusalBody: Encodable {
    struct Inner: Encodable {
        let code: String
        let message: String
        let fields: [String: String]
    }
    let error: Inner
}

extension Response {
    /// A refusal as the API words it; without a refusal: a fault of ours, which only the log explains.
    static func refusal(_ refusal: Refusal?, requestID: String, words: Words) -> Response {
        var fields: [String: String] = [:]
        if case .invalid(let invalid) = refusal { fields = invalid }
        let body = RefusalBody(
            error: .init(
                code: refusal?.code ?? "internal",
                message: refusal.map(words.explanation(of:)) ?? words.internalError(requestID: requestID),
                fields: fields))
        return .json(body, status: refusal?.status ?? .internalServerError)
    }
}
