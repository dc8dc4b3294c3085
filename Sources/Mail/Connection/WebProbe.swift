import Foundation

/// One look at a web server: whether it answers, and what time it has.
public enum WebProbe {
    /// What it said.
    public struct Answer: Sendable {
        /// The HTTP status.
        public let status: Int
        /// Its `Date`; nil where there is none.
        public let date: Date?
    }

    /// Asks for a path with HTTP/1.1 and reads the head of the answer.
    /// - Throws: `ConnectionError`; certificates are verified.
    public static func get(_ path: String, at server: MailServer, hostHeader: String) async throws -> Answer {
        let wire = try await Wire.open(to: server, framing: HeadFraming())
        let request = "GET \(path) HTTP/1.1\r\nHost: \(hostHeader)\r\nConnection: close\r\nUser-Agent: Deskbell\r\n\r\n"
        do {
            try await wire.send(request)
            let lines = try await wire.next("an answer")
            await wire.close()
            let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            let date = lines.first { $0.lowercased().hasPrefix("date:") }
            return Answer(status: status, date: date.flatMap { MailDate.parse(String($0.dropFirst(5))) })
        } catch {
            wire.abort(error)
            throw error
        }
    }
}

/// The lines up to the first empty one.
private struct HeadFraming: WireFraming {
    private static let bytesAtMost = 64 << 10
    private var bytes: [UInt8] = []
    private var isDone = false

    mutating func feed(_ more: UnsafeRawBufferPointer, emit: ([String]) -> Void) throws {
        guard !isDone else { return }
        bytes += more
        guard let text = String(validating: bytes, as: UTF8.self), let end = text.range(of: "\r\n\r\n") else {
            guard bytes.count <= Self.bytesAtMost else {
                throw ConnectionError.tooLong(what: "a head", limit: Self.bytesAtMost)
            }
            return
        }
        isDone = true
        emit(text[..<end.lowerBound].components(separatedBy: "\r\n"))
    }

    static func byteCount(of frame: [String]) -> Int { frame.reduce(0) { $0 + $1.utf8.count } }
}
