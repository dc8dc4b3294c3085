import Database
import Foundation
import HelpDesk

/// Puts a verified backup where the settings say that the desk is.
struct DeskRestore {
    let settings: Settings
    let isForced: Bool

    /// - Throws: `BackupError` before anything is changed; `SettingError` where SECRET_KEY is another than the backup's.
    func run(_ backup: VerifiedBackup) async throws -> Restored {
        try checkSecret(of: backup)
        try await checkTarget()
        try FileManager.default.createDirectory(at: settings.dataFolder, withIntermediateDirectories: true)
        let restored: Restored, kept = kept
        switch settings.database {
        case .sqlite(let path): restored = try await restoreFile(backup, to: path, kept)
        case .postgres: restored = try await restore(backup, into: settings.database)
        }
        if let secret = backup.secret, settings.secretKey == nil {
            try SecretKeyFile(in: settings.dataFolder).replace(with: secret, keepingOldAs: kept)
        }
        return restored
    }

    /// What the names of the old desk's files end in from now on: none that was kept before is lost.
    private var kept: String {
        let first = ".before-restore"
        guard case .sqlite(let path) = settings.database else { return first }
        let files = [path, SecretKeyFile(in: settings.dataFolder).file.path]
        let endings = [first] + (2...999).map { "\(first)-\($0)" }
        return endings.first { ending in
            !files.contains { FileManager.default.fileExists(atPath: $0 + ending) }
        } ?? first
    }

    private func checkSecret(of backup: VerifiedBackup) throws {
        guard let secret = settings.secretKey else {
            guard backup.secret != nil else {
                throw SettingError(
                    name: "SECRET_KEY",
                    problem: "is not set, and the backup was made under one that is not in it; set it")
            }
            return
        }
        guard
            backup.manifest.isMadeUnder(secret: secret)
                || settings.previousSecretKeys.contains(where: {
                    backup.manifest.isMadeUnder(secret: $0)
                })
        else {
            throw SettingError(
                name: "SECRET_KEY",
                problem: "is another than that of the backup; set that one, or name it in SECRET_KEY_PREVIOUS")
        }
    }

    private func checkTarget() async throws {
        if case .sqlite(let path) = settings.database, !FileManager.default.fileExists(atPath: path) { return }
        do {
            if try await holdsADesk(), !isForced { throw BackupError.notEmpty }
        } catch DatabaseError.damaged where isForced && isFile {
            // What a backup is for. The damaged file is kept beside the new one.
        }
    }

    private var isFile: Bool { if case .sqlite = settings.database { true } else { false } }

    private func holdsADesk() async throws -> Bool {
        let database = try await Database.open(settings.database, logger: Log.quiet)
        let result = await Result { try await database.holdsADesk() }
        await database.close()
        return try result.get()
    }

    /// A new file is filled and takes the place of the old one as a whole.
    private func restoreFile(_ backup: VerifiedBackup, to path: String, _ kept: String) async throws -> Restored {
        let draft = "\(path).restoring", manager = FileManager.default
        for suffix in ["", "-wal", "-shm"] { try? manager.removeItem(atPath: draft + suffix) }
        let restored = try await restore(backup, into: .sqlite(path: draft))
        // The journal first: that of the old file would be played into the new one.
        for suffix in ["-wal", ""] where manager.fileExists(atPath: path + suffix) {
            try manager.moveItem(atPath: path + suffix, toPath: path + kept + suffix)
        }
        try manager.moveItem(atPath: draft, toPath: path)
        for leftOver in ["\(path)-shm", "\(draft)-wal", "\(draft)-shm"] { try? manager.removeItem(atPath: leftOver) }
        return restored
    }

    private func restore(_ backup: VerifiedBackup, into location: DatabaseLocation) async throws -> Restored {
        let database = try await Database.open(location, logger: Log.quiet)
        let secret = settings.secretKey ?? backup.secret ?? Keys.newSecret()
        let result = await Result {
            let desk = try Desk(
                database: database, keys: Keys(secret: secret, previous: settings.previousSecretKeys),
                settings: DeskSettings(publicURL: settings.publicURL), dataFolder: settings.dataFolder,
                logger: Log.quiet)
            return try await desk.restore(backup, progress: TerminalLine.show)
        }
        await database.close()
        return try result.get()
    }
}

extension Settings {
    /// The secret that the desk runs under; nil where none is set and none was made yet.
    func keySecret() throws -> String? { try secretKey ?? SecretKeyFile(in: dataFolder).read() }
}
