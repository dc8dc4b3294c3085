import Dispatch
import Foundation
import Glibc
import NIOCore

/// Why a name could not be looked up; that it does not exist is an answer, and none of these.
public enum DNSError: Error, Sendable, Equatable, CustomStringConvertible {
    case noServer
    case noAnswer(name: String)
    case refused(name: String, code: Int)
    case badName(String)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .noServer: "No DNS server is named in /etc/resolv.conf."
        case .noAnswer(let name): "No DNS server answers for \(name). Check the network and /etc/resolv.conf."
        case .refused(let name, let code): "The DNS server cannot look up \(name) (code \(code))."
        case .badName(let name): "“\(name)” is no name of the DNS."
        }
    }
}

/// Asks the system's DNS servers, also for what getaddrinfo does not know: MX, TXT, PTR.
public struct DNSResolver: Sendable {
    /// A server: an IPv4 address and a port.
    public struct Server: Sendable, Hashable {
        /// In dots.
        public let address: String
        /// Usually 53.
        public let port: UInt16

        /// `192.0.2.1` or `127.0.0.1:5353`; nil for anything else.
        public init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard let host = parts.first, parts.count <= 2, let port = parts.count == 2 ? UInt16(parts[1]) : 53,
                case .v4? = try? SocketAddress(ipAddress: String(host), port: Int(port))
            else { return nil }
            self.address = String(host)
            self.port = port
        }
    }

    private let servers: [Server]
    private let timeoutSeconds: Double

    /// - Parameter servers: nil for those of `/etc/resolv.conf`, three at most.
    public init(servers: [Server]? = nil, timeoutSeconds: Double = 3) {
        self.servers = servers ?? Self.systemServers
        self.timeoutSeconds = timeoutSeconds
    }

    private static var systemServers: [Server] {
        let text = (try? String(contentsOfFile: "/etc/resolv.conf", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            return words.count >= 2 && words[0] == "nameserver" ? Server(String(words[1])) : nil
        }.prefix(3).map(\.self)
    }

    /// The records of a name; empty where the name or the type does not exist.
    /// - Throws: `DNSError`.
    public func records(_ name: String, _ type: DNSType) async throws -> [DNSRecord] {
        guard !servers.isEmpty else { throw DNSError.noServer }
        return try await withCheckedThrowingContinuation { continuation in
            Self.queue.async { continuation.resume(with: Result { try ask(name, type) }) }
        }
    }

    /// Blocking calls, away from the few threads of the cooperative pool.
    private static let queue = DispatchQueue(label: "deskbell.dns", attributes: .concurrent)

    private func ask(_ name: String, _ type: DNSType) throws -> [DNSRecord] {
        var refusal: Int?
        for server in servers + servers {
            let id = UInt16.random(in: 0 ... .max)
            guard let query = DNSMessage.query(name, type, id: id) else { throw DNSError.badName(name) }
            let exchange = DNSExchange(server: server, timeoutSeconds: timeoutSeconds)
            guard var message = exchange.overUDP(query).flatMap({ DNSMessage($0, id: id, type: type) }) else {
                continue
            }
            if message.isTruncated {
                guard let whole = exchange.overTCP(query).flatMap({ DNSMessage($0, id: id, type: type) }) else {
                    continue
                }
                message = whole
            }
            // 3: there is no such name.
            if message.responseCode == 0 || message.responseCode == 3 { return message.records }
            refusal = message.responseCode
        }
        throw refusal.map { DNSError.refused(name: name, code: $0) } ?? DNSError.noAnswer(name: name)
    }
}

/// One question to one server.
private struct DNSExchange {
    let server: DNSResolver.Server
    let timeoutSeconds: Double

    func overUDP(_ query: [UInt8]) -> [UInt8]? {
        connected(Int32(SOCK_DGRAM.rawValue)) { socket in
            guard send(socket, query, query.count, 0) == query.count else { return nil }
            let answer = receive(socket, atMost: 4_096)
            return answer.isEmpty ? nil : answer
        }
    }

    /// RFC 7766: two bytes of length before each message.
    func overTCP(_ query: [UInt8]) -> [UInt8]? {
        connected(Int32(SOCK_STREAM.rawValue)) { socket in
            let framed = [UInt8(query.count >> 8), UInt8(query.count & 255)] + query
            guard send(socket, framed, framed.count, Int32(MSG_NOSIGNAL)) == framed.count else { return nil }
            var bytes: [UInt8] = []
            while true {
                if bytes.count >= 2, bytes.count - 2 >= Int(bytes[0]) << 8 | Int(bytes[1]) { return Array(bytes[2...]) }
                let more = receive(socket, atMost: 65_537 - bytes.count)
                guard !more.isEmpty else { return nil }
                bytes += more
            }
        }
    }

    private func connected(_ type: Int32, _ body: (Int32) -> [UInt8]?) -> [UInt8]? {
        let descriptor = socket(AF_INET, type | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var time = timeval(
            tv_sec: Int(timeoutSeconds), tv_usec: Int((timeoutSeconds.truncatingRemainder(dividingBy: 1)) * 1e6))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        // The members of `sockaddr_in` are NIO's or Glibc's, by which files the compiler happens to take together.
        guard let address = try? SocketAddress(ipAddress: server.address, port: Int(server.port)) else { return nil }
        let result = address.withSockAddr { connect(descriptor, $0, socklen_t($1)) }
        return result == 0 ? body(descriptor) : nil
    }

    private func receive(_ socket: Int32, atMost count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, recv(socket, buffer.baseAddress, count, 0))
        }
    }
}
