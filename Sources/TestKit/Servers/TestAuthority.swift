import Crypto
import Foundation
import Synchronization

/// A provider's sign-in service, as far as a mailbox needs it: codes with PKCE, tokens, refreshing, refusing.
public final class TestAuthority: Sendable {
    /// What the next request for a token meets.
    public enum Mood: Sendable {
        case good
        /// It answers with this `error`.
        case refusing(String)
        /// It does not answer with anything that could be understood.
        case broken
    }

    private struct State {
        var mood = Mood.good
        var challenges: [String: (challenge: String, redirectURI: String)] = [:]
        var codes = 0
        var tokens = 0
        var requests: [[String: String]] = []
    }

    private let state = Mutex(State())
    private let server = Mutex<LineServer?>(nil)
    /// `http://127.0.0.1:…`
    public let url: String
    /// The secret that the application must show.
    public static let clientSecret = "the application's secret"
    /// How long an access token lives, in seconds.
    public let lifeSeconds: Int

    private init(url: String, lifeSeconds: Int) {
        self.url = url
        self.lifeSeconds = lifeSeconds
    }

    /// Starts to listen on a port of its own.
    public static func start(lifeSeconds: Int = 3_600) async throws -> TestAuthority {
        let holder = Holder()
        let server = try await LineServer.start { connection in
            try await holder.authority.withLock { $0 }?.answer(connection)
        }
        let authority = TestAuthority(url: "http://127.0.0.1:\(server.port)", lifeSeconds: lifeSeconds)
        authority.server.withLock { $0 = server }
        holder.authority.withLock { $0 = authority }
        return authority
    }

    private final class Holder: Sendable { let authority = Mutex<TestAuthority?>(nil) }

    /// Stops to listen.
    public func stop() async { await server.withLock { $0.take() }?.stop() }

    /// What the next requests meet.
    public func become(_ mood: Mood) { state.withLock { $0.mood = mood } }

    /// The forms that were sent to the token endpoint.
    public var requests: [[String: String]] { state.withLock { $0.requests } }

    /// Somebody signs in at this address and agrees.
    /// - Returns: what comes back with the browser.
    public func agree(to address: String) throws -> (state: String, code: String) {
        let items = URLComponents(string: address)?.queryItems ?? []
        let query = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        guard query["code_challenge_method"] == "S256", query["response_type"] == "code",
            let challenge = query["code_challenge"], let redirectURI = query["redirect_uri"], let back = query["state"]
        else { throw ServerDidNotStart("the authority", "cannot read \(address)") }
        return state.withLock { state in
            state.codes += 1
            let code = "code-\(state.codes)"
            state.challenges[code] = (challenge, redirectURI)
            return (back, code)
        }
    }

    private func answer(_ connection: LineConnection) async throws {
        var length = 0
        guard let first = try await connection.readLine() else { return }
        while let line = try await connection.readLine(), !line.isEmpty {
            if line.lowercased().hasPrefix("content-length:") {
                length = Int(line.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) ?? 0
            }
        }
        let body = String(decoding: try await connection.read(count: length) ?? [], as: UTF8.self)
        let items = URLComponents(string: "?\(body)")?.queryItems ?? []
        let form = Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        let (status, text) = first.hasPrefix("POST ") ? token(form) : (404, "{}")
        try await connection.send(
            bytes: Array(
                "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
                    .utf8))
    }

    private func token(_ form: [String: String]) -> (Int, String) {
        state.withLock { state in
            state.requests.append(form)
            switch state.mood {
            case .refusing(let error): return (400, #"{"error":"\#(error)","error_description":"Ask again."}"#)
            case .broken: return (502, "<html>Bad gateway</html>")
            case .good: break
            }
            guard form["client_secret"] == Self.clientSecret, form["client_id"] == "app" else {
                return (401, #"{"error":"invalid_client"}"#)
            }
            guard isGranted(form, &state) else { return (400, #"{"error":"invalid_grant"}"#) }
            state.tokens += 1
            let n = state.tokens
            return (
                200,
                #"{"token_type":"Bearer","access_token":"access-\#(n)","refresh_token":"refresh-\#(n)","expires_in":\#(lifeSeconds)}"#
            )
        }
    }

    private func isGranted(_ form: [String: String], _ state: inout State) -> Bool {
        switch form["grant_type"] {
        case "authorization_code":
            guard let asked = state.challenges.removeValue(forKey: form["code"] ?? "") else { return false }
            let hash = Data(SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8))).base64EncodedString()
                .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            return hash == asked.challenge && form["redirect_uri"] == asked.redirectURI
        case "refresh_token": return form["refresh_token"] == "refresh-\(state.tokens)"
        default: return false
        }
    }
}
