import Database
import Foundation
import HelpDesk
import Mail
import Web

/// Fills the demo with people and sample mail, by the road that real mail takes.
struct DemoDeskMaker {
    let desk: Desk
    let clock: DemoClock

    static let address = "olga@lampwright.example"
    static let password = "lampwright"

    func prepare() async throws -> DemoDesk {
        let account = DemoDesk(staffAddress: Self.address, staffPassword: Self.password)
        guard try await desk.read({ tx in try tx.staff() }).isEmpty else { return account }
        let olga = try await desk.write { tx in
            try tx.addStaff("tom@lampwright.example", name: "Tom Baker", role: .agent)
            try tx.setPlusAddressing(true, of: 1)
            return try tx.addStaff(Self.address, name: "Olga Sokolova", role: .owner)
        }
        try await desk.setPassword(Self.password, of: olga)
        try await takeInSamples()
        clock.set(.now() - 20 * 60)
        try await answerSome(olga)
        clock.follow()
        try await desk.write { tx in try tx.noteFetch(of: 1, failure: nil) }
        return account
    }

    /// In the order of their names: later ones answer earlier ones, and name them by placeholders.
    private func takeInSamples() async throws {
        var tickets: [String: String] = [:]
        for sample in SampleMail.all {
            let raw = try await fill(sample, tickets)
            if let date = Email(parsing: raw).date { clock.set(Instant(date)) }
            let ids = try await desk.keep([ArrivedMail(raw: raw, mailboxID: 1, source: .demo)])
            try await desk.processKept()
            let result = try await desk.read { tx in try tx.processed(ids).first }
            if let number = result?.ticket { tickets[sample.key] = number }
        }
    }

    private func fill(_ sample: SampleMail, _ tickets: [String: String]) async throws -> [UInt8] {
        let last = try await desk.read { tx in
            try tickets.mapValues { number in
                let ticket = try tx.ticket(number, seenBy: .system)
                return try tx.lastMailID(toRequesterOf: ticket) ?? "unknown@lampwright.example"
            }
        }
        return sample.filled { name, argument in
            switch name {
            case "ago": SampleMail.date(ago: argument)
            case "ticket": tickets[argument]
            case "last-message": last[argument]
            default: nil
            }
        }
    }

    /// A desk where somebody has been at work this morning.
    private func answerSome(_ olga: Person) async throws {
        try await desk.write { tx in
            let open = try tx.tickets(TicketFilter(view: .open), seenBy: .system, limit: 40).rows.map(\.ticket)
            for (index, ticket) in open.enumerated() where index % 5 == 2 {
                try ticket.assign(to: olga.id, by: olga, in: tx)
            }
            guard open.count > 8 else { return }
            let (answered, noted) = (open[4], open[6])
            try answered.reply(
                Draft(
                    text: answered.language == .russian ? Self.answerRussian : Self.answerEnglish, status: .waiting,
                    channel: .portal),
                by: olga, in: tx)
            try noted.reply(
                Draft(
                    text:
                        "The boxes marked “30” hold shades of Aurora 40 since Monday. Please measure before anything leaves.",
                    isInternal: true, channel: .portal), by: olga, in: tx)
            try open[8].reply(
                Draft(
                    text: open[8].language == .russian ? Self.answerRussian : Self.answerEnglish, status: .resolved,
                    channel: .portal),
                by: olga, in: tx)
        }
    }

    private static let answerEnglish = """
        Thank you for your patience.

        We have looked into it: a **new part** is on its way and should be with you within three days. \
        Could you send us a photo of the label on the box meanwhile?
        """
    private static let answerRussian = """
        Спасибо, что дождались ответа.

        Мы всё проверили: **новая деталь** уже в пути и будет у вас в течение трёх дней. \
        Пришлите, пожалуйста, фотографию наклейки на коробке.
        """
}
