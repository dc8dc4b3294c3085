import Database
import HelpDesk
import Mail
import Synchronization
import TestKit
import Testing

@Suite(.serialized) struct `Killed at random moments while mail comes in` {
    struct Plan: Sendable {
        let engine: Engine
        let mails: Int
        let kills: Int
        let seed: UInt64
    }

    static let plans = [
        Plan(engine: .sqlite, mails: 300, kills: 15, seed: 20_261_120),
        Plan(engine: .postgres, mails: 120, kills: 6, seed: 42),
    ]

    @Test(arguments: plans)
    func `each mail makes one ticket, and nobody is answered twice`(_ plan: Plan) async throws {
        let mailbox = try await DovecotServer.shared().account("support"), sink = try await SMTPSink.start()
        let installation = try await Installation(plan.engine, mailbox: mailbox, sink: sink)
        let token = try await Staff.hired(at: installation)
        let executioner = Executioner(at: sink)
        var random = SeededRandom(plan.seed)
        let customers = (1...plan.mails).map(Sender.customer)
        var next = 0, killedAtWork = 0

        for kill in 1...plan.kills {
            let upTo = plan.mails * kill / plan.kills
            for customer in customers[next..<upTo] {
                try mailbox.deliver(TestMail.mail(from: customer, "Help", to: mailbox).bytes)
            }
            next = upTo
            try await executioner.kill(try installation.launch(), at: Moment.random(using: &random))
            if sink.received.count < next { killedAtWork += 1 }
        }
        #expect(killedAtWork > plan.kills / 2, "a server that has nothing to do dies without harm")

        let server = try await installation.serve()
        let staff = Staff(script: server.script(token: token))
        try await eventually("all tickets", within: .seconds(60)) { try await staff.tickets().count >= plan.mails }
        try await installation.expectOneTicketEach(customers, by: staff)
        let outgoing = try await Outgoing(of: installation, at: sink, count: plan.mails)
        outgoing.expectOneEach(customers, mayBeUnknown: true)
        #expect(
            outgoing.deliveries.count { $0.state == .unknown } <= plan.kills, "one connection dies with one process")
        try await eventually("all mail is marked as read") { try await mailbox.unseenCount() == 0 }
        #expect(await server.stop() == 0)
        await sink.stop()
    }
}

/// When a server dies.
private enum Moment {
    /// After so many looks at it, some five milliseconds each: while it starts, fetches, processes, sends.
    case looks(Int)
    /// When these words have come into its log.
    case words(String)
    /// Where it hurts most: the SMTP server has kept so many mails, and its word about the last is on the way.
    case mails(Int)

    static func random(using random: inout SeededRandom) -> Moment {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .words(["Processing", "✓ Created", "✓ Sent"].randomElement(using: &random) ?? "Processing")
        case 1: .mails(Int.random(in: 1...15, using: &random))
        default: .looks(Int.random(in: 10...100, using: &random))
        }
    }
}

/// Kills servers (`kill -9`) at the moments that are asked for.
private final class Executioner: Sendable {
    private let order = Mutex<(server: DeskbellProcess, mails: Int)?>(nil)

    init(at sink: SMTPSink) {
        sink.onReceipt { [self] _ in
            let victim = order.withLock { order in
                guard let (server, mails) = order else { return nil as DeskbellProcess? }
                order = mails > 1 ? (server, mails - 1) : nil
                return mails > 1 ? nil : server
            }
            victim?.kill()
        }
    }

    func kill(_ server: DeskbellProcess, at moment: Moment) async throws {
        var looked = 0
        if case .mails(let number) = moment { order.withLock { $0 = (server, number) } }
        try await eventually("the moment has come: \(moment)", within: .seconds(60)) {
            looked += 1
            return switch moment {
            case .looks(let looks): looked > looks
            case .words(let words): server.log.contains(words)
            case .mails: !server.isRunning
            }
        }
        server.kill()
    }
}
