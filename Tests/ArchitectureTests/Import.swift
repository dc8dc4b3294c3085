/// One import declaration: `@testable public import struct Module.Name`.
struct Import: Equatable {
    let module: String
    let isTestable: Bool

    /// - Returns: nil where the line imports nothing.
    init?(_ line: Substring) {
        var words = line.split(separator: " ")[...]
        let leading = words.prefix { $0.hasPrefix("@") || Self.accessLevels.contains($0) }
        words = words.dropFirst(leading.count)
        guard words.popFirst() == "import" else { return nil }
        if let kind = words.first, Self.kinds.contains(kind) { words.removeFirst() }
        guard let path = words.first, path.first?.isLetter == true || path.first == "_" else { return nil }
        module = String(path.prefix { $0 != "." && $0 != ";" })
        isTestable = leading.contains("@testable")
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "let", "var", "typealias",
    ]
}

extension SourceFile {
    var imports: [Import] { code.compactMap { Import($0.text) } }
}
