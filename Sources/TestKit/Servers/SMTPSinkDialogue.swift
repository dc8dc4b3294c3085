import Foundation
import Mail
import Synchronization

/// What an `SMTPSink` says on one connection.
struct SMTPSinkDialogue {
    private struct Hangup: Error {}

    private let sink: SMTPSink
    private let connection: LineConnection
    private var user: String?
    private var sender: String?
    private var recipients: [String] = []
    private var isEncrypted: Bool

    init(sink: SMTPSink, connection: LineConnection) {
        self.sink = sink
        self.connection = connection
        isEncrypted = sink.options.security == .tls
    }

    mutating func run() async throws {
        do {
            guard try await goesWell(.connect) else { return }
            try await connection.send("220 sink.test ESMTP")
            while let line = try await connection.readLine() { try await answer(line) }
        } catch is Hangup {
            try await connection.cut()
        }
    }

    private mutating func answer(_ line: String) async throws {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let argument = words.count > 1 ? words[1] : ""
        switch words.first?.uppercased() {
        case "EHLO":
            let isSecond = isEncrypted && sink.options.security != .tls
            if try await goesWell(isSecond ? .securedHello : .hello) { try await hello() }
        case "HELO": try await connection.send("250 sink.test")
        case "STARTTLS": if try await goesWell(.startTLS) { try await startTLS() }
        case "AUTH": if try await goesWell(.authenticate) { try await authenticate(argument) }
        case "MAIL": try await mail(argument)
        case "RCPT": try await recipient(argument)
        case "DATA": try await message()
        case "RSET":
            reset()
            try await connection.send("250 2.0.0 Ok")
        case "NOOP": try await connection.send("250 2.0.0 Ok")
        case "QUIT":
            guard try await goesWell(.quit) else { return }
            try await connection.send("221 2.0.0 Bye")
            throw Hangup()
        default: try await connection.send("500 5.5.2 What?")
        }
    }

    private func hello() async throws {
        var lines = ["sink.test"] + sink.options.extensions
        if !isEncrypted, sink.options.security != .tls, offersTLS { lines.append("STARTTLS") }
        if sink.options.login != nil { lines.append("AUTH \(sink.options.mechanisms.joined(separator: " "))") }
        for (index, line) in lines.enumerated() {
            try await connection.send("250\(index == lines.count - 1 ? " " : "-")\(line)")
        }
    }

    private var offersTLS: Bool { sink.options.security == .startTLSRequired }

    private mutating func startTLS() async throws {
        if fault(.handshake, []) != nil {
            try await connection.send("220 2.0.0 Go ahead")
            guard try await goesWell(.handshake) else { return }
        }
        sink.reach(.handshake)
        try await connection.startTLS(sink.certificate, after: "220 2.0.0 Go ahead")
        isEncrypted = true
        reset()
    }

    // MARK: Signing in

    private mutating func authenticate(_ argument: String) async throws {
        let words = argument.split(separator: " ").map(String.init)
        let mechanism = words.first?.uppercased() ?? ""
        guard sink.options.mechanisms.contains(mechanism), let login = sink.options.login else {
            return try await connection.send("504 5.5.4 Unknown mechanism")
        }
        var isRight = false
        switch mechanism {
        case "PLAIN":
            let given = try await words.count > 1 ? words[1] : challenge("")
            isRight = given == base64("\0\(login.user)\0\(login.password)")
        case "LOGIN":
            let name = try await challenge("VXNlcm5hbWU6")
            let password = try await challenge("UGFzc3dvcmQ6")
            isRight = name == base64(login.user) && password == base64(login.password)
        default:
            let wanted = base64("user=\(login.user)\u{1}auth=Bearer \(sink.options.token ?? "")\u{1}\u{1}")
            isRight = sink.options.token != nil && words.last == wanted
            if !isRight { _ = try await challenge(base64(#"{"status":"401"}"#)) }
        }
        if isRight { user = login.user }
        let reply = isRight ? "235 2.7.0 Welcome" : "535 5.7.8 Authentication credentials invalid"
        try await connection.send(reply)
    }

    private func challenge(_ text: String) async throws -> String {
        try await connection.send("334 \(text)")
        guard let answer = try await connection.readLine() else { throw Hangup() }
        return answer
    }

    private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    // MARK: A message

    private mutating func mail(_ argument: String) async throws {
        guard try await goesWell(.sender) else { return }
        guard sink.options.login == nil || user != nil else {
            return try await connection.send("530 5.7.0 Authentication required")
        }
        guard sender == nil, let path = path(argument) else { return try await connection.send("503 5.5.1 Not now") }
        sender = path
        try await connection.send("250 2.1.0 Ok")
    }

    private mutating func recipient(_ argument: String) async throws {
        guard sender != nil, let address = path(argument), !address.isEmpty else {
            return try await connection.send("503 5.5.1 Not now")
        }
        guard try await goesWell(.recipient, for: address) else { return }
        recipients.append(address)
        try await connection.send("250 2.1.5 Ok")
    }

    private mutating func message() async throws {
        guard !recipients.isEmpty else { return try await connection.send("554 5.5.1 No valid recipients") }
        guard try await goesWell(.data) else { return }
        try await connection.send("354 Go ahead")
        var bytes: [UInt8] = []
        while true {
            guard let line = try await connection.readBytesOfLine() else { throw Hangup() }
            guard try await goesWell(.message) else { return }
            if line == [UInt8(ascii: ".")] { break }
            bytes += line.first == UInt8(ascii: ".") ? line[1...] : line[...]
            bytes += [0x0D, 0x0A]
        }
        defer { reset() }
        guard try await goesWell(.end) else { return }
        sink.keep(
            ReceivedMail(
                sender: sender ?? "", recipients: recipients, bytes: bytes, user: user, isEncrypted: isEncrypted))
        guard try await goesWell(.kept) else { return }
        try await connection.send("250 2.0.0 Ok: queued as \(String(sink.received.count, radix: 36).uppercased())")
    }

    private mutating func reset() {
        sender = nil
        recipients = []
    }

    private func path(_ argument: String) -> String? {
        guard let open = argument.firstIndex(of: "<"), let close = argument.lastIndex(of: ">"), open < close else {
            return nil
        }
        return String(argument[argument.index(after: open)..<close])
    }

    // MARK: Faults

    /// Whether the step may be done; if not, the fault has been played.
    private func goesWell(_ step: SMTPStep, for address: String? = nil) async throws -> Bool {
        sink.reach(step)
        switch fault(step, address.map { [$0] } ?? recipients) {
        case nil: return true
        case .reply(let line):
            try await connection.send(line)
            // Whoever says 421 closes the connection (RFC 5321 §3.8).
            if line.hasPrefix("421") { throw Hangup() }
        case .cut: throw Hangup()
        case .silence:
            try await connection.waitForEnd()
            throw Hangup()
        case .stall:
            // Whoever does not read does not see the end either: the connection lives until the server stops.
            try await Task.sleep(for: .seconds(600))
            throw Hangup()
        case .delay(let time):
            try await Task.sleep(for: time)
            return true
        }
        return false
    }

    private func fault(_ step: SMTPStep, _ addresses: [String]) -> SMTPFault? {
        let set = sink.state.withLock { $0.faults }
        let found = set.last { fault in
            fault.step == step && (fault.recipient.map(addresses.contains) ?? true)
        }
        return found?.fault ?? addresses.lazy.compactMap { SMTPFault.asked(by: $0, at: step) }.first
    }
}
