import HelpDesk
import Logging
import Mail
import ServiceLifecycle

/// Sends what stands in the outbox. Where the account is refused, it waits before it tries again, so that no account is locked.
struct OutboxSender: Service {
    let desk: Desk
    let carrier: any MailCarrier

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
        let claimed = try await desk.claimDeliveries()
        guard !claimed.isEmpty else { return false }
        await carrier.carry(claimed, of: desk)
        return true
    }
}

/// A way for mail to leave: SMTP, or the demo's shelf.
protocol MailCarrier: Sendable {
    /// Sends each mail and notes in the desk what became of it.
    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async
}

/// Hands mail to the SMTP server of the environment, several on one connection.
struct SMTPCarrier: MailCarrier {
    let account: MailAccount
    /// The envelope sender and From where the server insists on one of its own.
    let sender: String?

    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async {
        let session: SMTPSession
        do {
            session = try await SMTPSession.open(to: account.server, credentials: account.credentials, logger: desk.logger)
        } catch {
            desk.logger.error("[email] \(error)")
            for (delivery, _) in mails { await note(.deferred("\(error)"), of: delivery, desk) }
            return
        }
        for (delivery, mail) in mails { await carry(delivery, mail, over: session, of: desk) }
        await session.quit()
    }

    private func carry(_ delivery: Delivery, _ mail: [UInt8], over session: SMTPSession, of desk: Desk) async {
        let outcome = await session.send(mail, from: sender ?? delivery.envelopeSender, to: [delivery.recipient]) {
            (try? await desk.handOver(delivery)) == true
        }
        switch outcome.delivery(to: delivery.recipient) {
        case .accepted(let reply, _)?: await note(.accepted("\(reply)"), of: delivery, desk)
        case .deferred(let failure)?: await note(.deferred(failure.text), of: delivery, desk)
        case .refused(let failure)?: await note(.refused(failure.text), of: delivery, desk)
        case .unknown(let failure)?: await note(.unknown(failure.text), of: delivery, desk)
        case nil: await note(.deferred("Nothing was sent."), of: delivery, desk)
        }
    }

    /// The server's word must reach the database: while it does not, the mail is neither lost nor sent again.
    private func note(_ result: DeliveryResult, of delivery: Delivery, _ desk: Desk) async {
        switch result {
        case .accepted: desk.logger.info("[email] ✓ Sent \(delivery.kind.rawValue) to \(delivery.recipient)")
        case .deferred(let words): desk.logger.warning("[email] Not yet sent to \(delivery.recipient): \(words)")
        case .refused(let words): desk.logger.error("[email] Refused for \(delivery.recipient): \(words)")
        case .unknown(let words): desk.logger.error("[email] Unknown whether \(delivery.recipient) got it: \(words)")
        }
        for attempt in 1...5 {
            do { return try await desk.note(result, of: delivery) } catch {
                desk.logger.error("[email] Could not write down the outcome of delivery \(delivery.id), try \(attempt): \(error)")
                try? await Task.sleep(for: .milliseconds(200 * attempt))
            }
        }
    }
}
