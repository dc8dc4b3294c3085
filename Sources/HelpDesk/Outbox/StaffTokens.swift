import Foundation

/// A text without the addresses, ids and marks that were made for staff or a mailbox, and let their holder act as staff: an answer
/// that quotes the notification, with or without its header, would carry them to the customer.
func withoutStaffTokens(_ text: String) -> String {
    let text = withoutIDs(withoutMarks(text))
    guard text.range(of: "+TKT-", options: .caseInsensitive) != nil else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
        var kept = "", rest = line
        while let plus = rest.range(of: "+TKT-", options: .caseInsensitive) {
            kept += rest[..<plus.lowerBound]
            rest = rest[plus.lowerBound...]
            rest = rest.drop { !($0 == "@" || $0.isWhitespace || $0 == ">") }
        }
        return kept + rest
    }.joined(separator: "\n")
}

/// The hidden mark (`BodyToken`) is as good as an address.
private func withoutMarks(_ text: String) -> String {
    var kept = "", rest = Substring(text)
    while let mark = rest.range(of: "deskbell-ref:", options: .caseInsensitive) {
        kept += rest[..<mark.lowerBound]
        rest = rest[mark.upperBound...].drop { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
    }
    return kept + rest
}

/// `t7k.m2f-a5.c4qk…@`: a Message-ID (`MessageIdentifier`) of a mail to staff.
private func withoutIDs(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    var kept: [UInt8] = [], word = 0
    for byte in text.utf8 {
        if byte == UInt8(ascii: "@"), isStaffsID(kept[word...]) { kept.removeSubrange(word...) }
        kept.append(byte)
        let isOfWord = byte < 0x80 && Character(UnicodeScalar(byte)).isLetter || (0x30...0x39).contains(byte)
        if !isOfWord, byte != UInt8(ascii: "."), byte != UInt8(ascii: "-") { word = kept.count }
    }
    return String(decoding: kept, as: UTF8.self)
}

private func isStaffsID(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count >= 24, word.count <= 64 else { return false }
    let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].count == 16, parts[0].first.map({ $0 | 0x20 }) == UInt8(ascii: "t") else {
        return false
    }
    let mark = parts[1].drop { $0 != UInt8(ascii: "-") }.dropFirst().first.map { $0 | 0x20 }
    return mark == UInt8(ascii: "a") || mark == UInt8(ascii: "b")
}
