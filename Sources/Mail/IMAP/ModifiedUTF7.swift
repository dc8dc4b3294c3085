import Foundation

/// Folder names as IMAP4rev1 writes them (RFC 3501 §5.1.3): printable ASCII stands for itself, `&` is `&-`, everything
/// else is UTF-16 in base64 with `,` for `/`, between `&` and `-`.
enum ModifiedUTF7 {
    static func encode(_ name: String) -> String {
        var text = ""
        var pending: [UInt16] = []
        for unit in name.utf16 {
            if (0x20...0x7E).contains(unit) {
                flush(&pending, to: &text)
                text += unit == 0x26 ? "&-" : String(UnicodeScalar(UInt8(unit)))
            } else {
                pending.append(unit)
            }
        }
        flush(&pending, to: &text)
        return text
    }

    private static func flush(_ pending: inout [UInt16], to text: inout String) {
        guard !pending.isEmpty else { return }
        let bytes = pending.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let base64 = Data(bytes).base64EncodedString().replacing("=", with: "").replacing("/", with: ",")
        text += "&\(base64)-"
        pending = []
    }

    /// Reads a name; what is not valid stays as it is, so that a folder of a careless server can still be chosen.
    static func decode(_ text: String) -> String {
        var name = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            name += rest[..<start]
            let shifted = rest[start...]
            guard let end = shifted.firstIndex(of: "-") else { return name + shifted }
            let run = shifted[shifted.index(after: start)..<end]
            name += run.isEmpty ? "&" : decodeRun(run) ?? String(shifted[...end])
            rest = rest[rest.index(after: end)...]
        }
        return name + rest
    }

    private static func decodeRun(_ run: Substring) -> String? {
        let plain = String(run).replacing(",", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), data.count % 2 == 0 else { return nil }
        let bytes = [UInt8](data)
        let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return String(validating: units, as: UTF16.self)
    }
}
