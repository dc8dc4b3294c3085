import Foundation

/// A text without the addresses that were made for staff or a mailbox, and let their holder act as staff: an answer that
/// quotes the notification would carry them to the customer.
func withoutStaffTokens(_ text: String) -> String {
    let text = withoutMarks(text)
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
