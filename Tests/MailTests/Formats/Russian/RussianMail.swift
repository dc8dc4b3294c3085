import FoundationEssentials
import Mail
import Testing

/// A mail as a Russian program writes it, and how a person would cut it. What is expected was decided by reading the mail,
/// before any splitter had seen it; a change of the splitter is no reason to change it.
struct RussianMail: Sendable, CustomTestStringConvertible {
    enum Body: Sendable {
        case text(String)
        case html(String)
        /// multipart/alternative
        case both(text: String, html: String)
    }

    enum Encoding: Sendable { case eightBit, base64, quotedPrintable }

    enum Reply: Sendable {
        /// These words and no others; white space does not count.
        case words(String)
        /// All of the text.
        case everything
        /// An answer between quotes: these in this order, whatever stands between.
        case inOrder([String])
    }

    let program: RussianProgram
    /// What is special in this mail.
    let about: String
    var subject = "Re: Заказ 4411"
    var charset = RussianCharset.utf8
    var encoding = Encoding.base64
    let body: Body
    let reply: Reply
    /// Words that must stand in the quote; empty: there is none.
    let quote: String
    /// Without its `-- ` line; white space does not count.
    var signature = ""

    var testDescription: String { "\(program): \(about)" }
}

/// What a charset makes of Cyrillic text. Written down here by itself, so that a fault in our decoder cannot hide.
enum RussianCharset: String, Sendable {
    case utf8 = "utf-8"
    case windows1251 = "windows-1251"
    case koi8R = "koi8-r"

    func bytes(_ text: String) -> [UInt8] {
        self == .utf8 ? Array(text.utf8) : text.unicodeScalars.map(byte)
    }

    private func byte(_ scalar: Unicode.Scalar) -> UInt8 {
        if scalar.isASCII { return UInt8(scalar.value) }
        let table = self == .windows1251 ? Self.windows1251Signs : Self.koi8RSigns
        if let byte = table[scalar] { return byte }
        guard (0x410...0x44F).contains(scalar.value) else { return UInt8(ascii: "?") }
        if self == .windows1251 { return UInt8(scalar.value - 0x410 + 0xC0) }
        let isCapital = scalar.value < 0x430
        let letter = isCapital ? Unicode.Scalar(scalar.value + 0x20) ?? scalar : scalar
        let index = Self.koi8ROrder.firstIndex(of: letter) ?? 0
        return UInt8(0xC0 + index + (isCapital ? 0x20 : 0))
    }

    private static let koi8ROrder = Array("юабцдефгхийклмнопярстужвьызшэщчъ".unicodeScalars)
    private static let koi8RSigns: [Unicode.Scalar: UInt8] = ["ё": 0xA3, "Ё": 0xB3, "\u{A0}": 0x9A]
    private static let windows1251Signs: [Unicode.Scalar: UInt8] = [
        "ё": 0xB8, "Ё": 0xA8, "№": 0xB9, "«": 0xAB, "»": 0xBB, "–": 0x96, "—": 0x97, "\u{A0}": 0xA0, "…": 0x85,
    ]
}

extension RussianMail {
    /// The message as it comes over the wire.
    var raw: [UInt8] {
        var lines = program.headers.map { Self.folded($0) }
        lines += [
            Self.folded("From: \(word("Анна Петрова")) <\(program.customer)>"),
            Self.folded("To: \(word("Поддержка")) <support@desk.example>"),
            Self.folded("Subject: \(word(subject))"),
            "Date: Tue, 10 Nov 2026 12:05:31 +0300", "MIME-Version: 1.0",
        ]
        if subject.hasPrefix("Re:") { lines.append("In-Reply-To: <20261110064112.7.desk@desk.example>") }
        switch body {
        case .text(let text): return Self.wire(lines) + part(text, "plain")
        case .html(let html): return Self.wire(lines) + part(html, "html")
        case .both(let text, let html):
            let mark = program.boundary
            lines.append("Content-Type: multipart/alternative; boundary=\"\(mark)\"")
            return Self.wire(lines + [""]) + Self.wire(["--\(mark)"]) + part(text, "plain")
                + Self.wire(["", "--\(mark)"])
                + part(html, "html") + Self.wire(["", "--\(mark)--"])
        }
    }

    private func part(_ text: String, _ subtype: String) -> [UInt8] {
        let content = Self.crlf(charset.bytes(text))
        let flowed = subtype == "plain" && program == .thunderbird ? "; format=flowed" : ""
        let type = "Content-Type: text/\(subtype); charset=\(charset.rawValue)\(flowed)"
        let encoded: [UInt8]
        let name: String
        switch encoding {
        case .eightBit: (name, encoded) = ("8bit", content)
        case .base64: (name, encoded) = ("base64", Self.crlf(Self.base64(content)))
        case .quotedPrintable: (name, encoded) = ("quoted-printable", Self.quotedPrintable(content))
        }
        return Self.wire([type, "Content-Transfer-Encoding: \(name)", ""]) + encoded
    }

    /// RFC 2047, one word for each 20 letters.
    private func word(_ text: String) -> String {
        if text.allSatisfy(\.isASCII) { return text }
        let prefix = text.prefix { $0.isASCII && $0 != "[" }
        var rest = text.dropFirst(prefix.count)
        var words: [String] = []
        while !rest.isEmpty {
            let piece = charset.bytes(String(rest.prefix(20)))
            words.append("=?\(charset.rawValue)?B?\(Data(piece).base64EncodedString())?=")
            rest = rest.dropFirst(20)
        }
        return prefix + words.joined(separator: " ")
    }

    private static func folded(_ header: String) -> String { header.replacing("?= =?", with: "?=\r\n =?") }
    private static func wire(_ lines: [String]) -> [UInt8] { lines.flatMap { Array($0.utf8) + [13, 10] } }

    private static func crlf(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { $0 == 10 ? [13, 10] : [$0] }
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let text = Array(Data(bytes).base64EncodedString().utf8)
        return stride(from: 0, to: text.count, by: 76).flatMap { Array(text[$0..<min($0 + 76, text.count)]) + [10] }
    }

    private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        var column = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 13 || byte == 10 {
                output.append(byte)
                column = 0
                continue
            }
            let isBeforeBreak = index + 1 < bytes.count && bytes[index + 1] == 13
            let isPlain = (33...126).contains(byte) && byte != 61 || byte == 32 && !isBeforeBreak
            let piece = isPlain ? [byte] : [61, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            if column + piece.count > 75 {
                output += [61, 13, 10]
                column = 0
            }
            output += piece
            column += piece.count
        }
        return output
    }
}
