/// International domains in their own letters, where these cannot be taken for others.
enum InternationalDomain {
    /// `ann@xn--80a1acny.xn--p1ai` as people know it: `ann@почта.рф`. The address as it is where a label mixes scripts, or
    /// is Cyrillic or Greek under a domain in Latin letters: there it may be made to look like a name that one knows.
    static func shown(_ address: String) -> String {
        guard ByteSearch.contains("xn--", in: address.asciiLowered), let at = address.lastIndex(of: "@") else {
            return address
        }
        let labels = address[address.index(after: at)...].split(separator: ".", omittingEmptySubsequences: false)
        let letters = labels.map { label in
            label.lowercased().hasPrefix("xn--")
                ? Punycode.decode(label.dropFirst(4)).map { $0.lowercased() } : String(label)
        }
        let domain = letters.compactMap(\.self).joined(separator: ".")
        guard !letters.contains(nil), isPlain(letters.compactMap(\.self)),
            Address.asciiDomain(domain) == labels.joined(separator: ".").lowercased()
        else { return address }
        return "\(address[...at])\(domain)"
    }

    private enum Script { case latin, cyrillic, greek, eastAsian, other }

    private static func isPlain(_ labels: [String]) -> Bool {
        let top = labels.last.map(scripts) ?? []
        return labels.allSatisfy { label in
            let own = scripts(of: label)
            if own.isSubset(of: [.latin])
                || own.isSubset(of: [.eastAsian, .latin]) && label.utf8.contains(where: { $0 >= 0xE3 })
            {
                return true
            }
            return own.count == 1 && (own == [.cyrillic] || own == [.greek]) && own == top
        }
    }

    private static func scripts(of label: String) -> Set<Script> {
        Set(
            label.unicodeScalars.compactMap { scalar in
                switch scalar.value {
                case 0x2D, 0x30...0x39: nil
                case 0x61...0x7A, 0x41...0x5A, 0xDF...0xF6, 0xF8...0x17F: .latin
                case 0x430...0x45F, 0x490...0x491, 0x4D8...0x4E9: .cyrillic
                case 0x3AC...0x3CE: .greek
                case 0x3041...0x30FE, 0x3400...0x9FFF, 0xAC00...0xD7A3: .eastAsian
                default: .other
                }
            })
    }
}
