import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird

/// `/ops/profile`: what a member of staff is told by mail, and the password.
struct ProfileRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/ops/profile") { request, context in
            guard let person = try context.staffOrNobody() else { return Response.signInFirst(request) }
            return try await page(of: person, request, context)
        }
        router.post("/ops/profile", use: change)
        router.post("/ops/profile/password", use: changePassword)
    }

    private func page(
        of person: Person, _ request: Request, _ context: SiteContext, problem: PasswordProblem? = nil
    ) async throws -> Response {
        let page = try await site.desk.read { tx in
            var frame = try tx.staffFrame(seenBy: person, site: site, request, place: .profile)
            frame.path = Route.profile
            return ProfilePage(
                frame: frame, address: person.email,
                choices: try tx.notificationChoices(of: person).map { .init(kind: $0.kind.rawValue, isOn: $0.isOn) },
                problem: problem)
        }
        var response = Response.page(page.html(for: context.reader), status: problem?.status ?? .ok)
        if case .tooOften(let seconds) = problem { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    /// A switch that is off is not sent: what is missing is off.
    @Sendable func change(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let form = try await Form(of: request, limits: .small)
        try await site.desk.write { tx in
            for kind in NotificationChoice.Kind.allCases {
                try tx.choose(kind, isOn: form[kind.rawValue] != nil, for: person, by: person)
            }
        }
        return .redirect(to: Route.with(Route.profile, notice: .saved))
    }

    /// Every session ends, so this browser gets a new one.
    @Sendable func changePassword(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let form = try await Form(of: request, limits: .small)
        let new = form["password"] ?? ""
        func again(_ problem: PasswordProblem) async throws -> Response {
            try await page(of: person, request, context, problem: problem)
        }
        guard new == form["repeat"] ?? "" else { return try await again(.doesNotMatch) }
        guard new.count >= Desk.minimumPasswordCharacters else {
            return try await again(.tooShort(minimum: Desk.minimumPasswordCharacters))
        }
        do {
            try await site.desk.changePassword(of: person, from: form["current"] ?? "", to: new)
        } catch DeskError.forbidden {
            return try await again(.wrong)
        } catch DeskError.limited(let seconds) {
            return try await again(.tooOften(retryAfterSeconds: seconds))
        }
        return try await site.begin(person, request, at: Route.with(Route.profile, notice: .passwordChanged))
    }
}

extension PasswordProblem {
    fileprivate var status: HTTPResponse.Status {
        if case .tooOften = self { .tooManyRequests } else { .unprocessableContent }
    }
}
