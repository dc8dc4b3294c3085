import Foundation

/// The project as text: what the tests of this target read instead of running it.
enum SourceTree {
    /// The checkout, also where the tests are built through symbolic links.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = swiftFiles(under: "Sources")
    static let tests = swiftFiles(under: "Tests")

    /// The names of the folders directly inside one.
    static func folders(in folder: String) throws -> [String] {
        let found = try FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey])
        return try found.filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .map(\.lastPathComponent).sorted()
    }

    /// Every text file with one of these endings; an ending may be empty, for scripts.
    static func files(under folder: String, endings: Set<String>) -> [SourceFile] {
        let start = root.appending(path: folder)
        let found = FileManager.default.enumerator(at: start, includingPropertiesForKeys: [.isRegularFileKey])
        return (found?.compactMap { $0 as? URL } ?? [])
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .filter { endings.contains($0.pathExtension) }
            .compactMap(SourceFile.init)
            .sorted { $0.path < $1.path }
    }

    private static func swiftFiles(under folder: String) -> [SourceFile] { files(under: folder, endings: ["swift"]) }
}

/// One file and its lines.
struct SourceFile: Sendable {
    /// Below the checkout, for example `Sources/Mail/IMAP/IMAPClient.swift`.
    let path: String
    let lines: [Substring]

    init?(_ url: URL) {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        path = String(url.resolvingSymlinksInPath().path.dropFirst(SourceTree.root.path.count + 1))
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The folder below `Sources` or `Tests`, which is the target's name.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The lines that are not a comment alone, with their numbers.
    var code: [(number: Int, text: Substring)] {
        lines.enumerated().map { ($0.offset + 1, $0.element) }
            .filter { !$0.1.drop { $0 == " " }.hasPrefix("//") }
    }

    /// Where a pattern stands in the code, as `path:line`.
    func places(of pattern: Regex<Substring>) -> [String] {
        code.filter { $0.text.contains(pattern) }.map { "\(path):\($0.number)" }
    }
}
