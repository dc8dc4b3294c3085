/// Understands one response. Pure; what it does not know it passes over, and junk throws `IMAPSyntaxError`.
struct IMAPResponseParser {
    private var scanner: IMAPScanner

    /// RFC 9051 §9: `response = *(continue-req / response-data) response-done`
    /// - Throws: `IMAPSyntaxError`.
    static func parse(_ frame: IMAPFrame) throws -> IMAPResponse {
        var parser = IMAPResponseParser(scanner: IMAPScanner(frame))
        return try parser.response()
    }

    private mutating func response() throws -> IMAPResponse {
        if scanner.skip(UInt8(ascii: "+")) {
            _ = scanner.skip(0x20)
            return .continuation(scanner.rest())
        }
        if scanner.skip(UInt8(ascii: "*")) {
            try scanner.require(0x20)
            return try untagged()
        }
        let tag = try scanner.atom()
        try scanner.require(0x20)
        guard let kind = StatusResponse.Kind(rawValue: try scanner.atom().uppercased()) else {
            throw IMAPSyntaxError(position: 0, wanted: "OK, NO or BAD")
        }
        return .tagged(tag, status(kind))
    }

    /// `response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data / capability-data) CRLF`
    private mutating func untagged() throws -> IMAPResponse {
        if let digit = scanner.next, (0x30...0x39).contains(digit) { return try numbered() }
        let keyword = try scanner.atom().uppercased()
        if let kind = StatusResponse.Kind(rawValue: keyword) { return .status(status(kind)) }
        scanner.skipSpaces()
        switch keyword {
        case "CAPABILITY": return .capabilities(words(scanner.rest()))
        case "LIST", "XLIST": return .folder(try folder())
        case "FLAGS": return .flags(try scanner.words())
        case "SEARCH": return .found(try found())
        default: return .other(keyword)
        }
    }

    /// `message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))`, and EXISTS, RECENT
    private mutating func numbered() throws -> IMAPResponse {
        let number = try scanner.number()
        try scanner.require(0x20)
        let keyword = try scanner.atom().uppercased()
        switch keyword {
        case "EXISTS": return .exists(number)
        case "RECENT": return .recent(number)
        case "EXPUNGE": return .expunged(number)
        case "FETCH":
            scanner.skipSpaces()
            return .fetched(try FetchResponse(&scanner))
        default: return .other(keyword)
        }
    }

    /// `"SEARCH" *(SP nz-number) [SP "(" "MODSEQ" … ")"]`
    private mutating func found() throws -> [UID] {
        var uids: [UID] = []
        while let byte = scanner.next, (0x30...0x39).contains(byte) {
            uids.append(try scanner.uid())
            scanner.skipSpaces()
        }
        return uids
    }

    /// `mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox`
    private mutating func folder() throws -> Folder {
        let attributes = try scanner.words()
        try scanner.require(0x20)
        let delimiter = try scanner.optionalString()
        try scanner.require(0x20)
        return Folder(
            encodedName: try scanner.anyString(), attributes: attributes,
            delimiter: delimiter.map { String(decoding: $0.bytes, as: UTF8.self) })
    }

    /// `resp-text = ["[" resp-text-code "]" SP] [text]`. A code that we cannot read is no reason to lose the text.
    private mutating func status(_ kind: StatusResponse.Kind) -> StatusResponse {
        scanner.skipSpaces()
        var reader = scanner
        return StatusResponse(kind: kind, code: try? Self.code(&reader), text: scanner.rest())
    }

    private static func code(_ scanner: inout IMAPScanner) throws -> ResponseCode {
        try scanner.require(UInt8(ascii: "["))
        let name = try scanner.atom().uppercased()
        scanner.skipSpaces()
        switch name {
        case "CAPABILITY": return .capabilities(words(String(scanner.rest().prefix { $0 != "]" })))
        case "UIDVALIDITY": return .uidValidity(try scanner.uid().rawValue)
        case "UIDNEXT": return .uidNext(try scanner.uid())
        case "PERMANENTFLAGS": return .permanentFlags(try scanner.words())
        case "READ-ONLY": return .readOnly
        default: return .other(name)
        }
    }
}

private func words(_ text: String) -> [String] {
    text.split(separator: " ").prefix(500).map { $0.uppercased() }
}
