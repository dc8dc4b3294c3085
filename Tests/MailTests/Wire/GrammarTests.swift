import Foundation
import Testing

@testable import Mail

/// All units that come out when `bytes` arrive in pieces of the given size.
private func frames(_ bytes: [UInt8], pieces: Int = .max, limits: IMAPFraming.Limits = .init()) throws -> [IMAPFrame] {
    var framing = IMAPFraming(limits: limits)
    var found: [IMAPFrame] = []
    for start in stride(from: 0, to: bytes.count, by: min(pieces, bytes.count)) {
        let piece = Array(bytes[start..<min(start + min(pieces, bytes.count), bytes.count)])
        try piece.withUnsafeBytes { try framing.feed($0) { found.append($0) } }
    }
    return found
}

private func parse(_ text: String) throws -> [IMAPResponse] {
    try frames(Array(text.utf8)).map(IMAPResponseParser.parse)
}

/// Numbers that look random and are the same in every run.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
    }
}

@Suite struct `Reading what an IMAP server sends` {
    private static let conversation = [
        "* OK [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN] ready\r\n",
        "* LIST (\\HasNoChildren \\Sent) \"/\" \"&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-\"\r\n",
        "* LIST (\\Noselect) NIL {5}\r\na b\"c\r\n", "* 12 EXISTS\n", "* SEARCH 1 2 4294967295\r\n", "+ idling\r\n",
        "* 1 FETCH (UID 7 FLAGS (\\Seen $x) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" BODY[] {6}\r\na\r\n.\0b)\r\n",
        "* 2 FETCH (BODY[HEADER.FIELDS (\"A\" B)] ~{2}\r\nab BODY[1]<0> \"q\" UID 8 X (1 (2 \"3\")))\r\n",
        "A1 OK [READ-ONLY] done {3}\r\n", "A2 NO [UNAVAILABLE] later\r\n", "* BYE\r\n",
    ].joined()

    @Test func `however the bytes are cut, the responses are the same`() throws {
        let bytes = Array(Self.conversation.utf8)
        let whole = try frames(bytes)
        #expect(whole.count == 11)
        for size in 1...bytes.count { #expect(try frames(bytes, pieces: size) == whole, "pieces of \(size)") }
    }

    @Test func `empty lines between responses and behind literals change nothing`() throws {
        let plain = "* 1 FETCH (X \"(\\\"\" UID 7 A {3}\r\nabc B {2}\r\nde)\r\n* SEARCH 1\r\n"
        let spaced = "\r\n\n* 1 FETCH (X \"(\\\"\" UID 7 A {3}\r\nabc\r\n B {2}\r\nde\r\n\r\n)\r\n\r\n* SEARCH 1\r\n"
        let bytes = Array(spaced.utf8)
        for size in 1...bytes.count { #expect(try frames(bytes, pieces: size) == frames(Array(plain.utf8))) }
        // A literal may be the end of a response: then the empty line is its own.
        #expect(try frames(Array("* LIST () NIL {1}\r\nx\r\n* SEARCH 1\r\n".utf8)).count == 2)
    }

    @Test func `each response is understood`() throws {
        let responses = try parse(Self.conversation)
        let date = Date(timeIntervalSince1970: 837_596_665)
        var first = FetchResponse(uid: 7, flags: ["\\Seen", "$x"], internalDate: date)
        first.sections[""] = IMAPLiteral(bytes: Array("a\r\n.\0b".utf8), announced: 6)
        var second = FetchResponse(uid: 8)
        second.sections["HEADER.FIELDS"] = IMAPLiteral(bytes: Array("ab".utf8), announced: 2)
        second.sections["1"] = IMAPLiteral(bytes: Array("q".utf8), announced: 1)
        let greeting = StatusResponse(
            kind: .ok, code: .capabilities(["IMAP4REV1", "IDLE", "AUTH=PLAIN"]),
            text: "[CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN] ready")
        #expect(
            responses == [
                .status(greeting),
                .folder(
                    Folder(encodedName: "Отправленные", attributes: ["\\HasNoChildren", "\\Sent"], delimiter: "/")),
                .folder(Folder(encodedName: "a b\"c", attributes: ["\\Noselect"], delimiter: nil)),
                .exists(12), .found([1, 2, 4_294_967_295]), .continuation("idling"), .fetched(first), .fetched(second),
                .tagged("A1", StatusResponse(kind: .ok, code: .readOnly, text: "[READ-ONLY] done {3}")),
                .tagged("A2", StatusResponse(kind: .no, code: .other("UNAVAILABLE"), text: "[UNAVAILABLE] later")),
                .status(StatusResponse(kind: .bye, code: nil, text: "")),
            ])
    }

    @Test func `no mutation of it makes us crash`() throws {
        var dice = Dice(state: 42)
        let original = Array(Self.conversation.utf8)
        let spice = Array("(){}[]\"\\* \r\n\0~+<>{99999999999999999999}0".utf8)
        var understood = 0
        for _ in 0..<4_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0...3, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(spice.randomElement(using: &dice) ?? 0, at: place)
                default: bytes.removeSubrange(place..<min(place + 9, bytes.count))
                }
            }
            guard let cut = try? frames(bytes, pieces: Int.random(in: 1...200, using: &dice)) else { continue }
            understood += cut.filter { (try? IMAPResponseParser.parse($0)) != nil }.count
        }
        #expect(understood > 20_000)
    }

    @Test func `a deep nest is passed over, not descended into`() throws {
        let depth = 200_000
        let nest = String(repeating: "(", count: depth) + "x" + String(repeating: ")", count: depth)
        #expect(try parse("* 1 FETCH (ENVELOPE \(nest) UID 5)\r\n") == [.fetched(FetchResponse(uid: 5))])
    }

    @Test func `what is above the limit of a literal is dropped, and counted`() throws {
        let limits = IMAPFraming.Limits(keptLiteralBytes: 4, literalBytes: 100)
        let found = try frames(Array("* 1 FETCH (A {3}\r\nabc B {6}\r\ndefghi)\r\n".utf8), pieces: 2, limits: limits)
        #expect(found.first?.literals.map(\.bytes) == [Array("abc".utf8), Array("d".utf8)])
        #expect(found.first?.literals.map(\.isWhole) == [true, false])
        #expect(throws: ConnectionError.tooLong(what: "a literal", limit: 100)) {
            try frames(Array("* 1 FETCH (A {101}\r\n".utf8), limits: limits)
        }
    }
}

@Suite struct `Folder names in modified UTF-7` {
    @Test(arguments: [
        ("INBOX", "INBOX"), ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"), ("a&b", "a&-b"),
        ("Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"), ("😀", "&2D3eAA-"), ("", ""), ("é", "&AOk-"),
    ])
    func `go there and back`(name: String, encoded: String) {
        #expect(ModifiedUTF7.encode(name) == encoded)
        #expect(ModifiedUTF7.decode(encoded) == name)
    }

    @Test(arguments: ["&", "&AOk", "&A-", "&2D0-", "&!!!!-", "Привет", "a&AOk-&"])
    func `stay readable where they are wrong`(name: String) {
        #expect(!ModifiedUTF7.decode(name).isEmpty)
        if !name.contains("&AOk-") { #expect(ModifiedUTF7.decode(name) == name) }
    }
}

@Suite struct `Dates and sets of messages` {
    @Test(arguments: [
        ("17-Jul-1996 02:44:25 -0700", 837_596_665), (" 1-Jan-1970 00:00:00 +0000", 0),
        ("29-Feb-2024 23:59:59 +0530", 1_709_231_399), ("01-mar-2100 00:00:00 +0000", 4_107_542_400),
        ("31-Dec-1969 23:59:59 +0000", -1),
    ])
    func `an internal date is read`(text: String, seconds: Int) {
        #expect(IMAPDate.parse(text) == Date(timeIntervalSince1970: Double(seconds)))
    }

    @Test(arguments: [
        "", "x", "1-2-3 4:5:6", "99-Jul-1996 02:44:25 -0700", "17-Jul-1996", "17-Jul-1996 aa:bb:cc +0000",
    ])
    func `a wrong one is none`(text: String) {
        #expect(IMAPDate.parse(text) == nil)
    }

    @Test func `every day is written as it is read`() {
        for day in stride(from: -20_000, to: 60_000, by: 13) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 3_661)
            #expect(IMAPDate.parse(IMAPDate.dateTime(date).replacing("\"", with: "")) == date)
        }
        #expect(IMAPDate.day(of: Date(timeIntervalSince1970: 1_709_231_399)) == "29-Feb-2024")
    }

    @Test func `neighbours become ranges, and no command is too long`() {
        #expect(UIDSet([5, 3, 4, 9, 9, 1]).description == "1,3:5,9")
        #expect(UIDSet([4_294_967_295, 4_294_967_294]).description == "4294967294:4294967295")
        let sets = UIDSet((0..<5_000).map { UID(4_000_000_000 + $0 * 2) }).split(count: 10_000)
        #expect(sets.allSatisfy { $0.description.utf8.count < 8_000 })
        #expect(sets.flatMap(\.uids).count == 5_000)
    }
}

@Suite struct `Reading what an SMTP server sends` {
    private func replies(_ text: String) throws -> [SMTPReply] {
        var framing = SMTPFraming()
        var found: [SMTPReply] = []
        for byte in text.utf8 { try withUnsafeBytes(of: byte) { try framing.feed($0) { found.append($0) } } }
        return found
    }

    @Test func `lines of one reply belong together`() throws {
        let found = try replies("220 hi\r\n250-a\r\n250-B c\n250 d\r\n354\r\n550 5.7.1 no\r\n")
        #expect(found.map(\.description) == ["220 hi", "250 a B c d", "354", "550 5.7.1 no"])
        #expect(found.map(\.enhancedCode) == [nil, nil, nil, "5.7.1"])
    }

    @Test(arguments: ["hi\r\n", "25\r\n", "250x\r\n", "999 x\r\n", "250-a\r\n251 b\r\n", "\r\n", "١٢٣ x\r\n"])
    func `anything else is refused`(text: String) {
        #expect(throws: SMTPSyntaxError.self) { try replies(text) }
    }

    @Test func `neither a line nor a reply may be without end`() {
        #expect(throws: ConnectionError.self) { try replies("250 " + String(repeating: "x", count: 5_000)) }
        #expect(throws: ConnectionError.self) { try replies(String(repeating: "250-x\r\n", count: 201)) }
    }

    @Test(arguments: [
        ("250 2.0.0 Ok: queued as 4XyZ", "4XyZ"), ("250 OK id=1a2b-3c", "1a2b-3c"), ("250 Fine", nil),
        ("250 queued as", nil),
    ])
    func `the name in the queue is found`(line: String, queueID: String?) throws {
        #expect(try replies("\(line)\r\n").first?.queueID == queueID)
    }
}
