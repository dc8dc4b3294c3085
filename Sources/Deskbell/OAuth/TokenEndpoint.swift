import AsyncHTTPClient
import Foundation
import HelpDesk
import NIOCore
import NIOHTTP1

/// Where a provider hands out tokens (RFC 6749 §3.2).
struct TokenEndpoint: Sendable {
    let url: String

    /// - Throws: `OAuthProblem`, which never names a secret.
    func ask(_ client: OAuthClient, _ fields: [(String, String)]) async throws -> OAuthTokens {
        var form = fields + [("client_id", client.id)]
        if let secret = client.secret { form.append(("client_secret", secret)) }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "Accept", value: "application/json")
        request.body = .bytes(ByteBuffer(string: "\(FormText(form))"))
        let status: UInt, body: ByteBuffer
        do {
            let response = try await Self.client.execute(request, timeout: .seconds(20))
            status = response.status.code
            body = try await response.body.collect(upTo: 256 << 10)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw OAuthProblem(isFinal: false, text: "The provider's sign-in service cannot be reached at \(url).")
        }
        return try tokens(status, Data(body.readableBytesView))
    }

    /// Follows no redirect: a secret is for this address alone.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    private func tokens(_ status: UInt, _ body: Data) throws -> OAuthTokens {
        let answer = try? JSONDecoder().decode(Answer.self, from: body)
        if status == 200, let token = answer?.access_token, isToken(token) {
            let refresh = answer?.refresh_token.flatMap { isToken($0) ? $0 : nil }
            return OAuthTokens(
                accessToken: token, refreshToken: refresh,
                lifeSeconds: min(max(answer?.expires_in ?? 3_600, 60), 86_400 * 30))
        }
        let name = answer?.error ?? "HTTP \(status)"
        let words = (answer?.error_description ?? "").prefix(300)
        let isFinal = Self.finalErrors.contains(name)
        let advice = isFinal ? " Sign in at the provider again, and check the application's id and secret." : ""
        throw OAuthProblem(
            isFinal: isFinal,
            text: "The provider refused access (\(name))\(words.isEmpty ? "" : ": “\(words)”").\(advice)")
    }

    /// RFC 6749 §5.2: asking again would change nothing.
    private static let finalErrors: Set<String> = [
        "invalid_grant", "invalid_client", "unauthorized_client", "access_denied", "consent_required",
        "interaction_required", "invalid_scope", "unsupported_grant_type", "invalid_request",
    ]

    /// A token goes into a line of IMAP and of SMTP.
    private func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 16_384 && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    private struct Answer: Decodable {
        var access_token: String?
        var refresh_token: String?
        var expires_in: Double?
        var error: String?
        var error_description: String?
    }
}

/// Why there is no token, in plain words.
struct OAuthProblem: Error, CustomStringConvertible {
    /// Somebody has to do something: asking again would change nothing.
    let isFinal: Bool
    let text: String
    var description: String { text }
}

/// `application/x-www-form-urlencoded`
struct FormText: CustomStringConvertible {
    private let fields: [(String, String)]

    init(_ fields: [(String, String)]) { self.fields = fields }

    var description: String { fields.map { "\(escaped($0.0))=\(escaped($0.1))" }.joined(separator: "&") }

    private func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
