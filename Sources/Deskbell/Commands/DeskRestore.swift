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
        let restored: Restored
        switch settings.database {
        case .sqlite(let path): restored = try await restoreFile(backup, to: path)
        case .postgres: restored = try await restore(backup, into: settings.database)
        }
        if let secret = backup.secret, settings.secretKey == nil {
            try SecretKeyFile(in: settings.dataFolder).write(secret)
        }
        return restored
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
        let database = try await Database.open(settings.database, logger: Log.quiet)
        let result = await Result { try await database.holdsADesk() }
        await database.close()
        if try result.get(), !isForced { throw BackupError.notEmpty }
    }

    /// A new file is filled and takes the place of the old one as a whole.
    private func restoreFile(_ backup: VerifiedBackup, to path: String) async throws -> Restored {
        let draft = "\(path).restoring", manager = FileManager.default
        for suffix in ["", "-wal", "-shm"] { try? manager.removeItem(atPath: draft + suffix) }
        let restored = try await restore(backup, into: .sqlite(path: draft))
        if manager.fileExists(atPath: path) {
            try? manager.removeItem(atPath: "\(path).before-restore")
            try manager.moveItem(atPath: path, toPath: "\(path).before-restore")
        }
        // A journal of the old file would be played into the new one.
        for suffix in ["-wal", "-shm"] { try? manager.removeItem(atPath: path + suffix) }
        try manager.moveItem(atPath: draft, toPath: path)
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

extension Desk {
    /// The secret that the desk runs under.
    func secret(_ settings: Settings) throws -> String {
        try settings.secretKey ?? SecretKeyFile(in: settings.dataFolder).readOrMake()
    }
}
