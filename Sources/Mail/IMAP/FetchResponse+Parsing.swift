extension FetchResponse {
    /// `msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP (msg-att-dynamic / msg-att-static)) ")"`
    init(_ scanner: inout IMAPScanner) throws {
        try scanner.require(UInt8(ascii: "("))
        scanner.skipSpaces()
        while !scanner.skip(UInt8(ascii: ")")) {
            try takeAttribute(&scanner)
            scanner.skipSpaces()
        }
    }

    private mutating func takeAttribute(_ scanner: inout IMAPScanner) throws {
        let name = try scanner.atom().uppercased()
        if name == "BODY", scanner.next == UInt8(ascii: "[") { return try takeSection(&scanner) }
        scanner.skipSpaces()
        switch name {
        case "UID": uid = try scanner.uid()
        case "FLAGS": flags = try scanner.words()
        case "RFC822.SIZE": size = try scanner.number()
        case "INTERNALDATE": internalDate = IMAPDate.parse(try scanner.anyString())
        case "RFC822": sections[""] = .some(try scanner.optionalString())
        default: try scanner.skipValue()
        }
    }

    /// `"BODY" section ["<" number ">"] SP nstring`, where `section = "[" [section-spec] "]"`
    private mutating func takeSection(_ scanner: inout IMAPScanner) throws {
        try scanner.require(UInt8(ascii: "["))
        var section = ""
        if scanner.next != UInt8(ascii: "]") { section = try scanner.atom().uppercased() }
        // The list of fields after HEADER.FIELDS is ours; nobody needs to read it again.
        while !scanner.skip(UInt8(ascii: "]")) {
            scanner.skipSpaces()
            try scanner.skipValue()
        }
        if scanner.next == UInt8(ascii: "<") { _ = try scanner.atom() }
        scanner.skipSpaces()
        sections[section] = .some(try scanner.optionalString())
    }
}
