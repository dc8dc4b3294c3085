/// The header fields of a message or of one of its parts, in their order, kept as the bytes that came.
public struct Headers: Sendable {
    /// One field: where its value stands in `bytes`, folds included.
    struct Field: Sendable {
        var name: Range<Int>
        var hash: UInt32
        var value: Range<Int>
    }

    private let bytes: [UInt8]
    private let list: [Field]
    /// What raw 8-bit bytes in a value mean where they are not UTF-8: the charset of the body, if it names one.
    var fallbackCharset: String?

    init(bytes: [UInt8] = [], fields: [Field] = []) {
        self.bytes = bytes
        self.list = fields
    }

    /// Every field in order with its decoded, unfolded value.
    public var fields: [(name: String, value: String)] {
        list.map { (String(decoding: bytes[$0.name], as: UTF8.self), decoded($0)) }
    }

    /// The number of fields.
    public var count: Int { list.count }

    /// The first field of that name, decoded (RFC 2047) and unfolded. Names compare without case.
    public func first(_ name: String) -> String? {
        field(name).map(decoded)
    }

    /// Every field of that name, topmost first, decoded and unfolded.
    public func all(_ name: String) -> [String] {
        matching(name).map(decoded)
    }

    /// Whether there is a field of that name, be it empty.
    public func contains(_ name: String) -> Bool {
        field(name) != nil
    }

    /// The bytes of the first field of that name, unfolded but not decoded.
    func raw(_ name: String) -> [UInt8]? {
        field(name).map(unfolded)
    }

    /// The bytes of every field of that name, unfolded but not decoded.
    func allRaw(_ name: String) -> [[UInt8]] {
        matching(name).map(unfolded)
    }

    /// The fields in whose name one of these words stands, in lower case.
    func named(_ words: PhraseList) -> [(name: String, value: String)] {
        list.lazy.filter { $0.name.count >= 8 }.compactMap { field in
            let name = bytes[field.name].map(\.lowered)
            return words.occurs(in: name[...]) ? (String(decoding: name, as: UTF8.self), decoded(field)) : nil
        }
    }

    private func field(_ name: String) -> Field? {
        let hash = Self.hash(of: name.utf8)
        return list.first { $0.hash == hash && isNamed($0, name) }
    }

    private func matching(_ name: String) -> [Field] {
        let hash = Self.hash(of: name.utf8)
        return list.filter { $0.hash == hash && isNamed($0, name) }
    }

    private func isNamed(_ field: Field, _ name: String) -> Bool {
        bytes[field.name].elementsEqual(name.utf8) { $0.lowered == $1.lowered }
    }

    /// FNV-1a of a name in lower case: spares most comparisons.
    static func hash(of name: some Sequence<UInt8>) -> UInt32 {
        name.reduce(2_166_136_261) { ($0 ^ UInt32($1.lowered)) &* 16_777_619 }
    }

    private func decoded(_ field: Field) -> String {
        EncodedWord.decode(unfolded(field), fallbackCharset: fallbackCharset)
    }

    /// RFC 5322 §2.2.3: the line break goes, the white space after it stays.
    private func unfolded(_ field: Field) -> [UInt8] {
        var value = Array(bytes[field.value].trimmed())
        if value.contains(where: { $0 == .lf || $0 == .cr || $0 == .nul }) {
            value.removeAll { $0 == .lf || $0 == .cr || $0 == .nul }
        }
        return value
    }
}
