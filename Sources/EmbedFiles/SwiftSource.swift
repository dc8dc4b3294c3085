import Foundation

/// A Swift source that declares `enum Embedded<Name>` with all `files`.
///
/// Contents are base64 in static strings: every byte survives, and the compiler reads them at no cost.
func swiftSource(named name: String, of files: [EmbeddedFile]) -> String {
    let entries = files.map(entry).joined(separator: "\n")
    return """
        import Foundation

        /// The files of `\(name)`, generated when the product is built.
        enum Embedded\(name) {
            struct File: Sendable {
                let name: String
                /// FNV-1a of the content, 16 hexadecimal digits: changes with it.
                let hash: String
                /// The content, base64.
                let base64: StaticString
                /// The content compressed by gzip, base64; absent where that saves nothing.
                let gzip: StaticString?

                /// The content.
                func bytes() -> [UInt8] { Self.decoded(base64) }

                /// The content compressed by gzip.
                func gzippedBytes() -> [UInt8]? { gzip.map(Self.decoded) }

                private static func decoded(_ base64: StaticString) -> [UInt8] {
                    [UInt8](Data(base64Encoded: base64.description) ?? Data())
                }
            }

            static let files: [File] = [
        \(entries)
            ]
        }

        """
}

private func entry(_ file: EmbeddedFile) -> String {
    let compressed = gzipped(file.bytes).flatMap { $0.count < file.bytes.count * 9 / 10 ? $0 : nil }
    let gzip = compressed.map { "\"\(Data($0).base64EncodedString())\"" } ?? "nil"
    return """
                File(
                    name: \(quoted(file.name)), hash: "\(fingerprint(file.bytes))",
                    base64: "\(Data(file.bytes).base64EncodedString())",
                    gzip: \(gzip)),
        """
}

private func quoted(_ text: String) -> String {
    let escaped = text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
    return "\"\(escaped)\""
}

private func fingerprint(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) { $0 = ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
