/// Waits until `condition` holds, looking again every few milliseconds.
/// - Parameters:
///   - what: what is waited for, for the error's text.
///   - limit: how long to wait at most.
/// - Throws: `NeverHappened` when the time is up, and whatever `condition` throws.
public func eventually(
    _ what: String, within limit: Duration = .seconds(10), _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what, limit: limit) }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// A condition that a test waited for did not come true in time.
public struct NeverHappened: Error, CustomStringConvertible {
    /// What was waited for.
    public let what: String
    /// How long.
    public let limit: Duration

    /// What was waited for, and how long.
    public var description: String { "Waited \(limit) in vain: \(what)" }
}
