import ArgumentParser
import Database
import Foundation
import Glibc
import HelpDesk

/// Everything in one file.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database, the large files and the key into one file, while Deskbell runs.",
        discussion: """
            The file is a tar with checksums and can be restored into SQLite as well as into PostgreSQL. It holds \
            everything that the desk knows, and its key: keep it as you keep passwords. A SECRET_KEY of the environment \
            is not in it. Exit codes: 0 done, 1 could not be written or lacks files that the data folder has lost (which \
            is said), 78 a wrong setting.
            """)

    @Flag(help: "Replace a file that exists.")
    var force = false

    @Flag(help: "Print what was copied as one JSON object.")
    var json = false

    @Argument(help: "The file to write.")
    var file: String

    func run() async throws {
        let settings = try await readSettings()
        do {
            guard let desk = try await existingDesk(settings), let secret = try settings.keySecret() else {
                complain(
                    "deskbell: There is no desk of this version at \(settings.database). Run “deskbell migrate” first.")
                throw ExitCode.failure
            }
            let manifest = try await copy(desk, secret, includesSecret: settings.secretKey == nil)
            TerminalLine.clear()
            try tell(manifest, settings)
        } catch let code as ExitCode {
            throw code
        } catch {
            TerminalLine.clear()
            complain("deskbell: \(error)")
            throw error is SettingError ? ExitCode(78) : ExitCode.failure
        }
    }

    private func copy(_ desk: Desk, _ secret: String, includesSecret: Bool) async throws -> BackupManifest {
        let result = await Result {
            try await desk.backUp(
                to: URL(filePath: file).path, secret: secret, includesSecret: includesSecret, replacing: force,
                progress: TerminalLine.show)
        }
        await desk.database.close()
        return try result.get()
    }

    private func tell(_ manifest: BackupManifest, _ settings: Settings) throws {
        if json {
            print(try JSONLine.text(manifest.rows))
        } else {
            print("\(file): \(manifest.rows["ticket"] ?? 0) tickets, \(manifest.rows["ledger"] ?? 0) mails")
            if settings.secretKey != nil {
                complain("SECRET_KEY is not in it: keep it beside the backup, without it no password opens.")
            }
        }
        guard !manifest.missingContents.isEmpty else { return }
        complain(
            """
            deskbell: \(manifest.missingContents.count) large files are not in it, for the data folder has lost them or \
            holds something else there: \(manifest.missingContents.prefix(5).joined(separator: ", "))
            """)
        throw ExitCode.failure
    }
}

/// A backup in place of an empty desk, or with --force of another.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup into an empty data folder or database.",
        discussion: """
            Every checksum is compared before anything is changed. Mail that was still to be sent when the backup was \
            made is held back, since it may have been sent since: its tickets show it, and a person sends it again. Mail \
            that came after the backup is fetched again from its mailbox. Everybody signs in anew; passwords and API \
            tokens are those of then. Stop Deskbell first. Exit codes: 0 done, 1 nothing was restored, 78 a wrong \
            setting.
            """)

    @Flag(
        help: "Take the place of a desk that is there. A SQLite file and its key are kept; in PostgreSQL it is deleted."
    )
    var force = false

    @Argument(help: "The file that “deskbell backup” has written.")
    var file: String

    func run() async throws {
        let settings = try await readSettings()
        do {
            let backup = try VerifiedBackup(URL(filePath: file).path, progress: TerminalLine.show)
            let restored = try await DeskRestore(settings: settings, isForced: force).run(backup)
            TerminalLine.clear()
            print(
                "Restored \(restored.rows["ticket"] ?? 0) tickets and \(restored.rows["ledger"] ?? 0) mails as of \(backup.manifest.madeAt)."
            )
            if restored.heldBack > 0 {
                print(
                    "\(restored.heldBack) outgoing mails are held back: they may have been sent before. Their tickets show them."
                )
            }
        } catch let error as SettingError {
            TerminalLine.clear()
            complain("deskbell: \(error)")
            throw ExitCode(78)
        } catch {
            TerminalLine.clear()
            complain("deskbell: \(error)")
            throw ExitCode.failure
        }
    }
}

/// One line that changes, where somebody watches.
enum TerminalLine {
    @Sendable static func show(_ text: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\r\(text)\u{1b}[K".utf8))
    }

    static func clear() { show("") }
}
