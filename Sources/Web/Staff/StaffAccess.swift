import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird

/// Staff come in by address and password; the first owner by a one-time link.
struct StaffAccess {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/ops") { _, _ in Response.redirect(to: Route.inbox) }
        router.get("/ops/sign-in", use: form)
        router.post("/ops/sign-in", use: signIn)
        router.post("/ops/sign-out", use: signOut)
        router.get("/ops/welcome", use: welcome)
        router.post("/ops/welcome", use: choosePassword)
    }

    @Sendable func form(_ request: Request, _ context: SiteContext) async throws -> Response {
        .page(page(next: localPath(request.query["next"])).html(for: context.reader))
    }

    private func page(address: String = "", problem: SignInProblem? = nil, next: String?) -> StaffSignInPage {
        StaffSignInPage(
            address: address, problem: problem, next: next, isDemo: site.demo != nil,
            demoAddress: site.demo?.staffAddress, demoPassword: site.demo?.staffPassword)
    }

    @Sendable func signIn(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await Form(of: request, limits: .small)
        let next = localPath(form["next"])
        do {
            let person = try await site.desk.signIn(
                address: form.text("email"), password: form["password"] ?? "",
                clientAddress: context.visit.clientAddress)
            return try await site.begin(person, request, at: next ?? Route.inbox)
        } catch let error as DeskError {
            let problem: SignInProblem
            switch error {
            case .limited(let seconds): problem = .tooOften(retryAfterSeconds: seconds)
            case .forbidden: problem = .wrong
            default: throw error
            }
            var response = Response.page(
                page(address: form.text("email"), problem: problem, next: next).html(for: context.reader),
                status: problem.status)
            if case .limited(let seconds) = error { response.headers[.retryAfter] = String(seconds) }
            return response
        }
    }

    @Sendable func signOut(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await site.end(context.session, at: Route.staffSignIn)
    }

    @Sendable func welcome(_ request: Request, _ context: SiteContext) async throws -> Response {
        let token = request.query["token"] ?? ""
        let person = try await site.desk.read { tx in try tx.welcomed(by: Secret(token)) }
        let problem: WelcomeProblem? = person == nil ? .linkExpired : nil
        return .page(
            WelcomePage(token: token, address: person?.address, problem: problem).html(for: context.reader),
            status: problem == nil ? .ok : .forbidden)
    }

    @Sendable func choosePassword(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await Form(of: request, limits: .small)
        let token = form.text("token"), password = form["password"] ?? ""
        let welcomed = try await site.desk.read { tx in try tx.welcomed(by: Secret(token)) }
        func again(_ problem: WelcomeProblem) -> Response {
            .page(
                WelcomePage(
                    token: token, address: welcomed?.address, name: form.text("name"), typedAddress: form.text("email"),
                    problem: problem
                ).html(for: context.reader), status: .unprocessableContent)
        }
        guard let welcomed else { return again(.linkExpired) }
        guard password == form["repeat"] else { return again(.doesNotMatch) }
        guard password.count >= Desk.minimumPasswordCharacters else {
            return again(.tooShort(minimum: Desk.minimumPasswordCharacters))
        }
        guard welcomed.address != nil || isPlausibleAddress(form.text("email")) else { return again(.badAddress) }
        let person = try await site.desk.welcome(
            by: Secret(token), address: form.text("email"), name: form.text("name"), password: password)
        return try await site.begin(person, request, at: Route.inbox)
    }
}

extension SignInProblem {
    fileprivate var status: HTTPResponse.Status {
        if case .tooOften = self { .tooManyRequests } else { .unauthorized }
    }
}

extension Site {
    /// Starts a session and goes on; whatever session there was before is left behind, so that none can be planted.
    func begin(_ person: Person, _ request: Request, at path: String) async throws -> Response {
        let agent = request.headers[.userAgent]
        let secret = try await desk.write { tx in try tx.startSession(of: person, userAgent: agent) }
        var response = Response.redirect(to: path)
        response.setCookie(
            cookies.cookie(
                WhoIsThere.cookieName, secret.text, maxAgeSeconds: person.isStaff ? 30 * 86_400 : 180 * 86_400))
        return response
    }

    func end(_ session: Secret?, at path: String) async throws -> Response {
        if let session { try await desk.write { tx in try tx.endSession(session) } }
        var response = Response.redirect(to: Route.with(path, notice: .signedOut))
        response.setCookie(cookies.removal(of: WhoIsThere.cookieName))
        return response
    }
}
