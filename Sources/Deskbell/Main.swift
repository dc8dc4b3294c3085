import ArgumentParser

/// `deskbell`: the server and everything one does with it from a shell.
@main
struct DeskbellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deskbell",
        abstract: "An email-first help desk.",
        discussion: """
            Settings come from environment variables or from a file .env in the working folder; the environment wins.
            Exit codes: 0 done, 1 something failed, 64 wrong usage, 75 try again later (for a mail server's pipe), \
            78 a wrong setting.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Demo.self, Init.self, User.self, TokenCommand.self, Sync.self, Ingest.self, Explain.self,
            Ledger.self, Migrate.self, Backup.self, Restore.self, SendTestEmail.self, BenchFill.self,
            SettingsCommand.self, Doctor.self,
        ])
}
