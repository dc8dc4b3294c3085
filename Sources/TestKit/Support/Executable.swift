import Foundation

/// Finds the programs of other people that the tests run.
public enum Executable {
    /// The path of the program `name`, looked for in `PATH`, in the folders of Debian's daemons and in `folders`.
    /// - Throws: `MissingProgram` where it is nowhere.
    public static func find(_ name: String, alsoIn folders: [String] = []) throws -> String {
        let search = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for folder in search + ["/usr/sbin", "/usr/local/sbin", "/sbin"] + folders {
            let path = "\(folder)/\(name)"
            if access(path, X_OK) == 0 { return path }
        }
        throw MissingProgram(name: name)
    }
}

/// A program that the tests need is not on this machine.
public struct MissingProgram: Error, CustomStringConvertible {
    /// The program's name.
    public let name: String

    /// What to do about it.
    public var description: String { "The tests need the program \(name), which is not installed: run bin/setup." }
}
