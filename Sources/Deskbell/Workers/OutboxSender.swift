import HelpDesk
import Logging
import ServiceLifecycle
import Synchronization

/// Sends what stands in the outbox, one server process at a time claiming its share.
struct OutboxSender: Service {
    let desk: Desk
    let carrier: any MailCarrier
    private let pause = Pause()

    init(desk: Desk, carrier: any MailCarrier) {
        self.desk = desk
        self.carrier = carrier
    }

    func run() async throws {
        await WakeUp(desk.mailToSend).forEach(orEvery: 5) {
            do {
                try await desk.recoverDeliveries()
                while !Task.isShuttingDownGracefully, !Task.isCancelled, try await sendBatch() {}
            } catch is CancellationError {
            } catch { desk.logger.error("[email] Error sending mail: \(error)") }
        }
    }

    /// - Returns: whether there may be more.
    private func sendBatch() async throws -> Bool {
        guard pause.isOver else { return false }
        let claimed = try await desk.claimDeliveries()
        guard !claimed.isEmpty else { return false }
        pause.begin(seconds: await carrier.carry(claimed, of: desk))
        return true
    }
}

/// A way for mail to leave: SMTP, or the demo's shelf.
protocol MailCarrier: Sendable {
    /// Sends each mail and notes in the desk what became of it.
    /// - Returns: for how many seconds the server wants, or deserves, to be left alone; 0 for not at all.
    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async -> Double
}

/// Until when nothing is sent: an account that was refused is not knocked at again and again.
private final class Pause: Sendable {
    private let until = Mutex(ContinuousClock.now)

    var isOver: Bool { until.withLock { $0 <= .now } }

    func begin(seconds: Double) { until.withLock { $0 = .now + .seconds(seconds) } }
}
