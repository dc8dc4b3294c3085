import Foundation
import PackagePlugin

/// Embeds folders of files in a target's binary, so that the product stays one file to copy.
///
/// A folder of the target that holds a file named `.embed` becomes `enum Embedded<Folder>` in that target, which
/// excludes the folder from its sources. The generator (`EmbedFiles`) runs again when one of the files changes.
@main
struct Embed: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let tool = try context.tool(named: "EmbedFiles")
        return embeddedFolders(of: target.directoryURL).map { folder in
            let name = folder.lastPathComponent
            let output = context.pluginWorkDirectoryURL.appending(path: "Embedded\(name).swift")
            return .buildCommand(
                displayName: "Embedding \(name)",
                executable: tool.url,
                arguments: [folder.path, output.path],
                inputFiles: files(in: folder),
                outputFiles: [output])
        }
    }

    private func embeddedFolders(of directory: URL) -> [URL] {
        files(in: directory)
            .filter { $0.lastPathComponent == ".embed" }
            .map { $0.deletingLastPathComponent() }
    }

    private func files(in directory: URL) -> [URL] {
        let walk = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
        let urls = walk?.compactMap { $0 as? URL } ?? []
        return urls.filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
    }
}
