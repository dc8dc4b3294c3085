/// The text of RTF, or the HTML that Outlook packed into it (MS-OXRTFEX).
struct RTFText {
    /// What came out.
    private(set) var text = ""
    /// Whether that is HTML.
    private(set) var isHTML = false

    private let bytes: [UInt8]
    private var position = 0
    private var groups: [Group] = [Group()]
    private var codePage = "windows-1252"
    /// Bytes of the code page that have not been decoded yet: a character may need two of them.
    private var pending: [UInt8] = []
    private var output: [UInt8] = []
    /// How many characters after `\u…` stand in for it.
    private var toSkip = 0
    /// The first half of a character beyond the first plane: it comes as two numbers.
    private var highSurrogate: UInt32?
    /// The charsets of the fonts, and the font that the table is about to describe.
    private var fonts: [Int: String] = [:]
    private var describedFont = 0

    private struct Group {
        var isSkipped = false
        var isTag = false
        var isForRTF = false
        var isStarred = false
        var replacements = 1
        var isFontTable = false
        var font: Int?
    }

    private static let maximumDepth = 1000

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        while position < bytes.count { readOne() }
        flush()
        text = String(decoding: output, as: UTF8.self)
        if !isHTML { text = text.trimmed }
    }

    private var group: Group {
        get { groups[groups.count - 1] }
        set { groups[groups.count - 1] = newValue }
    }

    private mutating func readOne() {
        let byte = bytes[position]
        position += 1
        switch byte {
        case 0x7B: beginGroup()
        case 0x7D:
            flush()
            if groups.count > 1 { groups.removeLast() }
        case .backslash: readControl()
        case .cr, .lf, .nul: break
        default: put(byte)
        }
    }

    private mutating func beginGroup() {
        flush()
        var inner = group
        inner.isStarred = false
        if groups.count < Self.maximumDepth { groups.append(inner) } else { position = bytes.count }
    }

    private mutating func readControl() {
        guard position < bytes.count else { return }
        let byte = bytes[position]
        guard byte.isLetter else {
            position += 1
            readSymbol(byte)
            return
        }
        let start = position
        while position < bytes.count, bytes[position].isLetter, position - start < 32 { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        let number = readNumber()
        if position < bytes.count, bytes[position] == .space { position += 1 }
        apply(word, number)
    }

    private mutating func readNumber() -> Int? {
        let isNegative = position < bytes.count && bytes[position] == .hyphen
        var index = position + (isNegative ? 1 : 0)
        var value = 0
        let start = index
        while index < bytes.count, bytes[index].isDigit, index - start < 9 {
            value = value * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        guard index > start else { return nil }
        position = index
        return isNegative ? -value : value
    }

    private mutating func readSymbol(_ byte: UInt8) {
        switch byte {
        case .apostrophe:
            guard position + 1 < bytes.count, let high = bytes[position].hexValue,
                let low = bytes[position + 1].hexValue
            else { return }
            position += 2
            put(high << 4 | low)
        case .star: group.isStarred = true
        case 0x7E: put("\u{A0}")
        case .underscore: put("-")
        case .cr, .lf: put("\n")
        case 0x7B, 0x7D, .backslash: put(byte)
        default: break
        }
    }

    private mutating func apply(_ word: String, _ number: Int?) {
        switch word {
        case "fromhtml": isHTML = true
        case "ansicpg": if let number, Charset.isKnown("cp\(number)") { codePage = "cp\(number)" }
        case "htmltag", "mhtmltag":
            group.isTag = word == "htmltag"
            group.isSkipped = word == "mhtmltag"
        case "htmlrtf": group.isForRTF = number != 0
        case "uc": group.replacements = min(max(number ?? 1, 0), 10)
        case "u":
            if let number {
                putCharacter(UInt32(truncatingIfNeeded: number < 0 ? number + 65_536 : number) & 0x1F_FFFF)
            }
            toSkip = group.replacements
        case "f": chooseFont(number ?? 0)
        case "fcharset": if group.isFontTable, let number { describeFont(number) }
        case "par", "line", "row", "sect": put("\n")
        case "tab", "cell": put("\t")
        case "emdash": put("—")
        case "endash": put("–")
        case "lquote": put("‘")
        case "rquote": put("’")
        case "ldblquote": put("“")
        case "rdblquote": put("”")
        case "bullet": put("•")
        case "bin": position = min(bytes.count, position + max(0, number ?? 0))
        default:
            if word == "fonttbl" { group.isFontTable = true }
            if group.isStarred || Self.hidden.contains(word) { group.isSkipped = true }
        }
    }

    private mutating func putCharacter(_ value: UInt32) {
        defer { highSurrogate = (0xD800...0xDBFF).contains(value) ? value : nil }
        if let high = highSurrogate, (0xDC00...0xDFFF).contains(value) {
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (value - 0xDC00))
            if let scalar { put(String(Character(scalar))) }
        } else if let scalar = Unicode.Scalar(value) {
            put(String(Character(scalar)))
        }
    }

    private mutating func chooseFont(_ number: Int) {
        if group.isFontTable {
            describedFont = number
        } else {
            flush()
            group.font = number
        }
    }

    private mutating func describeFont(_ charset: Int) {
        if fonts.count < 1000 { fonts[describedFont] = Self.charsets[charset] }
    }

    /// The values of `\fcharset` that name a charset of their own.
    private static let charsets: [Int: String] = [
        77: "macintosh", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "windows-1253",
        162: "windows-1254", 163: "windows-1258", 177: "windows-1255", 178: "windows-1256", 186: "windows-1257",
        204: "windows-1251", 222: "cp874", 238: "windows-1250",
    ]

    private static let hidden: Set<String> = [
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl", "headerr",
        "footerl", "footerr", "listtable", "listoverridetable", "generator", "themedata", "datastore",
    ]

    private var isSilent: Bool { group.isSkipped || group.isForRTF && !group.isTag }

    private mutating func put(_ byte: UInt8) {
        if toSkip > 0 {
            toSkip -= 1
            return
        }
        guard !isSilent else { return }
        pending.append(byte)
    }

    private mutating func put(_ text: String) {
        toSkip = 0
        guard !isSilent else { return }
        flush()
        output += text.utf8
    }

    /// Text between the tags is text: what HTML would read as markup is escaped.
    private mutating func flush() {
        guard !pending.isEmpty else { return }
        let text = Array(Charset.decode(pending, label: group.font.flatMap { fonts[$0] } ?? codePage).text.utf8)
        if isHTML, !group.isTag { HTMLEscape.text(text[...], into: &output) } else { output += text }
        pending = []
    }
}
