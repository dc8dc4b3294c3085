import Configuration
import Foundation
import SystemPackage

/// The environment, and below it the file `.env`. An empty variable counts as not set.
struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    init(_ values: [String: String]) { lookUp = { values[$0] } }

    /// - Throws: `SettingError` for a `.env` that cannot be read.
    init(file: String) async throws {
        let process = EnvironmentVariablesProvider()
        let dotEnv: EnvironmentVariablesProvider
        do {
            dotEnv = try await EnvironmentVariablesProvider(environmentFilePath: FilePath(file), allowMissing: true)
        } catch {
            throw SettingError(name: file, problem: "cannot be read: \(error)")
        }
        lookUp = { name in
            if let value = try? process.environmentValue(forName: name), !value.isEmpty { return value }
            guard let value = try? dotEnv.environmentValue(forName: name) else { return nil }
            return withoutQuotes(value)
        }
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

    var description: String { "\(name) \(problem)." }
}

/// People write values in quotes, as they would in a shell.
private func withoutQuotes(_ value: String) -> String {
    guard value.count >= 2, let first = value.first, first == value.last, first == "\"" || first == "'" else {
        return value
    }
    return String(value.dropFirst().dropLast())
}
