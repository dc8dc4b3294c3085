/// A mailbox of RFC 5322 §3.4: `Ann <ann@example.org>`.
public struct Address: Sendable, Hashable, Codable {
    /// The display name, decoded; nil if there is none.
    public var name: String?
    /// `local@domain` as it was written.
    public var address: String

    /// An address with or without a display name. An empty name counts as none.
    public init(name: String? = nil, address: String) {
        self.name = name.flatMap { $0.isEmpty ? nil : $0 }
        self.address = address
    }

    /// The address for comparing: lower case, the domain in its ASCII form (RFC 5891), without a trailing dot.
    public var key: String { Address.key(of: address) }

    /// The part before the last `@`.
    public var localPart: String {
        address.utf8.lastIndex(of: .at).map { String(address[..<$0]) } ?? address
    }

    /// The part after the last `@`, as written; empty if there is none.
    public var domain: String {
        address.utf8.lastIndex(of: .at).map { String(address[address.utf8.index(after: $0)...]) } ?? ""
    }

    /// See `key`; for an address that stands alone.
    public static func key(of address: String) -> String {
        if let plain = plainKey(of: address) { return plain }
        let folded = lowerCase(address.trimmed)
        guard let at = folded.lastIndex(of: "@") else { return folded }
        var domain = String(folded[folded.index(after: at)...])
        while domain.hasSuffix(".") { domain.removeLast() }
        return "\(folded[..<at])@\(asciiDomain(domain))"
    }

    /// Letters outside of ASCII stay outside of it: the Kelvin sign is no `k`, or whoever can get an address with it would be taken
    /// for somebody else.
    private static func lowerCase(_ text: String) -> String {
        var lower = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let mapping = scalar.properties.lowercaseMapping.unicodeScalars
            let staysOutside = scalar.isASCII || !mapping.contains(where: \.isASCII)
            if staysOutside { lower.append(contentsOf: mapping) } else { lower.append(scalar) }
        }
        return String(lower)
    }

    /// The same for what nearly all addresses are: ASCII, without blanks, an `@` in it and no dot at the end. Else nil.
    private static func plainKey(of address: String) -> String? {
        var address = address
        var hasAt = false, hasCapital = false, isPlain = true
        address.withUTF8 { bytes in
            isPlain = bytes.last != UInt8(ascii: ".")
            for byte in bytes {
                if byte <= 0x20 || byte >= 0x7f { isPlain = false }
                if byte == UInt8(ascii: "@") { hasAt = true }
                if byte >= 0x41, byte <= 0x5a { hasCapital = true }
            }
        }
        guard isPlain, hasAt else { return nil }
        guard hasCapital else { return address }
        return String(decoding: address.utf8.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// A lower-case domain with its international labels as RFC 5891 writes them.
    static func asciiDomain(_ domain: String) -> String {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        return labels.map { $0.utf8.allSatisfy { $0 < 0x80 } ? String($0) : "xn--\(Punycode.encode(String($0)))" }
            .joined(separator: ".")
    }

    /// The mailboxes of an address field, from its raw bytes (unfolded or not, encoded words still in place). Groups are
    /// dissolved; what is no address is left out.
    public static func list(parsing header: [UInt8]) -> [Address] {
        AddressParser.parse(header).addresses
    }

    /// The same for text that a person typed.
    public static func list(parsing header: String) -> [Address] {
        list(parsing: Array(header.utf8))
    }
}
