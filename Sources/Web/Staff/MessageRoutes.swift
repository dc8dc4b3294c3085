import Foundation
import HelpDesk
import Hummingbird

/// Moves single messages to where they belong.
struct MessageRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.post("/ops/support/messages/:id/move", use: move)
        router.post("/ops/support/messages/:id/detach", use: detach)
        router.post("/ops/support/messages/:id/take-back", use: takeBack)
    }

    @Sendable func move(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let id = try messageID(context)
        let form = try await Form(of: request, limits: .small)
        let typed = form.text("ticket"), takesPart = form["author_takes_part"] != nil
        do {
            let target = try await site.desk.write { tx in
                let message = try tx.message(id, seenBy: .person(person))
                let target = try tx.ticket(typed, seenBy: .person(person))
                try message.move(to: target, by: person, in: tx)
                if takesPart { try message.letAuthorTakePart(by: person, in: tx) }
                return target.number
            }
            return .redirect(to: Route.with(Route.ticket(target), notice: .moved))
        } catch let error as DeskError {
            guard let problem = context.reader.words.moveProblem(error) else { throw error }
            let page = try await site.desk.read { tx in
                MoveMessagePage(
                    frame: try tx.staffFrame(seenBy: person, site: site, request),
                    messageID: id.uuidString.lowercased(),
                    number: try tx.ticketNumber(ofMessage: id, seenBy: person), typed: typed, problem: problem)
            }
            return .page(page.html(for: context.reader), status: .unprocessableContent)
        }
    }

    @Sendable func detach(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let id = try messageID(context)
        do {
            let new = try await site.desk.write { tx in
                try tx.message(id, seenBy: .person(person)).detach(by: person, in: tx).number
            }
            return .redirect(to: Route.with(Route.ticket(new), notice: .detached))
        } catch DeskError.conflict {
            let number = try await site.desk.read { tx in try tx.ticketNumber(ofMessage: id, seenBy: person) }
            return .redirect(to: Route.with(Route.ticket(number), notice: .notPossible))
        }
    }

    /// Undo: the answer stands in the composer again, or a word that it has gone.
    @Sendable func takeBack(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requireStaff()
        let id = try messageID(context)
        let named = (try? await Form(of: request, limits: .small))?.text("ticket") ?? ""
        let number: String
        do {
            number = try await site.desk.read { tx in try tx.ticketNumber(ofMessage: id, seenBy: person) }
        } catch DeskError.notFound {
            // Pressed twice, or the answer to the first press was lost on its way.
            let ticket = try await site.desk.read { tx in try tx.ticket(named, seenBy: .person(person)).number }
            return .redirect(to: Route.with(Route.ticket(ticket), notice: .alreadyTakenBack))
        }
        do {
            let taken = try await site.desk.write { tx in
                try tx.message(id, seenBy: .person(person)).takeBack(by: person, in: tx)
            }
            let query = InboxQuery(request)
            let page = try await site.desk.read { tx in
                var page = try tx.inboxPage(query, seenBy: person, site: site, request)
                page.ticket = try tx.ticketView(number, seenBy: person, from: query.place)
                page.ticket?.composer.text = taken.text
                page.ticket?.composer.kept = taken.files.map(FileChip.init)
                page.frame.notice = .takenBack
                page.frame.path = Route.ticket(number)
                return page
            }
            if request.part == "ticket", let view = page.ticket { return .page(view.html(for: context.reader)) }
            return .page(page.html(for: context.reader))
        } catch DeskError.conflict {
            return .redirect(to: Route.with(Route.ticket(number), notice: .tooLate))
        }
    }

    private func messageID(_ context: SiteContext) throws -> UUID {
        guard let id = context.parameters.get("id").flatMap(UUID.init(uuidString:)) else { throw Refusal.notFound }
        return id
    }
}

extension DeskTransaction {
    fileprivate func ticketNumber(ofMessage id: UUID, seenBy person: Person) throws -> String {
        let ticket = try message(id, seenBy: .person(person)).ticketID
        return try ticketNumbers([ticket])[ticket] ?? ""
    }
}

extension Words {
    /// What is wrong with the ticket that something was to be moved to; nil for what is about something else.
    func moveProblem(_ error: DeskError) -> String? {
        switch error {
        case .notFound: noSuchTicketHere
        case .invalid:
            say(
                "Its author cannot take part: they have no address of a customer.",
                "Автор не может участвовать: у него нет адреса клиента.")
        case Ticket.tooManyTakePart:
            say("Too many people take part in that ticket already.", "В той заявке уже слишком много участников.")
        case .conflict: say("It stands there already, or cannot be moved.", "Оно уже там, или перенести его нельзя.")
        default: nil
        }
    }
}
