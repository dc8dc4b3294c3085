import Foundation
import HelpDesk
import Hummingbird

/// `/ops/profile`: what a member of staff is told by mail.
struct ProfileRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/ops/profile", use: show)
        router.post("/ops/profile", use: change)
    }

    @Sendable func show(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let person = try context.staffOrNobody() else { return .signInFirst(request) }
        let page = try await site.desk.read { tx in
            ProfilePage(
                frame: try tx.staffFrame(seenBy: person, site: site, request, place: .profile),
                name: context.reader.words.profile, address: person.email,
                choices: try tx.notificationChoices(of: person).map { .init(kind: $0.kind.rawValue, isOn: $0.isOn) })
        }
        return .page(page.html(for: context.reader))
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
}
