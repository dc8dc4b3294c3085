import Logging

/// The log's words for what became of mail, by whichever way it came.
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
                let reason = mail.because?.description ?? ""
                logger.info(
                    "[email-to-ticket] Mail \(mail.ledgerID) from \(sender): \(mail.outcome.rawValue). \(reason)")
            }
        }
        logger.info("[email-to-ticket] ✓ Processed \(results.count) emails")
    }
}
