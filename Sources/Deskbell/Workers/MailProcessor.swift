import HelpDesk
import Logging
import ServiceLifecycle

/// Turns kept mail into tickets as soon as it is kept.
struct MailProcessor: Service {
    let desk: Desk

    func run() async throws {
        await WakeUp(desk.keptMail).forEach(orEvery: 2) {
            do {
                let results = try await cancelWhenGracefulShutdown { try await desk.processKept() }
                MailLog.tell(results, desk.logger)
            } catch is CancellationError {
            } catch { desk.logger.error("[email-to-ticket] Error processing mail: \(error)") }
        }
        await desk.stopProcessing()
    }
}

/// The log's words for what became of mail.
enum MailLog {
    static func tell(_ results: [ProcessedMail], _ logger: Logger) {
        guard !results.isEmpty else { return }
        for mail in results {
            let sender = mail.sender ?? "an unknown sender"
            switch mail.outcome {
            case .created: logger.info("[email-to-ticket] ✓ Created ticket \(mail.ticket ?? "?") from \(sender)")
            case .appended: logger.info("[email-to-ticket] ✓ Added comment to ticket \(mail.ticket ?? "?")")
            case .failed: break
            default:
                logger.info(
                    "[email-to-ticket] Mail \(mail.ledgerID) from \(sender): \(mail.outcome.rawValue). \(mail.because?.description ?? "")"
                )
            }
        }
        logger.info("[email-to-ticket] ✓ Processed \(results.count) emails")
    }
}
