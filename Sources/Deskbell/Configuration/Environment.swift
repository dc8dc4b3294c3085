import Foundation
import HelpDesk

/// The environment, and below it the file `.env`. An empty variable counts as not set.
struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    init(_ values: [String: String]) { lookUp = { values[$0] } }

    /// - Throws: `SettingError` for a `.env` that cannot be read.
    init(file: String) throws {
        let process = ProcessInfo.processInfo.environment, dotEnv = try Self.variables(of: file)
        lookUp = { name in process[name].flatMap { $0.isEmpty ? nil : $0 } ?? dotEnv[name] }
    }

    /// `NAME=value` on each line, the value in quotes or not; `#` begins a line of remarks.
    private static func variables(of file: String) throws -> [String: String] {
        let text: String
        do { text = try String(contentsOf: URL(filePath: file), encoding: .utf8) } catch {
            if (error as? CocoaError)?.code == .fileReadNoSuchFile { return [:] }
            throw SettingError(name: file, problem: "cannot be read: \(systemWords(error))")
        }
        var variables: [String: String] = [:]
        let lines = text.drop { $0 == "\u{feff}" }.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            var line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("export ") { line = line.dropFirst(7).trimmingCharacters(in: .whitespaces) }
            let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            guard !name.isEmpty, let sign = line.dropFirst(name.count).firstIndex(where: { $0 != " " }),
                line[sign] == "="
            else {
                // What stands there may be a secret.
                throw SettingError(name: file, problem: "has no NAME=value on line \(index + 1)")
            }
            let value = line[line.index(after: sign)...].trimmingCharacters(in: .whitespaces)
            variables[String(name)] = withoutQuotes(value)
        }
        return variables
    }

    func text(_ name: String) -> String? {
        guard let value = lookUp(name)?.trimmingCharacters(in: .whitespaces), !value.isEmpty else { return nil }
        return value
    }

    /// A secret is taken to the letter.
    func secret(_ name: String) -> String? {
        guard let value = lookUp(name), !value.isEmpty else { return nil }
        return value
    }

    func flag(_ name: String, default standard: Bool) throws -> Bool {
        guard let text = text(name) else { return standard }
        switch text.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw SettingError(name: name, problem: "is “\(text)”; write true or false")
        }
    }

    func number(_ name: String, default standard: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let text = text(name) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw SettingError(
                name: name, problem: "is “\(text)”; write a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

/// A setting that stops the start, in a sentence that names it.
struct SettingError: Error, CustomStringConvertible, Equatable {
    let name: String
    let problem: String

    var description: String { "\(name) \(problem)\(problem.hasSuffix(".") ? "" : ".")" }
}

/// People write values in quotes, as they would in a shell.
private func withoutQuotes(_ value: String) -> String {
    guard value.count >= 2, let first = value.first, first == value.last, first == "\"" || first == "'" else {
        return value
    }
    return String(value.dropFirst().dropLast())
}
