import HelpDesk
import Logging
import Mail

/// Hands mail to an SMTP server, several on one connection.
struct SMTPCarrier: MailCarrier {
    let account: MailAccount
    /// The envelope sender where the server insists on one of its own.
    let sender: String?

    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async -> Double {
        var rest = mails[...]
        while !rest.isEmpty {
            do {
                let session = try await SMTPSession.open(
                    to: account.server, credentials: account.credentials, logger: desk.logger)
                let problem = await carry(&rest, over: session, of: desk)
                await session.quit()
                if let problem { return await postpone(rest, problem, desk) }
            } catch {
                return await postpone(rest, error, desk)
            }
        }
        return 0
    }

    /// Sends one after the other while the connection lives.
    /// - Returns: what is wrong with the account or the server, where the rest had better wait.
    private func carry(
        _ rest: inout ArraySlice<(delivery: Delivery, mail: [UInt8])>, over session: SMTPSession, of desk: Desk
    ) async -> SMTPProblem? {
        while session.isOpen, let (delivery, mail) = rest.popFirst() {
            let outcome = await session.send(mail, from: sender ?? delivery.envelopeSender, to: [delivery.recipient]) {
                (try? await desk.handOver(delivery)) == true
            }
            await note(DeliveryResult(outcome.delivery(to: delivery.recipient)), of: delivery, desk)
            if let problem = outcome.problem, problem.kind != .connection { return problem }
        }
        return nil
    }

    /// - Returns: for how many seconds nothing should be sent.
    private func postpone(
        _ mails: ArraySlice<(delivery: Delivery, mail: [UInt8])>, _ problem: any Error, _ desk: Desk
    ) async -> Double {
        desk.logger.error("[email] \(problem)")
        for (delivery, _) in mails { await note(.deferred("\(problem)"), of: delivery, desk) }
        return switch (problem as? SMTPProblem)?.kind {
        case .account?: 300
        case .slowDown?: 60
        default: 5
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
                desk.logger.error(
                    "[email] Could not write down the outcome of delivery \(delivery.id), try \(attempt): \(error)")
                try? await Task.sleep(for: .milliseconds(200 * attempt))
            }
        }
    }
}

extension DeliveryResult {
    fileprivate init(_ delivery: SMTPDelivery?) {
        switch delivery {
        case .accepted(let reply, _)?: self = .accepted("\(reply)")
        case .deferred(let failure)?: self = .deferred(failure.text)
        case .refused(let failure)?: self = .refused(failure.text)
        case .unknown(let failure)?: self = .unknown(failure.text)
        case nil: self = .deferred("Nothing was sent.")
        }
    }
}
