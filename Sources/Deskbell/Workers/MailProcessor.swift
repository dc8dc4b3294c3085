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
                try await cancelWhenGracefulShutdown { _ = try await desk.processKept() }
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
