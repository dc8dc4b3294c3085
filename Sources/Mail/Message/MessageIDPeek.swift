extension Email {
    /// The Message-ID alone, from a header or a whole mail, without reading the rest of it. Nil where there is none.
    public static func messageID(inHeader bytes: [UInt8]) -> String? {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<end]
            if line.isEmpty || line.elementsEqual([0x0D]) { return nil }
            if let colon = line.prefix(12).firstIndex(of: 0x3A), isMessageID(line[..<colon]) {
                return MessageIDs.single(Array(bytes[(colon + 1)..<fieldEnd(bytes, after: end)]))
            }
            start = end + 1
        }
        return nil
    }

    /// A field goes on in lines that begin with white space (RFC 5322 §2.2.3).
    private static func fieldEnd(_ bytes: [UInt8], after lineEnd: Int) -> Int {
        var end = lineEnd
        while end + 1 < bytes.count, bytes[end + 1] == 0x20 || bytes[end + 1] == 0x09, end - lineEnd < 4_000 {
            end = bytes[(end + 1)...].firstIndex(of: 0x0A) ?? bytes.count
        }
        return min(end, bytes.count)
    }

    private static func isMessageID(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 10 && zip(name, "message-id".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
