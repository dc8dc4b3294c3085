import Foundation
import HelpDesk
import Hummingbird

/// `/company/team`: who works here, for owners.
struct TeamRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/company/team") { request, context in
            guard let person = try context.ownerOrNobody() else { return Response.signInFirst(request) }
            return try await page(person, request, context)
        }
        router.post("/company/team", use: hire)
        for verb in TeamVerb.allCases {
            router.post("/company/team/:id/\(verb.rawValue)") { request, context in
                try await act(verb, request, context)
            }
        }
    }

    private func page(
        _ person: Person, _ request: Request, _ context: SiteContext, typed: TeamPage.Typed? = nil,
        link: TeamPage.Link? = nil
    ) async throws -> Response {
        let page = try await site.desk.read { tx in
            var frame = try tx.staffFrame(seenBy: person, site: site, request, place: .settings)
            frame.path = Route.team
            return TeamPage(
                frame: frame,
                members: try tx.team(seenBy: .person(person)).map { TeamPage.Member($0, seenBy: person) },
                typed: typed, link: link)
        }
        return .page(page.html(for: context.reader), status: typed == nil ? .ok : .unprocessableContent)
    }

    @Sendable func hire(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        let form = try await Form(of: request, limits: .small)
        let address = form.text("address"), name = form.text("name"), isOwner = form["role"] == "owner"
        do {
            let (new, secret) = try await site.desk.write { tx in
                try tx.hire(address, name: name, role: isOwner ? .owner : .agent, by: .person(person))
            }
            return try await page(person, request, context, link: link(for: new, secret))
        } catch DeskError.conflict {
            return try await again(context.reader.words.worksHereAlready)
        } catch DeskError.invalid {
            return try await again(context.reader.words.badColleague)
        }

        func again(_ problem: String) async throws -> Response {
            let typed = TeamPage.Typed(name: name, address: address, isOwner: isOwner, problem: problem)
            return try await page(person, request, context, typed: typed)
        }
    }

    /// The link is a secret: it stands in this answer alone, in no address and no log.
    private func link(for person: Person, _ secret: Secret) -> TeamPage.Link {
        let address = Route.with(site.desk.settings.publicURL + Route.welcome, [("token", secret.text)])
        return TeamPage.Link(name: person.displayName, address: address)
    }

    private func act(_ verb: TeamVerb, _ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireOwner()
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { throw Refusal.notFound }
        do {
            let made = try await site.desk.write { tx in
                let actor = Viewer.person(person)
                guard let member = try tx.team(seenBy: actor).first(where: { $0.person.id == id }) else {
                    throw Refusal.notFound
                }
                switch verb {
                case .link: return (member.person, try member.newLink(by: actor, in: tx)) as (Person, Secret)?
                case .makeOwner: try member.change(role: .owner, by: actor, in: tx)
                case .makeAgent: try member.change(role: .agent, by: actor, in: tx)
                case .retire: try member.retire(by: actor, in: tx)
                case .restore: try member.restore(by: actor, in: tx)
                }
                return nil
            }
            if let made { return try await page(person, request, context, link: link(for: made.0, made.1)) }
            return .redirect(to: Route.with(Route.team, notice: .saved))
        } catch DeskError.conflict {
            return .redirect(to: Route.with(Route.team, notice: .notPossible))
        }
    }
}

extension TeamPage.Member {
    fileprivate init(_ member: TeamMember, seenBy reader: Person) {
        let person = member.person
        self.init(
            id: String(person.id), face: Face(name: person.displayName), address: person.email ?? "",
            isOwner: person.role == .owner, isMe: person.id == reader.id, hasPassword: member.hasPassword,
            isRetired: person.isDisabled)
    }
}
