/// A command as it goes over the wire: text, and literals that the server must first agree to take.
struct IMAPCommand {
    enum Part {
        case text(String)
        case literal([UInt8])
    }

    /// The name for logs and errors; never the arguments.
    let name: String
    private(set) var parts: [Part]

    init(_ name: String, _ arguments: String = "") {
        self.name = name
        parts = [.text(arguments.isEmpty ? name : "\(name) \(arguments)")]
    }

    /// Adds a blank and text that is known to be harmless.
    func with(_ text: String) -> IMAPCommand { adding(.text(" \(text)")) }

    /// Adds a blank and bytes as a literal.
    func with(literal bytes: [UInt8]) -> IMAPCommand { adding(.text(" ")).adding(.literal(bytes)) }

    /// Adds a blank and a string from outside: quoted, or as a literal where quotes cannot hold it.
    ///
    /// RFC 3501 §9: `QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials`
    func with(string: String) -> IMAPCommand {
        guard string.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), string.utf8.count < 1_000 else {
            return with(literal: Array(string.utf8))
        }
        return with("\"\(string.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"")
    }

    /// Adds a folder's name.
    func with(folder: String) -> IMAPCommand { with(string: ModifiedUTF7.encode(folder)) }

    private func adding(_ part: Part) -> IMAPCommand {
        var copy = self
        copy.parts.append(part)
        return copy
    }
}
