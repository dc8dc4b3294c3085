import HelpDesk
import Logging
import ServiceLifecycle

/// Performs background jobs when they are due.
struct JobRunner: Service {
    let desk: Desk

    func run() async throws {
        do { try await desk.scheduleSweep() } catch { desk.logger.error("[background-tasks] \(error)") }
        await WakeUp({ AsyncStream { _ in } }).forEach(orEvery: 5) {
            do { while try await desk.runJobs() > 0, !Task.isShuttingDownGracefully {} } catch is CancellationError {
            } catch { desk.logger.error("[background-tasks] Error running jobs: \(error)") }
        }
    }
}
