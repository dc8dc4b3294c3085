import ArgumentParser
import HelpDesk

/// Bounds and habits of the desk, kept in the database and valid for all servers at once.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Show and change bounds of the desk, such as how many automatic replies one address gets.",
        discussion: """
            Without arguments: all settings with their values. With a name: that one. NAME=VALUE changes it, NAME= takes \
            the change back. Exit code 64 for an unknown name, 1 for a value that is out of range.
            """)

    @Argument(help: "NAME, NAME=VALUE or NAME=")
    var changes: [String] = []

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() async throws {
        let asked = try changes.map(Change.init)
        try await withDesk(isMade: false) { desk, _ in
            let all = try await desk.write { tx in
                for change in asked where change.isChange { try tx.set(change.setting, to: change.value) }
                return try tx.settings()
            }
            for (setting, value) in all where asked.isEmpty || asked.contains(where: { $0.setting == setting }) {
                if json {
                    print(
                        try JSONLine.text(
                            Line(name: setting.rawValue, value: value, explanation: setting.explanation)))
                } else {
                    print("\(setting.rawValue)=\(value)\t\(setting.explanation)")
                }
            }
        }
    }

    private struct Line: Encodable {
        let name: String
        let value: Int
        let explanation: String
    }

    private struct Change: Sendable {
        let setting: StoredSetting
        var isChange = false
        var value: Int?

        init(_ text: String) throws {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let setting = StoredSetting(rawValue: String(parts[0])) else {
                let names = StoredSetting.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("There is no setting “\(parts[0].prefix(60))”. There are: \(names).")
            }
            self.setting = setting
            guard parts.count == 2 else { return }
            isChange = true
            guard !parts[1].isEmpty else { return }
            guard let value = Int(parts[1]) else {
                throw ValidationError("“\(parts[1].prefix(60))” is not a number: \(setting.explanation)")
            }
            self.value = value
        }
    }
}
