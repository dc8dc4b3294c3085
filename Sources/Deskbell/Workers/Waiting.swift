import Foundation
import ServiceLifecycle

/// Waits for the next signal, but not longer than `seconds`: signals are hints, the clock is the promise.
struct WakeUp: Sendable {
    private let signals: @Sendable () -> AsyncStream<Void>

    init(_ signals: @escaping @Sendable () -> AsyncStream<Void>) { self.signals = signals }

    /// Runs `work` at once, then after each signal and at least every `seconds`, until the task is cancelled or stops gracefully.
    func forEach(orEvery seconds: Double, _ work: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            let (merged, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                for await _ in signals().cancelOnGracefulShutdown() { continuation.yield() }
            }
            group.addTask {
                while !Task.isShuttingDownGracefully, !Task.isCancelled {
                    continuation.yield()
                    do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) } } catch {
                        break
                    }
                }
                continuation.finish()
            }
            for await _ in merged {
                if Task.isCancelled || Task.isShuttingDownGracefully { break }
                await work()
            }
            group.cancelAll()
        }
    }
}
