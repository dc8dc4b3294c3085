import Foundation

// embed-files FOLDER OUTPUT.swift: writes the files of a folder as one Swift source, run by the Embed plugin.
//
// The folder's direct entries become files, in the order of their names. A subfolder is one file too: its parts joined
// in the order of their names, so `app.css/10-tokens.css` and `app.css/20-base.css` make `app.css`.

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: EmbedFiles FOLDER OUTPUT.swift\n".utf8))
    exit(64)
}

do {
    let folder = URL(fileURLWithPath: arguments[1], isDirectory: true)
    let files = try readFolder(folder)
    let source = swiftSource(named: folder.lastPathComponent, of: files)
    try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
} catch {
    FileHandle.standardError.write(Data("error: cannot embed \(arguments[1]): \(error)\n".utf8))
    exit(1)
}
