import NIOCore
import Synchronization

/// The units that have arrived on a connection and that nobody has read yet. One reader at a time; filled by the event loop.
final class Inbox<Frame: Sendable>: Sendable {
    /// Above this many unread bytes nothing more is taken from the socket, until the reader has caught up.
    static var highWaterBytes: Int { 1 << 20 }

    /// However steadily bytes trickle in, one unit must be whole in this time: 50 MB at 28 kB a second.
    private static var unitTimeLimit: TimeAmount { .minutes(30) }

    private struct Reader {
        var number: Int
        var continuation: CheckedContinuation<Frame, any Error>
        var began = NIODeadline.now()
        var watchdog: Scheduled<Void>?
    }

    private struct State {
        var frames = CircularBuffer<(frame: Frame, bytes: Int)>()
        var unreadBytes = 0
        var end: (any Error)?
        var reader: Reader?
        var readers = 0
        var lastArrival = NIODeadline.now()
    }

    private let state = Mutex(State())

    var isFull: Bool { state.withLock { $0.unreadBytes > Self.highWaterBytes } }

    /// Why nothing more will arrive, once that is so.
    var end: (any Error)? { state.withLock { $0.end } }

    /// Bytes have come, though not yet a whole unit: the server is alive.
    func touch() {
        state.withLock { $0.lastArrival = .now() }
    }

    func put(_ frame: Frame, bytes: Int) {
        let reader = state.withLock { state -> Reader? in
            guard state.end == nil else { return nil }
            if let reader = state.reader.take() { return reader }
            state.frames.append((frame, bytes))
            state.unreadBytes += bytes
            return nil
        }
        reader?.watchdog?.cancel()
        reader?.continuation.resume(returning: frame)
    }

    /// Says that nothing more will come. The first reason stands; what has already arrived can still be read.
    func finish(_ error: any Error) {
        let reader = state.withLock { state -> Reader? in
            guard state.end == nil else { return nil }
            state.end = error
            return state.reader.take()
        }
        reader?.watchdog?.cancel()
        reader?.continuation.resume(throwing: error)
    }

    /// Forgets what has not been read.
    func clear() {
        state.withLock { state in
            state.frames.removeAll()
            state.unreadBytes = 0
        }
    }

    /// The next unit, if it is there already, and whether the socket may be read again now that it has been taken.
    /// - Throws: why the connection ended.
    func takeNext() throws -> (frame: Frame, hasRoomAgain: Bool)? {
        try state.withLock { state in
            guard let (frame, bytes) = state.frames.popFirst() else {
                if let end = state.end { throw end }
                return nil
            }
            let wasFull = state.unreadBytes > Self.highWaterBytes
            state.unreadBytes -= bytes
            return (frame, wasFull && state.unreadBytes <= Self.highWaterBytes)
        }
    }

    /// Waits for the next unit.
    /// - Parameters:
    ///   - silence: how long the server may send nothing at all.
    ///   - giveUp: called when that time is over; it ends the connection with `error`.
    func wait(
        silence: TimeAmount, on loop: any EventLoop, error: ConnectionError, giveUp: @escaping @Sendable () -> Void
    ) async throws -> Frame {
        try await withCheckedThrowingContinuation { continuation in
            let number = register(continuation)
            if let number { watch(number, silence: silence, on: loop, error: error, giveUp: giveUp) }
        }
    }

    private func register(_ continuation: CheckedContinuation<Frame, any Error>) -> Int? {
        let answer = state.withLock { state -> Result<Frame, any Error>? in
            if let (frame, bytes) = state.frames.popFirst() {
                state.unreadBytes -= bytes
                return .success(frame)
            }
            if let end = state.end { return .failure(end) }
            guard state.reader == nil else { return .failure(ConnectionError.busy) }
            state.readers += 1
            state.reader = Reader(number: state.readers, continuation: continuation)
            state.lastArrival = .now()
            return nil
        }
        if let answer {
            continuation.resume(with: answer)
            return nil
        }
        return state.withLock { $0.reader?.number }
    }

    /// Looks again each time the allowed silence could be over; bytes that arrived in between extend it.
    private func watch(
        _ number: Int, silence: TimeAmount, on loop: any EventLoop, error: ConnectionError,
        giveUp: @escaping @Sendable () -> Void
    ) {
        guard let due = deadline(ofReader: number, silence) else { return }
        let task = loop.scheduleTask(deadline: due) { [self] in
            guard let due = deadline(ofReader: number, silence) else { return }
            guard due <= .now() else {
                return watch(number, silence: silence, on: loop, error: error, giveUp: giveUp)
            }
            finish(error)
            giveUp()
        }
        let isCurrent = state.withLock { state in
            guard state.reader?.number == number else { return false }
            state.reader?.watchdog = task
            return true
        }
        if !isCurrent { task.cancel() }
    }

    /// When that reader is to give up, as things stand; `nil` when it no longer waits.
    private func deadline(ofReader number: Int, _ silence: TimeAmount) -> NIODeadline? {
        state.withLock { state in
            guard let reader = state.reader, reader.number == number else { return nil }
            return min(state.lastArrival + silence, reader.began + max(silence, Self.unitTimeLimit))
        }
    }
}
