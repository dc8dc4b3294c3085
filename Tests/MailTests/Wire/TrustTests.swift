import Logging
import NIOCore
import TestKit
import Testing

@testable import Mail

private let logger = Logger(label: "test")

@Suite struct `Whom a mail connection trusts` {
    private func problem(_ server: MailServer) async -> IMAPError? {
        await #expect(throws: IMAPError.self) { _ = try await IMAPClient.connect(to: server, logger: logger) }
    }

    @Test(arguments: CertificateAuthority.Quality.allCases, [MailServer.Security.tls, .startTLSRequired])
    func `a bad certificate is told by its fault`(
        quality: CertificateAuthority.Quality, security: MailServer.Security
    ) async throws {
        let sink = try await SMTPSink.start(.init(security: security, certificate: quality))
        let outcome = await send(via: sink)
        switch quality {
        case .good: #expect(outcome.kinds == ["accepted"])
        case .expired: #expect(outcome.problem?.description.contains("expired on 2021-01-01") == true)
        case .wrongName: #expect(outcome.problem?.description.contains("another host name") == true)
        }
        #expect(outcome.problem?.kind == (quality == .good ? nil : .account))
        #expect(sink.received.count == (quality == .good ? 1 : 0))
        await sink.stop()
    }

    @Test(arguments: [MailServer.Security.tls, .startTLSRequired])
    func `an unknown authority is not trusted, and the error says what to set`(security: MailServer.Security)
        async throws
    {
        let dovecot = try await DovecotServer.shared()
        var server = security == .tls ? dovecot.imaps : dovecot.imap
        server.caFile = nil
        let error = await problem(server)
        #expect(error == .connection(.certificate(of: "\(server)", .unknownAuthority)))
        #expect(error?.description.contains("TLS_CA_FILE") == true)
        #expect(error?.isTemporary == false)
    }

    @Test func `an address instead of a name is compared with the certificate's addresses`() async throws {
        let dovecot = try await DovecotServer.shared()
        var server = dovecot.imaps
        server.host = "127.0.0.1"
        await (try IMAPClient.connect(to: server, logger: logger)).logout()
        server.host = "127.0.0.2"
        let other = try await LineServer.start(
            host: "127.0.0.2", certificate: CertificateAuthority.shared.certificate()
        ) { try await $0.waitForEnd() }
        server.port = other.port
        #expect(await problem(server) == .connection(.certificate(of: "\(server)", .wrongName)))
        await other.stop()
    }

    @Test(arguments: ["/nowhere/ca.pem", "/etc/hostname", "/dev/null"])
    func `a useless file of authorities is named`(path: String) async throws {
        var server = try await DovecotServer.shared().imaps
        server.caFile = path
        #expect(await problem(server)?.description.contains("TLS_CA_FILE \(path) cannot be used") == true)
    }

    @Test func `a port without TLS is said to be one`() async throws {
        let plain = try await LineServer.start { connection in
            try await connection.send("* OK ready")
            try await connection.waitForEnd()
        }
        let error = await problem(MailServer(host: "localhost", port: plain.port, security: .tls))
        #expect(error?.description.contains("does not speak TLS on this port") == true)
        await plain.stop()
    }

    @Test func `nobody listening and an unknown host are told apart`() async throws {
        let port = try FreePort.take(1)[0]
        let closed = await problem(MailServer(host: "127.0.0.1", port: port, security: .tls))
        #expect(closed?.description.contains("connection refused") == true)
        #expect(closed?.isTemporary == true)
        let unknown = await problem(MailServer(host: "no-such-host.invalid", port: 993, security: .tls))
        #expect(unknown?.description.contains("the host name is unknown") == true)
    }

    @Test func `a server that accepts and says nothing is given up in time`() async throws {
        let silent = try await LineServer.start { try await $0.waitForEnd() }
        let server = MailServer(
            host: "127.0.0.1", port: silent.port, security: .startTLSRequired, connectTimeoutSeconds: 1.5)
        let error = await problem(server)
        #expect(error == .connection(.timedOut(waitingFor: "the greeting from \(server)", seconds: 1.5)))

        let patient = MailServer(host: "127.0.0.1", port: silent.port, security: .tls)
        let waiting = Task { _ = try await IMAPClient.connect(to: patient, logger: logger) }
        try await eventually("the second connection is made") { silent.connectionCount == 2 }
        let start = ContinuousClock.now
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(ContinuousClock.now - start < .milliseconds(500))
        await silent.stop()
    }
}

@Suite struct `A password` {
    @Test(arguments: [("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("10.0.0.1", false), ("::2", false)])
    func `may cross in clear text to this machine alone`(address: String, isLoopback: Bool) throws {
        #expect(try SocketAddress(ipAddress: address, port: 25).isLoopback == isLoopback)
    }

    @Test func `does not leave for another machine without encryption`() async throws {
        let address = try #require(System.firstOtherAddress, "this machine needs an address beside the loopback one")
        let sink = try await SMTPSink.start(.init(security: .startTLSIfOffered, host: address))
        let outcome = await send(via: sink)
        #expect(outcome.kinds == ["deferred"])
        #expect(outcome.problem?.description.contains("the password was not sent") == true)

        let heard = Heard()
        let imap = try await LineServer.start(host: address) { connection in
            try await connection.send("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready")
            while let line = try await connection.readLine() { heard.note(line) }
        }
        let client = try await IMAPClient.connect(
            to: MailServer(host: address, port: imap.port, security: .startTLSIfOffered), logger: logger)
        let error = await #expect(throws: IMAPError.self) {
            try await client.authenticate(.password(user: "anna", password: "x"))
        }
        #expect(error == .connection(.passwordNeedsEncryption(to: "\(address):\(imap.port)")))
        #expect(heard.lines.isEmpty)
        client.close()
        await imap.stop()
        await sink.stop()
    }

    @Test func `goes to this machine without encryption`() async throws {
        let sink = try await SMTPSink.start(.init(security: .startTLSIfOffered))
        #expect(await send(via: sink).kinds == ["accepted"])
        #expect(sink.received.first?.isEncrypted == false)
        await sink.stop()
    }

    @Test func `is not shown by anything that prints`() {
        let credentials = Credentials.password(user: "anna", password: "hunter2")
        var dumped = ""
        dump([credentials], to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), "\([credentials])", dumped] {
            #expect(!text.contains("hunter2"))
            #expect(!text.contains(base64("hunter2")))
        }
    }

    @Test(arguments: [false, true])
    func `does not leave when STARTTLS was taken out of the conversation`(isSMTP: Bool) async throws {
        let heard = Heard()
        let server = try await LineServer.start { connection in
            try await connection.send(isSMTP ? "220 hi" : "* OK hi")
            while let line = try await connection.readLine() {
                heard.note(line)
                if isSMTP {
                    try await connection.send(line.hasPrefix("EHLO") ? "250-hi\r\n250 AUTH PLAIN" : "500 no")
                } else {
                    let tag = line.prefix { $0 != " " }
                    try await connection.send("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n\(tag) OK done")
                }
            }
        }
        let address = MailServer(host: "127.0.0.1", port: server.port, security: .startTLSRequired)
        if isSMTP {
            let outcome = await SMTPClient.send(
                [], from: nil, to: ["a@a.test"], via: address, credentials: .password(user: "a", password: "b"),
                timeouts: .all(5), logger: logger)
            #expect(outcome.problem?.description.contains("does not offer STARTTLS") == true)
        } else {
            await #expect(throws: IMAPError.connection(.startTLSNotOffered(by: "\(address)"))) {
                _ = try await IMAPClient.connect(to: address, logger: logger)
            }
        }
        #expect(heard.lines.allSatisfy { !$0.contains("AUTH") && !$0.contains("LOGIN") })
        await server.stop()
    }
}

extension System {
    /// An IPv4 address of this machine that is not the loopback one.
    fileprivate static var firstOtherAddress: String? {
        let addresses = (try? enumerateDevices())?.compactMap(\.address) ?? []
        return addresses.first { $0.protocol == .inet && !$0.isLoopback }?.ipAddress
    }
}
