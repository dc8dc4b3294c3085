import Dispatch
import Foundation
import Glibc

/// A DNS server of the tests that knows what it is told, over UDP and TCP on one port.
public final class ScriptedDNS: Sendable {
    /// The port on 127.0.0.1.
    public let port: UInt16
    private let udp: Int32
    private let tcp: Int32

    /// - Parameters:
    ///   - texts: TXT records by name, in lower case.
    ///   - exchangers: MX records by name, all with preference 10.
    ///   - truncated: names whose answers over UDP are cut off.
    public init(
        texts: [String: [String]], exchangers: [String: [String]] = [:], truncated: Set<String> = []
    ) throws {
        let zone = Zone(texts: texts, exchangers: exchangers, truncated: truncated)
        (udp, tcp) = try Self.pair()
        port = Self.port(of: tcp)
        listen(tcp, 8)
        let (udp, tcp) = (udp, tcp)
        Thread.detachNewThread { Self.serveUDP(udp, zone) }
        Thread.detachNewThread { Self.serveTCP(tcp, zone) }
    }

    deinit {
        // Its thread closes it: a number that is closed here may be another server's by the time the thread looks again, and
        // that one's questions would be answered with what this one knows.
        for socket in [udp, tcp] { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Two sockets on one port: what is free over TCP may be taken over UDP.
    private static func pair() throws -> (udp: Int32, tcp: Int32) {
        var triesLeft = 20
        while true {
            let tcp = try bound(Int32(SOCK_STREAM.rawValue), port: 0)
            do { return (try bound(Int32(SOCK_DGRAM.rawValue), port: port(of: tcp)), tcp) } catch {
                close(tcp)
                triesLeft -= 1
                if triesLeft == 0 { throw error }
            }
        }
    }

    private static func serveUDP(_ socket: Int32, _ zone: Zone) {
        defer { close(socket) }
        var buffer = [UInt8](repeating: 0, count: 2_048)
        while true {
            var peer = sockaddr_in(), length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let count = withUnsafeMutablePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(socket, &buffer, buffer.count, 0, $0, &length)
                }
            }
            guard count > 12 else { return }
            let answer = zone.answer(to: Array(buffer[..<count]), isUDP: true)
            _ = withUnsafePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(socket, answer, answer.count, 0, $0, length)
                }
            }
        }
    }

    private static func serveTCP(_ socket: Int32, _ zone: Zone) {
        defer { close(socket) }
        while true {
            let peer = accept(socket, nil, nil)
            guard peer >= 0 else { return }
            var buffer = [UInt8](repeating: 0, count: 2_048)
            let count = recv(peer, &buffer, buffer.count, 0)
            if count > 14 {
                let answer = zone.answer(to: Array(buffer[2..<count]), isUDP: false)
                // In two pieces, as networks do.
                let framed = [UInt8(answer.count >> 8), UInt8(answer.count & 255)] + answer
                send(peer, Array(framed.prefix(5)), 5, Int32(MSG_NOSIGNAL))
                send(peer, Array(framed.dropFirst(5)), framed.count - 5, Int32(MSG_NOSIGNAL))
            }
            close(peer)
        }
    }

    private static func bound(_ type: Int32, port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, type | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw ServerDidNotStart("DNS", "no port")
        }
        return descriptor
    }

    private static func port(of socket: Int32) -> UInt16 {
        var address = sockaddr_in(), length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// What the server knows.
private struct Zone: Sendable {
    let texts: [String: [String]]
    let exchangers: [String: [String]]
    let truncated: Set<String>

    func answer(to query: [UInt8], isUDP: Bool) -> [UInt8] {
        var index = 12, labels: [String] = []
        while index < query.count, query[index] != 0 {
            let end = min(query.count, index + 1 + Int(query[index]))
            labels.append(String(decoding: query[(index + 1)..<end], as: UTF8.self).lowercased())
            index = end
        }
        guard index + 5 <= query.count else { return [] }
        let name = labels.joined(separator: "."), type = query[index + 2]
        let isCut = isUDP && truncated.contains(name)
        let records =
            isCut ? [] : type == 16 ? (texts[name] ?? []).map(text) : type == 15 ? (exchangers[name] ?? []).map(mx) : []
        let isKnown = texts[name] != nil || exchangers[name] != nil
        let flags: [UInt8] = [0x81 | (isCut ? 2 : 0), 0x80 | (isKnown ? 0 : 3)]
        var bytes = Array(query[..<2]) + flags + [0, 1, 0, UInt8(records.count), 0, 0, 0, 0]
        bytes += query[12..<(index + 5)]
        // The name of each record is a pointer to the question's.
        for record in records {
            bytes +=
                [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, UInt8(record.count >> 8), UInt8(record.count & 255)] + record
        }
        return bytes
    }

    /// Strings of at most 255 bytes.
    private func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: 200).flatMap { start -> [UInt8] in
            let part = bytes[start..<min(start + 200, bytes.count)]
            return [UInt8(part.count)] + part
        }
    }

    private func mx(_ name: String) -> [UInt8] {
        [0, 10] + name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }
}
