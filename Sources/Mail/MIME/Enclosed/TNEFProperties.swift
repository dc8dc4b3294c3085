/// MAPI properties as TNEF packs them (MS-OXTNEF §2.1.3.4).
struct TNEFProperties {
    /// Those we look at.
    enum Name: UInt16 {
        case subject = 0x0037
        case body = 0x1000
        case compressedRTF = 0x1009
        case html = 0x1013
        case displayName = 0x3001
        case content = 0x3701
        case longFileName = 0x3707
        case contentID = 0x3712
    }

    private struct Value {
        var type: UInt16
        var content: ArraySlice<UInt8>
    }

    private static let text8: UInt16 = 0x001E
    private static let unicode: UInt16 = 0x001F
    private static let objectType: UInt16 = 0x000D
    private static let binary: UInt16 = 0x0102
    private static let several: UInt16 = 0x1000
    private static let limit = 10_000

    private var values: [UInt16: Value] = [:]

    init() {}

    /// Reads as far as the bytes make sense.
    init(_ bytes: ArraySlice<UInt8>) {
        var reader = ByteReader(bytes)
        guard let count = reader.uint32() else { return }
        for _ in 0..<min(Int(count), Self.limit) {
            guard let type = reader.uint16(), let id = reader.uint16(),
                id < 0x8000 || Self.skipName(&reader), let content = Self.value(type, &reader)
            else { return }
            values[id] = Value(type: type & ~Self.several, content: content)
        }
    }

    /// A text property.
    func text(_ name: Name, _ codePage: String) -> String? {
        guard let value = values[name.rawValue], value.type == Self.text8 || value.type == Self.unicode else {
            return nil
        }
        let label = value.type == Self.unicode ? "utf-16le" : codePage
        let text = Charset.decode(Array(value.content), label: label).text
        return text.isEmpty ? nil : text
    }

    /// A property as bytes.
    func content(_ name: Name) -> ArraySlice<UInt8>? {
        guard let value = values[name.rawValue], value.type != Self.objectType else { return nil }
        if value.type == Self.unicode {
            return Array(Charset.decode(Array(value.content), label: "utf-16le").text.utf8)[...]
        }
        return value.content
    }

    /// An object without the identifier of its interface.
    func object(_ name: Name) -> ArraySlice<UInt8>? {
        guard let value = values[name.rawValue], value.type == Self.objectType else { return nil }
        return value.content.dropFirst(16)
    }

    /// A named property: its set, then a number or a name.
    private static func skipName(_ reader: inout ByteReader) -> Bool {
        guard reader.skip(16), let kind = reader.uint32(), let number = reader.uint32() else { return false }
        return kind == 0 || reader.skip(padded(Int(number)))
    }

    /// The first of several values.
    private static func value(_ type: UInt16, _ reader: inout ByteReader) -> ArraySlice<UInt8>? {
        let base = type & ~several
        let isVariable = [text8, unicode, objectType, binary].contains(base)
        var count = 1
        if isVariable || type & several != 0 {
            guard let number = reader.uint32(), number <= limit else { return nil }
            count = Int(number)
        }
        var first: ArraySlice<UInt8>?
        for _ in 0..<count {
            var length = size(of: base)
            if isVariable {
                guard let number = reader.uint32() else { return nil }
                length = Int(number)
            }
            guard let length, let content = reader.take(length) else { return nil }
            reader.skip(padded(length) - length)
            first = first ?? content
        }
        return first ?? []
    }

    private static func padded(_ length: Int) -> Int { (length + 3) & ~3 }

    private static func size(of type: UInt16) -> Int? {
        switch type {
        case 0x0002, 0x0003, 0x0004, 0x000A, 0x000B: 4
        case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040: 8
        case 0x0048: 16
        case text8, unicode, objectType, binary: 0
        default: nil
        }
    }
}
