/// What a server says about an address in a report in plain words.
enum BounceDiagnostic {
    /// Most lines of one reason, and most characters.
    private static let mostLines = 4, mostCharacters = 500

    /// The first line with a code and what it goes on with; where there is no code, the words behind or below the address.
    /// Empty if nothing is said.
    static func find(in words: String, address: String) -> String {
        let lines = words.split(separator: "\n", omittingEmptySubsequences: false).prefix(1_000).map { Line($0) }
        let coded = lines.firstIndex { StatusCode.find(in: $0.text) != nil || StatusCode.reply(in: $0.text) != nil }
        if let coded { return joined(lines, from: coded) }
        return address.isEmpty ? "" : reason(lines, of: address)
    }

    private struct Line {
        let text: String
        let indent: Int

        init(_ line: Substring) {
            text = String(line).trimmed
            indent = line.utf8.prefix { $0 == .space || $0 == .tab }.count
        }

        /// Nothing, or a rule.
        var isEnd: Bool { !text.utf8.contains { $0.isAlphanumeric || $0 >= 0x80 } }
    }

    /// Lines that are indented like the first one, or deeper, go on with it.
    private static func joined(_ lines: [Line], from first: Int) -> String {
        var text = lines[first].text
        for line in lines[(first + 1)...].prefix(mostLines - 1) {
            guard lines[first].indent > 0, line.indent >= lines[first].indent, !line.isEnd else { break }
            text += " \(line.text)"
        }
        return String(text.prefix(mostCharacters))
    }

    private static func reason(_ lines: [Line], of address: String) -> String {
        let name = address.lowercased()
        // A sentence that names the address among others says less than the line that begins with it.
        let naming = lines.indices.filter { lines[$0].text.lowercased().contains(name) }
        let head = naming.first { isHead(lines[$0].text, name) }
        let others = naming.lazy.map { reason(lines, at: $0, name) }
        return head.map { reason(lines, at: $0, name) } ?? others.first { !$0.isEmpty } ?? ""
    }

    private static func reason(_ lines: [Line], at first: Int, _ name: String) -> String {
        var parts: [String] = []
        parts.append(behind(name, in: lines[first].text))
        for line in lines[(first + 1)...].prefix(mostLines) {
            guard !line.isEnd else { break }
            parts.append(line.text)
        }
        return String(parts.filter { !$0.isEmpty }.joined(separator: " ").prefix(mostCharacters))
    }

    /// The rest of a line behind the address, without what surrounded that.
    private static func behind(_ name: String, in line: String) -> String {
        let bytes = Array(line.utf8), target = Array(name.utf8)
        guard !target.isEmpty, bytes.count >= target.count else { return "" }
        for start in 0...(bytes.count - target.count) where bytes[start].lowered == target[0] {
            guard bytes[start..<(start + target.count)].elementsEqual(target, by: { $0.lowered == $1 }) else {
                continue
            }
            let rest = bytes[(start + target.count)...].drop { !($0.isAlphanumeric || $0 >= 0x80 || $0 == 0x28) }
            return String(decoding: rest, as: UTF8.self).trimmed
        }
        return ""
    }

    private static func isHead(_ text: String, _ name: String) -> Bool {
        text.lowercased().drop { !($0.isLetter || $0.isNumber) }.hasPrefix(name)
    }
}
