import Foundation

/// How texts are compared: sources differ in blanks, and that alone makes no difference.
enum Comparison {
    static func same(_ actual: String?, _ expected: String, _ form: String?) -> Bool {
        switch form {
        case "nospace": bare(actual) == bare(expected)
        case "collapse": collapsed(actual) == collapsed(expected)
        default: trimmed(actual) == trimmed(expected)
        }
    }

    /// Without any white space.
    static func bare(_ text: String?) -> String {
        String(String.UnicodeScalarView(composed(text).unicodeScalars.filter { !isSpace($0) && $0 != "\u{FEFF}" }))
    }

    /// White space in a row as one blank.
    static func collapsed(_ text: String?) -> String {
        composed(text).unicodeScalars.split(whereSeparator: isSpace).map { String($0) }.joined(separator: " ")
    }

    /// Without blanks at the ends of lines and of the text.
    static func trimmed(_ text: String?) -> String {
        let lines = (text ?? "").unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line
            while let last = line.last, isSpace(last) { line.removeLast() }
            return String(line).replacingOccurrences(of: "\u{A0}", with: " ")
        }
        var scalars = Substring(lines.joined(separator: "\n")).unicodeScalars
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(scalars)
    }

    static func address(_ value: String?) -> String {
        (value ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            .trimmingCharacters(in: CharacterSet(charactersIn: "<>")).lowercased()
    }

    private static func composed(_ text: String?) -> String { (text ?? "").precomposedStringWithCanonicalMapping }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
}
