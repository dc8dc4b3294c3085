/// An envelope's address, safe to write between `<` and `>`.
///
/// RFC 5321 §4.1.2: `Path = "<" [ A-d-l ":" ] Mailbox ">"`. What the server thinks of the mailbox is its affair; what
/// would end the command or the path never leaves this machine (CVE-2023-51764 and its family).
struct SMTPPath {
    let address: String
    /// The same as it goes over the wire: an international domain in its ASCII form (RFC 5891), which every server takes.
    let wire: String
    /// Whether `wire` needs no SMTPUTF8 (RFC 6531).
    let isASCII: Bool

    /// - Throws: `SMTPFailure` with the reason.
    init(_ address: String) throws {
        let bytes = address.utf8
        guard !bytes.isEmpty, bytes.count <= 320 else {
            throw SMTPFailure(stage: .check, reply: nil, text: "The address is empty or too long.")
        }
        guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == 0x3C || $0 == 0x3E }) else {
            throw SMTPFailure(
                stage: .check, reply: nil,
                text: "The address holds a blank, a line break, a bracket or a control character.")
        }
        guard let at = address.lastIndex(of: "@"), at != address.startIndex,
            address.index(after: at) != address.endIndex
        else {
            throw SMTPFailure(stage: .check, reply: nil, text: "The address lacks a name or a domain around the @.")
        }
        self.address = address
        // RFC 6531 §3.2: only a name beyond ASCII asks for the extension.
        let isNameASCII = address[..<at].utf8.allSatisfy { $0 < 0x80 }
        let domain = address[address.index(after: at)...].lowercased()
        wire =
            isNameASCII && !domain.utf8.allSatisfy { $0 < 0x80 }
            ? "\(address[...at])\(Address.asciiDomain(domain))" : address
        isASCII = wire.utf8.allSatisfy { $0 < 0x80 }
    }
}
