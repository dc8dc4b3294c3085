import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird

/// Who may push mail: whoever has a token for it, or a service that has signed the post.
///
/// A token comes as `Authorization: Bearer`, or as the password of `https://mail:TOKEN@host/…` for services that know
/// nothing but an address.
struct MailInAccess {
    /// Whom the token acts as; nil where there is none.
    let person: Person?
    private var hasToken: Bool { person != nil }

    /// - Throws: `Refusal.signInNeeded` where neither is possible, before the body is read; `.refused` for a token that
    ///   is made for something else.
    init(_ request: Request, _ context: SiteContext, _ desk: Desk) async throws {
        var bearer = context.bearer
        let passwords = Self.basicPasswords(of: request)
        for text in passwords where bearer == nil {
            bearer = try await desk.read { tx in try tx.bearer(Secret(text)) }
        }
        if let bearer, !bearer.mayBringMail {
            throw Refusal.refused(
                "This token may not bring mail in. Make one with “deskbell token create --scope mail:in”.")
        }
        person = bearer?.person
        let mayBeSigned = passwords.isEmpty && context.person == nil && !desk.settings.pushKeys.isEmpty
        guard hasToken || mayBeSigned else {
            guard context.person == nil else {
                throw Refusal.refused(
                    "Mail is brought in with a token. Make one with “deskbell token create --scope mail:in”.")
            }
            throw Refusal.signInNeeded
        }
    }

    /// - Throws: `Refusal.signInNeeded` for whoever has none.
    func requireToken() throws {
        guard hasToken else { throw Refusal.signInNeeded }
    }

    /// - Parameter isSigned: asked only where there is no token.
    /// - Throws: `Refusal.refused` for a signature that is missing, wrong or too old.
    func require(_ service: String, isSigned: () -> Bool) throws {
        guard hasToken || isSigned() else {
            throw Refusal.refused(
                "The signature of \(service) is missing, wrong or too old. Check the key in the settings, and the clock."
            )
        }
    }

    /// `user:TOKEN` and `TOKEN:`, both ways are common.
    private static func basicPasswords(of request: Request) -> [String] {
        guard let header = request.headers[.authorization], header.utf8.count <= 1_000,
            header.prefix(6).lowercased() == "basic ",
            let data = Data(base64Encoded: header.dropFirst(6).trimmingCharacters(in: .whitespaces))
        else { return [] }
        let parts = String(decoding: data, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.reversed().map(String.init).filter { !$0.isEmpty }
    }
}
