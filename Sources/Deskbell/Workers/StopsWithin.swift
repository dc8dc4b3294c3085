import ServiceLifecycle

/// A part of the server that has so many seconds to end once it is asked to, and is cancelled then. One that sends mail may
/// need longer than all others.
struct StopsWithin: Service {
    let seconds: Double
    let service: any Service

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: .seconds(seconds))
            }
            defer { group.cancelAll() }
            // Either the service has ended, or its time is over; a failure of it is a failure of this.
            try await group.next()
            group.cancelAll()
            do { while try await group.next() != nil {} } catch is CancellationError {}
        }
    }
}

/// Says in the log that a stop begins. To be the last of the services, which is the first to be stopped.
struct StopNotice: Service {
    let tell: @Sendable () -> Void

    func run() async throws {
        try await gracefulShutdown()
        tell()
    }
}
