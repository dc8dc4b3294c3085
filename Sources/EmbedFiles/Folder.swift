import Foundation

/// One file to be embedded, as it will be served.
struct EmbeddedFile {
    let name: String
    let bytes: [UInt8]
}

/// The folder's files in the order of their names, bundles joined, scripts and style sheets minified.
func readFolder(_ folder: URL) throws -> [EmbeddedFile] {
    try entries(of: folder).map { entry in
        let bytes = try isDirectory(entry) ? bundle(entry) : [UInt8](Data(contentsOf: entry))
        return EmbeddedFile(name: entry.lastPathComponent, bytes: minified(bytes, extension: entry.pathExtension))
    }
}

private func bundle(_ folder: URL) throws -> [UInt8] {
    try entries(of: folder).reduce(into: []) { joined, part in
        joined += try Data(contentsOf: part)
        joined.append(UInt8(ascii: "\n"))
    }
}

private func entries(of folder: URL) throws -> [URL] {
    try FileManager.default
        .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
}

private func isDirectory(_ url: URL) throws -> Bool {
    try FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType == .typeDirectory
}
