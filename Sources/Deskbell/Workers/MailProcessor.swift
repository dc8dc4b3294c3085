import HelpDesk
import Logging
import ServiceLifecycle
import Synchronization

/// Turns kept mail into tickets as soon as it is kept.
struct MailProcessor: Service {
    let desk: Desk
    private let trouble = Trouble()

    init(desk: Desk) { self.desk = desk }

    func run() async throws {
        await WakeUp(desk.keptMail).forEach(orEvery: 2) {
            do {
                let results = try await cancelWhenGracefulShutdown { try await desk.processKept() }
                MailLog.tell(results, desk.logger)
                trouble.isOver()
            } catch is CancellationError {
            } catch  where trouble.isNews("\(error)") {
                desk.logger.error("[email-to-ticket] Error processing mail, which waits meanwhile: \(error)")
            } catch {}
        }
        await desk.stopProcessing()
    }
}

/// Tells a trouble once, however often it is met: a disk stays full for hours.
private final class Trouble: Sendable {
    private let last = Mutex<String?>(nil)

    func isNews(_ text: String) -> Bool {
        last.withLock { last in
            defer { last = text }
            return last != text
        }
    }

    func isOver() { last.withLock { $0 = nil } }
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
