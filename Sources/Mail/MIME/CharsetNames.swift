/// What senders call the charsets, and what they mean by it.
enum CharsetNames {
    /// A label in lower case without quotes, blanks and RFC 2231 language.
    static func cleaned(_ label: String) -> String {
        var bytes: [UInt8] = []
        for byte in label.utf8 {
            if byte == .star || byte == .semicolon { break }
            if byte.isAlphanumeric || [.hyphen, .underscore, .dot, .colon, 0x2B].contains(byte) {
                bytes.append(byte.lowered)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Labels that iconv does not know, or knows as something narrower than what senders put in
    /// (WHATWG Encoding §4.2: ISO 8859-1 is windows-1252, GB2312 is GB18030, and so on).
    static let aliases: [String: String] = [
        "utf-8": "utf-8", "utf8": "utf-8", "uft-8": "utf-8", "utf_8": "utf-8", "unicode-1-1-utf-8": "utf-8",
        "cp65001": "utf-8", "65001": "utf-8",
        "utf-8mb4": "utf-8",
        "utf": "utf-8", "utf-8-": "utf-8", "x-utf-8": "utf-8", "unicode": "utf-8",
        "us-ascii": "us-ascii", "ascii": "us-ascii", "usascii": "us-ascii", "ansi_x3.4-1968": "us-ascii",
        "7bit": "us-ascii",
        "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "iso_8859-1": "windows-1252",
        "latin1": "windows-1252",
        "latin-1": "windows-1252", "l1": "windows-1252", "windows-1252": "windows-1252", "cp1252": "windows-1252",
        "x-ansi": "windows-1252", "cp-1252": "windows-1252", "win-1252": "windows-1252",
        "iso-8859-1-windows-1252": "windows-1252",
        "8bit": "windows-1252", "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8",
        "iso-8859-9": "windows-1254",
        "iso-8859-11": "cp874", "tis-620": "cp874",
        "cp1250": "windows-1250", "cp-1250": "windows-1250", "windows1250": "windows-1250",
        "win-1250": "windows-1250", "x-cp1250": "windows-1250", "cp1251": "windows-1251", "win-1251": "windows-1251",
        "win1251": "windows-1251",
        "x-cp1251": "windows-1251", "cp-1251": "windows-1251", "windows1251": "windows-1251",
        "ansi-1251": "windows-1251",
        "koi8": "koi8-r", "koi8r": "koi8-r", "koi8_r": "koi8-r", "koi-8": "koi8-r", "koi8-ru": "koi8-u",
        "cp-866": "cp866", "dos-866": "cp866",
        "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "ms_kanji": "cp932",
        "windows-31j": "cp932", "cp932": "cp932", "x-ms-cp932": "cp932", "iso-2022-jp": "iso-2022-jp-3",
        "iso-2022-jp-ms": "iso-2022-jp-3", "cp50220": "iso-2022-jp-3", "cp50222": "iso-2022-jp-3", "cp51932": "euc-jp",
        "cp50221": "iso-2022-jp-3", "x-euc-jp": "euc-jp", "eucjp": "euc-jp",
        "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "ksc_5601": "cp949", "euc-kr": "cp949",
        "euckr": "cp949", "windows-949": "cp949", "x-windows-949": "cp949", "ms949": "cp949",
        "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030",
        "cn-gb": "gb18030", "euc-cn": "gb18030", "hz-gb-2312": "hz-gb-2312", "hz": "hz-gb-2312", "cp936": "gb18030",
        "big5": "big5-hkscs", "cn-big5": "big5-hkscs", "x-x-big5": "big5-hkscs", "big5-hkscs": "big5-hkscs",
        "macintosh": "macintosh", "x-mac-roman": "macintosh", "x-mac-cyrillic": "mac-cyrillic",
        "x-mac-ce": "mac-centraleurope", "x-mac-centraleurroman": "mac-centraleurope",
        "unicode-1-1-utf-7": "utf-7", "unicode-2-0-utf-7": "utf-7",
        "default": "utf-8", "unknown": "us-ascii", "unknown-8bit": "us-ascii", "x-unknown": "us-ascii",
        "binary": "us-ascii",
        "x-user-defined": "us-ascii", "none": "us-ascii", "default_charset": "utf-8",
    ]

    /// Charsets whose broken text is better read with some U+FFFD in it than as a single-byte charset.
    static let multibyte: Set<String> = [
        "utf-8", "cp932", "iso-2022-jp-3", "iso-2022-kr", "iso-2022-cn", "euc-jp", "cp949", "gb18030", "big5-hkscs",
        "utf-7", "utf-16",
        "utf-16le", "utf-16be",
    ]

    /// Those of `multibyte` that are written in seven bits.
    static let sevenBit: Set<String> = ["iso-2022-jp-3", "iso-2022-kr", "iso-2022-cn", "utf-7"]

    /// U+0080–U+009F of windows-1252 (WHATWG Encoding, index-windows-1252).
    static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
        0x017E, 0x0178,
    ]
}
