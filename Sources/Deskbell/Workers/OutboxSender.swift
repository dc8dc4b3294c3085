import HelpDesk
import Logging
import ServiceLifecycle

/// Sends what stands in the outbox, one server process at a time claiming its share.
struct OutboxSender: Service {
    let desk: Desk
    let carrier: any MailCarrier

    func run() async throws {
        do { try await desk.resumeSending() } catch { desk.logger.error("[email] Error sending mail: \(error)") }
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
        let claimed = try await desk.claimDeliveries(rate: { [carrier] in carrier.rate(of: $0) })
        guard !claimed.isEmpty else { return false }
        await carrier.carry(claimed, of: desk)
        return true
    }
}

/// A way for mail to leave: SMTP, or the demo's shelf.
protocol MailCarrier: Sendable {
    /// Sends each mail and notes in the desk what became of it.
    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async
    /// How much may be sent from a mailbox.
    func rate(of mailbox: Mailbox) -> SendingRate
}
