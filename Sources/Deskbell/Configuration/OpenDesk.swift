import ArgumentParser
import Database
import Foundation
import HelpDesk
import Logging

/// Reads the settings, and leaves with exit code 78 (EX_CONFIG) and one sentence where one is wrong.
func readSettings() async throws -> Settings {
    do { return try Settings(try Environment(file: ".env")) } catch let error as SettingError {
        complain("deskbell: \(error)")
        throw ExitCode(78)
    }
}

/// Opens the desk that the settings describe, with its schema up to date.
///
/// - Parameter clock: another than the machine's while the demo plays what has happened before.
func openDesk(
    _ settings: Settings, logger: Logger, name: String = "Deskbell",
    clock: @escaping @Sendable () -> Instant = Instant.now
) async throws -> Desk {
    do {
        try makeFolder(settings.dataFolder)
        let secret = try settings.secretKey ?? SecretKeyFile(in: settings.dataFolder).readOrMake()
        let desk = try await deskAsItIs(settings, secret: secret, logger: logger, name: name, clock: clock)
        let applied = try await desk.setUp(supportAddress: settings.supportEmail)
        if let first = applied.first, let last = applied.last {
            let span = first == last ? first : "\(first) to \(last)"
            logger.info("[database] Brought the database up to date: \(span)")
        }
        return desk
    } catch {
        complain("deskbell: \(error)")
        throw ExitCode(error is DeskError || error is SettingError ? 78 : 1)
    }
}

/// Opens the desk for a look that must not change it; nil where none of this version is set up.
/// - Throws: where there may be one, and its key or its database cannot be read.
func existingDesk(_ settings: Settings) async throws -> Desk? {
    if case .sqlite(let path) = settings.database, !FileManager.default.fileExists(atPath: path) { return nil }
    guard let secret = try settings.keySecret() else { return nil }
    let desk = try await deskAsItIs(settings, secret: secret, logger: Log.quiet)
    do {
        if try await desk.database.appliedMigrations() == Schema.migrations.map(\.name) { return desk }
        await desk.database.close()
        return nil
    } catch {
        await desk.database.close()
        throw error
    }
}

private func deskAsItIs(
    _ settings: Settings, secret: String, logger: Logger, name: String = "Deskbell",
    clock: @escaping @Sendable () -> Instant = Instant.now
) async throws -> Desk {
    let keys = try Keys(secret: secret, previous: settings.previousSecretKeys)
    let database = try await Database.open(settings.database, clock: clock, logger: logger)
    var deskSettings = DeskSettings(
        publicURL: settings.publicURL, language: settings.language, timeZone: settings.timeZone, name: name)
    deskSettings.pushKeys = settings.pushKeys
    deskSettings.sender = settings.smtpFrom
    return try Desk(
        database: database, keys: keys, settings: deskSettings,
        dataFolder: settings.dataFolder, logger: logger)
}

private func makeFolder(_ folder: URL) throws {
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
        throw SettingError(
            name: "DESKBELL_DATA", problem: "is \(folder.path), where no folder can be made: \(systemWords(error))")
    }
}

/// Opens the desk for one command and closes it after.
/// - Parameter isMade: false: the command is about a desk that is there, and one typed in the wrong folder makes no new one.
func withDesk<T: Sendable>(isMade: Bool = true, _ body: (Desk, Settings) async throws -> T) async throws -> T {
    let settings = try await readSettings()
    if !isMade, case .sqlite(let path) = settings.database, !FileManager.default.fileExists(atPath: path) {
        complain("deskbell: There is no desk at \(path). Run “deskbell init”, or this where its settings are.")
        throw ExitCode(78)
    }
    let desk = try await openDesk(settings, logger: Log.quiet)
    do {
        let result = try await body(desk, settings)
        await desk.database.close()
        return result
    } catch let error as DeskError {
        await desk.database.close()
        complain("deskbell: \(error)")
        throw ExitCode.failure
    } catch {
        await desk.database.close()
        throw error
    }
}

func complain(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

enum Log {
    /// For commands: problems alone, on standard error.
    static var quiet: Logger {
        var logger = Logger(label: "deskbell") { OneLineLog(StreamLogHandler.standardError(label: $0)) }
        logger.logLevel = .error
        return logger
    }

    /// For the server.
    static var server: Logger {
        var logger = Logger(label: "deskbell") { OneLineLog(StreamLogHandler.standardOutput(label: $0)) }
        logger.logLevel = .info
        return logger
    }
}
