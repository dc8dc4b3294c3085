import Foundation
import TestKit
import Testing

@testable import Mail

@Suite struct `Asking the DNS` {
    private func resolver(_ server: ScriptedDNS) throws -> DNSResolver {
        DNSResolver(servers: [try #require(DNSResolver.Server("127.0.0.1:\(server.port)"))], timeoutSeconds: 10)
    }

    @Test func `reads texts and mail servers, over TCP too where UDP has no room`() async throws {
        let long = "v=DKIM1; p=\(String(repeating: "A", count: 900))"
        let server = try ScriptedDNS(
            texts: ["desk.example": ["v=spf1 mx ~all", "other"], "mail._domainkey.desk.example": [long]],
            exchangers: ["desk.example": ["mx1.desk.example", "mx2.desk.example"]],
            truncated: ["mail._domainkey.desk.example"])
        let dns = try resolver(server)
        #expect(try await dns.records("desk.example", .txt).map(\.text) == ["v=spf1 mx ~all", "other"])
        #expect(
            try await dns.records("desk.example.", .mx).map(\.text) == ["10 mx1.desk.example", "10 mx2.desk.example"])
        #expect(try await dns.records("mail._domainkey.desk.example", .txt).map(\.text) == [long])
        #expect(try await dns.records("nothing.example", .txt).isEmpty, "that a name does not exist is an answer")
        withExtendedLifetime(server) {}
    }

    @Test func `says that nobody answers, or that a name is none`() async throws {
        let nobody = DNSResolver(servers: [try #require(DNSResolver.Server("127.0.0.1:1"))], timeoutSeconds: 0.2)
        await #expect(throws: DNSError.noAnswer(name: "a.example")) { try await nobody.records("a.example", .txt) }
        let label = String(repeating: "a", count: 64)
        await #expect(throws: DNSError.badName(label)) { try await nobody.records(label, .txt) }
        await #expect(throws: DNSError.noServer) { try await DNSResolver(servers: []).records("a.example", .a) }
        #expect(DNSResolver.Server("dns.example") == nil && DNSResolver.Server("127.0.0.1:x") == nil)
    }

    @Test func `is not led in circles or past the end by a hostile answer`() {
        let head: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]
        let question: [UInt8] = [1, 97, 0, 0, 16, 0, 1]
        func message(_ answer: [UInt8]) -> DNSMessage? { DNSMessage(head + question + answer, id: 1, type: .txt) }
        let fine: [UInt8] = [0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 3, 2, 104, 105]
        #expect(message(fine)?.records.map(\.text) == ["hi"])
        #expect(DNSMessage(head + question + fine, id: 2, type: .txt) == nil, "an answer to somebody else")
        #expect(message([0xc0, 19, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]) == nil, "a name that points to itself")
        #expect(message([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 255, 255, 2]) == nil, "longer than the message")
        #expect(message([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 2, 200, 1]) == nil, "a string longer than its record")
        for count in 0..<(head + question + fine).count {
            #expect(DNSMessage(Array((head + question + fine).prefix(count)), id: 1, type: .txt) == nil)
        }
    }

    @Test func `tells how a domain sends mail`() async throws {
        let server = try ScriptedDNS(
            texts: [
                "help.desk.example": ["v=spf1 include:_spf.desk.example -all"],
                "_dmarc.desk.example": ["v=DMARC1; p=reject"],
                "mail._domainkey.help.desk.example": ["v=DKIM1; k=rsa; p=MIGf"],
                "default._domainkey.help.desk.example": ["v=DKIM1; p="],
            ], exchangers: ["help.desk.example": ["mx.desk.example"]])
        let domain = try await MailDomain("help.desk.example", selector: nil, resolver: resolver(server))
        #expect(domain.dkimSelectors == ["mail"], "an empty key was taken back")
        #expect(domain.dmarc == "v=DMARC1; p=reject" && domain.spf.count == 1 && domain.mx == ["mx.desk.example"])
        withExtendedLifetime(server) {}
    }
}
