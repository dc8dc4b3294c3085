/// Opaque S/MIME (RFC 5652 §5): the message stands inside the signature. The signature itself is not looked at and means
/// nothing until somebody verifies it.
enum SignedData {
    /// What a CMS object holds.
    enum Content {
        /// signed-data: the MIME entity that was signed.
        case signed([UInt8])
        /// enveloped-data and everything else that stays closed.
        case closed
    }

    /// nil if the bytes are no CMS.
    static func read(_ bytes: ArraySlice<UInt8>) -> Content? {
        var outer = ByteReader(bytes)
        guard let info = BER.next(&outer), info.tag == 0x30 else { return nil }
        var reader = ByteReader(info.content)
        guard let type = BER.next(&reader), type.tag == 0x06 else { return nil }
        guard type.content.elementsEqual(signedData) else { return type.content.starts(with: family) ? .closed : nil }
        guard let explicit = BER.next(&reader), explicit.tag == 0xA0 else { return nil }
        var inner = ByteReader(explicit.content)
        guard let sequence = BER.next(&inner), sequence.tag == 0x30 else { return nil }
        var fields = ByteReader(sequence.content)
        // version, digestAlgorithms, encapContentInfo
        guard BER.next(&fields) != nil, BER.next(&fields) != nil, let enclosed = BER.next(&fields),
            enclosed.tag == 0x30
        else { return nil }
        var content = ByteReader(enclosed.content)
        guard BER.next(&content) != nil, let wrapped = BER.next(&content), wrapped.tag == 0xA0 else { return .closed }
        var octets = ByteReader(wrapped.content)
        guard let text = BER.next(&octets) else { return .closed }
        return .signed(BER.octets(text))
    }

    /// 1.2.840.113549.1.7 (PKCS #7) and its .2.
    private static let family: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01]
    private static let signedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
}

/// The part of BER (X.690 §8.1) that CMS needs: definite and indefinite lengths, low tag numbers.
private enum BER {
    struct Element {
        var tag: UInt8
        var content: ArraySlice<UInt8>
    }

    private static let maximumDepth = 32
    private static let maximumElements = 200_000

    static func next(_ reader: inout ByteReader) -> Element? {
        var budget = maximumElements
        return next(&reader, depth: 0, &budget)
    }

    private static func next(_ reader: inout ByteReader, depth: Int, _ budget: inout Int) -> Element? {
        budget -= 1
        guard depth < maximumDepth, budget > 0, let tag = reader.byte(), tag & 0x1F != 0x1F, let first = reader.byte()
        else { return nil }
        if first < 0x80 { return reader.take(Int(first)).map { Element(tag: tag, content: $0) } }
        guard first != 0x80 else { return indefinite(tag, &reader, depth: depth, &budget) }
        var length = 0
        for _ in 0..<(first & 0x7F) {
            guard let byte = reader.byte(), length < 1 << 40 else { return nil }
            length = length << 8 | Int(byte)
        }
        // A cut object still holds the beginning of its content.
        return reader.take(min(length, reader.left)).map { Element(tag: tag, content: $0) }
    }

    /// Everything up to the end-of-contents octets that belong to it.
    private static func indefinite(_ tag: UInt8, _ reader: inout ByteReader, depth: Int, _ budget: inout Int)
        -> Element?
    {
        var probe = reader
        var length = 0
        let start = probe.left
        while probe.left > 0 {
            length = start - probe.left
            guard let element = next(&probe, depth: depth + 1, &budget) else { break }
            if element.tag == 0, element.content.isEmpty {
                let content = reader.take(length) ?? []
                reader.skip(2)
                return Element(tag: tag, content: content)
            }
        }
        return reader.take(reader.left).map { Element(tag: tag, content: $0) }
    }

    /// An octet string, its pieces joined if it is constructed.
    static func octets(_ element: Element) -> [UInt8] {
        guard element.tag & 0x20 != 0 else { return Array(element.content) }
        var reader = ByteReader(element.content)
        var joined: [UInt8] = []
        while let piece = next(&reader), piece.tag != 0 {
            joined += piece.tag & 0x20 == 0 ? Array(piece.content) : nested(piece.content)
        }
        return joined
    }

    private static func nested(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var reader = ByteReader(content)
        var joined: [UInt8] = []
        while let piece = next(&reader), piece.tag == 0x04 { joined += piece.content }
        return joined
    }
}
