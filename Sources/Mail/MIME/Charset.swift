#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Decodes text in any charset that glibc's iconv knows. Never throws and never drops a byte without putting something in its place.
enum Charset {
    /// What decoding found out besides the text.
    enum Outcome: Sendable {
        case asLabelled
        case guessed
        case unknownLabel
    }

    /// The text of `bytes`. Order: byte order mark, the label strictly (unless it is of one byte a character and the bytes
    /// are plainly something else), UTF-8 strictly, UTF-8 that was damaged, the label with replacements unless most would be
    /// replacements, a guess by the frequency of Cyrillic letters, windows-1252.
    static func decode(_ bytes: [UInt8], label: String?) -> (text: String, outcome: Outcome) {
        if let (text, skipped) = decodeByMark(bytes) { return (withoutNul(text), skipped ? .asLabelled : .guessed) }
        let name = label.flatMap(canonicalName)
        // Japanese without a label is 7-bit, and would pass for ASCII.
        if name == nil || name == "us-ascii", bytes.contains(.escape), let guess = CharsetGuess.multibyte(bytes),
            let text = strictly(bytes, guess) ?? japanese(bytes, guess)
        {
            return (withoutNul(text), .guessed)
        }
        if let name, name != "us-ascii" {
            // A charset of one byte a character fits whatever bytes there are, so that its label proves nothing.
            if let other = CharsetGuess.insteadOf(name, bytes),
                let text = other == "utf-8" ? leniently(bytes, other) : strictly(bytes, other)
            {
                return (withoutNul(text), .guessed)
            }
            if let text = strictly(bytes, name) { return (withoutNul(text), .asLabelled) }
            if let (text, isWhole) = escaped(bytes, name) {
                return (withoutNul(text), isWhole ? .asLabelled : .guessed)
            }
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            if label != nil, name == nil { return (withoutNul(text), .unknownLabel) }
            let isExpected = name == nil || bytes.isASCII
            return (withoutNul(text), isExpected ? .asLabelled : .guessed)
        }
        if name == nil || name == "utf-8", let joined = CharsetGuess.withoutSurrogates(bytes),
            let text = String(validating: joined, as: UTF8.self)
        {
            return (withoutNul(text), .guessed)
        }
        if name == nil || name == "us-ascii", let text = DamagedUTF8.decode(bytes) {
            return (withoutNul(text), label != nil && name == nil ? .unknownLabel : .guessed)
        }
        if let name, CharsetNames.multibyte.contains(name) {
            if let text = japanese(bytes, name) { return (withoutNul(text), text.isWhole ? .asLabelled : .guessed) }
            if let text = leniently(bytes, name), isMostlyRead(text) { return (withoutNul(text), .guessed) }
        }
        if let name, let text = SingleByteCharsets.decodeMost(bytes, name) { return (withoutNul(text), .guessed) }
        // Cyrillic first: words of even length look like pairs, too.
        let single = CharsetGuess.singleByte(bytes)
        let guess = single == "windows-1252" ? CharsetGuess.multibyte(bytes) ?? single : single
        let text = strictly(bytes, guess) ?? windows1252(bytes)
        return (withoutNul(text), label != nil && name == nil ? .unknownLabel : .guessed)
    }

    /// The text of `bytes` if the label is known and every byte fits it.
    static func decodeStrictly(_ bytes: [UInt8], label: String) -> String? {
        guard let name = canonicalName(label) else { return nil }
        return strictly(bytes, name)
    }

    /// Whether anything is known by this label.
    static func isKnown(_ label: String) -> Bool {
        canonicalName(label) != nil
    }

    /// Whether two labels mean one charset.
    static func isSame(_ one: String, _ other: String) -> Bool {
        one == other || canonicalName(one) == canonicalName(other)
    }

    /// The name under which we decode a label, or nil if nobody knows it.
    private static func canonicalName(_ label: String) -> String? {
        let cleaned = CharsetNames.cleaned(label)
        guard !cleaned.isEmpty, cleaned.utf8.count <= 40 else { return nil }
        if let alias = CharsetNames.aliases[cleaned] { return alias }
        if SingleByteCharsets.tables[cleaned] != nil { return cleaned }
        return Converter(from: cleaned) == nil ? nil : cleaned
    }

    private static func strictly(_ bytes: [UInt8], _ name: String) -> String? {
        switch name {
        case "utf-8": String(validating: bytes, as: UTF8.self)
        case "us-ascii": bytes.isASCII ? String(decoding: bytes, as: UTF8.self) : nil
        case "windows-1252": windows1252(bytes)
        case "hz-gb-2312": HZ.decoded(bytes).flatMap { strictly($0, "gb18030") }
        default:
            if let table = SingleByteCharsets.tables[name] {
                SingleByteCharsets.decode(bytes, table)
            } else {
                Converter(from: name)?.convert(bytes, replacing: false)
            }
        }
    }

    private static func leniently(_ bytes: [UInt8], _ name: String) -> String? {
        name == "utf-8"
            ? String(decoding: bytes, as: UTF8.self) : Converter(from: name)?.convert(bytes, replacing: true)
    }

    /// Charsets of seven bits would pass for ASCII where something in them is wrong. nil if nothing begins them.
    private static func escaped(_ bytes: [UInt8], _ name: String) -> (text: String, isWhole: Bool)? {
        guard CharsetNames.sevenBit.contains(name), bytes.contains(name == "utf-7" ? 0x2B : .escape),
            let text = japanese(bytes, name) ?? leniently(bytes, name), isMostlyRead(text)
        else { return nil }
        return (text, text.isWhole)
    }

    /// Japanese with the characters of Windows, which iconv refuses in these charsets.
    private static func japanese(_ bytes: [UInt8], _ name: String) -> String? {
        let isEUC = name == "euc-jp"
        guard isEUC || name == "iso-2022-jp-3" && bytes.contains(.escape) else { return nil }
        let shifted = isEUC ? ShiftJIS.fromEUC(bytes) : ShiftJIS.fromISO2022(bytes)
        guard var text = Converter(from: "cp932")?.convert(shifted, replacing: true) else { return nil }
        if text.utf8.contains(ShiftJIS.damaged) {
            text = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0x1A ? "\u{FFFD}" : $0 }))
        }
        return isMostlyRead(text) ? text : nil
    }

    /// A few damaged characters among good ones: the label was right. None good: it was wrong.
    private static func isMostlyRead(_ text: String) -> Bool {
        var damaged = 0
        var good = 0
        for scalar in text.unicodeScalars where scalar.value >= 0x80 {
            if scalar == "\u{FFFD}" { damaged += 1 } else { good += 1 }
        }
        return good > 0 && good >= damaged
    }

    private static func decodeByMark(_ bytes: [UInt8]) -> (String, Bool)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return String(validating: bytes.dropFirst(3), as: UTF8.self).map { ($0, true) }
        }
        guard bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]), bytes.count.isMultiple(of: 2) else {
            return nil
        }
        let name = bytes[0] == 0xFF ? "utf-16le" : "utf-16be"
        return Converter(from: name)?.convert(Array(bytes.dropFirst(2)), replacing: false).map { ($0, true) }
    }

    /// PostgreSQL refuses U+0000, and nobody can see it.
    private static func withoutNul(_ text: String) -> String {
        guard ByteSearch.contains("\0", in: text) else { return text }
        return String(decoding: text.utf8.filter { $0 != 0 }, as: UTF8.self)
    }

    /// Never fails: the five bytes that windows-1252 leaves open stand for the C1 controls, as browsers read them.
    static func windows1252(_ bytes: [UInt8]) -> String {
        if bytes.isASCII { return String(decoding: bytes, as: UTF8.self) }
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            if byte >= 0x80, byte < 0xA0 {
                scalars.append(Unicode.Scalar(CharsetNames.windows1252[Int(byte - 0x80)]) ?? "\u{FFFD}")
            } else {
                scalars.append(Unicode.Scalar(byte))
            }
        }
        return String(scalars)
    }
}

extension String {
    /// Whether nothing in it stands for damage.
    fileprivate var isWhole: Bool { !unicodeScalars.contains("\u{FFFD}") }
}

/// Charsets of one byte a character, as tables: opening a converter of iconv costs more than decoding a mail.
private enum SingleByteCharsets {
    /// The upper halves, 0 where a charset leaves a byte open. Read from iconv once.
    static let tables: [String: [UInt32]] = {
        let windows = [1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258].map { "windows-\($0)" }
        let iso = [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map { "iso-8859-\($0)" }
        var tables: [String: [UInt32]] = [:]
        for name in windows + iso + ["koi8-r", "koi8-u", "cp866", "cp874", "macintosh"] {
            guard Converter(from: name) != nil else { continue }
            tables[name] = (UInt8(0x80)...0xFF).map { byte in
                Converter(from: name)?.convert([byte], replacing: false)?.unicodeScalars.first?.value ?? 0
            }
        }
        // Where ISO has controls that nobody sends, Windows has quotes, dashes and the euro: these are meant.
        for (name, sibling) in [("iso-8859-2", "windows-1250"), ("iso-8859-7", "windows-1253")] {
            let controls = tables[sibling]?.prefix(32) ?? []
            if !controls.isEmpty { tables[name]?.replaceSubrange(..<32, with: controls) }
        }
        tables["iso-8859-15"]?.replaceSubrange(..<32, with: CharsetNames.windows1252)
        return tables
    }()

    /// The text with U+FFFD for the bytes that the charset leaves open; nil where these are too many for the label to be
    /// right.
    static func decodeMost(_ bytes: [UInt8], _ name: String) -> String? {
        guard let table = tables[name] else { return nil }
        let upper = bytes.count { $0 >= 0x80 }
        let open = bytes.count { $0 >= 0x80 && table[Int($0) - 0x80] == 0 }
        guard open * 8 <= upper else { return nil }
        return decode(bytes, table.map { $0 == 0 ? 0xFFFD : $0 })
    }

    /// nil at the first byte that the charset leaves open.
    static func decode(_ bytes: [UInt8], _ table: [UInt32]) -> String? {
        // Every character of these charsets has at most three bytes of UTF-8.
        var isWhole = true
        let text = String(unsafeUninitializedCapacity: bytes.count * 3) { output in
            var count = 0
            for byte in bytes {
                guard byte >= 0x80 else {
                    output[count] = byte
                    count += 1
                    continue
                }
                let value = table[Int(byte) - 0x80]
                guard value != 0 else {
                    isWhole = false
                    return 0
                }
                if value < 0x800 {
                    output[count] = UInt8(0xC0 | value >> 6)
                    output[count + 1] = UInt8(0x80 | value & 63)
                    count += 2
                } else {
                    output[count] = UInt8(0xE0 | value >> 12)
                    output[count + 1] = UInt8(0x80 | value >> 6 & 63)
                    output[count + 2] = UInt8(0x80 | value & 63)
                    count += 3
                }
            }
            return count
        }
        return isWhole ? text : nil
    }
}

/// One iconv descriptor. Not shared: each use opens its own, which costs microseconds once glibc has loaded the table.
private final class Converter {
    private let descriptor: iconv_t

    init?(from name: String) {
        guard let descriptor = iconv_open("UTF-8", name), descriptor != iconv_t(bitPattern: -1) else { return nil }
        self.descriptor = descriptor
    }

    deinit { iconv_close(descriptor) }

    /// UTF-8 text, or nil at the first byte that does not fit unless `replacing`, which puts U+FFFD there.
    func convert(_ bytes: [UInt8], replacing: Bool) -> String? {
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count * 4 + 64)
        let written: Int? = input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in run(source, target, replacing: replacing) }
        }
        return written.map { String(decoding: output[..<$0], as: UTF8.self) }
    }

    private func run(
        _ source: UnsafeMutableRawBufferPointer, _ target: UnsafeMutableRawBufferPointer, replacing: Bool
    ) -> Int? {
        var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = source.count
        var room = target.count
        while left > 0 {
            if iconv(descriptor, &from, &left, &to, &room) != Int(bitPattern: UInt.max) { break }
            guard replacing, errno != E2BIG, room >= 3, left > 0, let position = to, let next = from else { return nil }
            for (offset, byte) in [0xEF, 0xBF, 0xBD].enumerated() { position[offset] = CChar(truncatingIfNeeded: byte) }
            to = position + 3
            room -= 3
            from = next + 1
            left -= 1
        }
        iconv(descriptor, nil, nil, &to, &room)
        return target.count - room
    }
}
