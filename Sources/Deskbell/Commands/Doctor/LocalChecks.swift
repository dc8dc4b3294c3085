import Database
import Foundation
import Glibc
import HelpDesk
import Mail

/// The settings by themselves.
struct SettingsCheck {
    let settings: Settings

    var findings: [Finding] {
        var found: [Finding] = []
        if let secret = settings.secretKey {
            found.append(
                isWeak(secret)
                    ? .problem(
                        "secret key", "SECRET_KEY can be guessed",
                        "Set it to the output of “openssl rand -hex 32”, and the old one as SECRET_KEY_PREVIOUS.")
                    : .ok("secret key", "from the environment"))
        } else {
            found.append(.ok("secret key", "in the data folder, made at the first start"))
        }
        if settings.supportEmail == nil || settings.supportEmail?.hasSuffix("@example.com") == true {
            found.append(
                .warning(
                    "support address", "SUPPORT_EMAIL is not set", "Set it to the address that customers write to."))
        }
        return found
    }

    private func isWeak(_ secret: String) -> Bool {
        let known = ["changeme", "change-me", "secret", "password", "example", "deskbell", "0123456789", "qwerty"]
        return Set(secret).count < 8 || known.contains { secret.lowercased().contains($0) } && secret.utf8.count < 32
    }
}

/// The folder that everything but the mail of others hangs on.
struct DataFolderCheck {
    let folder: URL

    private static let scarceBytes: Int64 = 2 << 30
    private static let tooFewBytes: Int64 = 200 << 20

    var findings: [Finding] {
        guard FileManager.default.fileExists(atPath: folder.path) else {
            return [
                .problem(
                    "data folder", "\(folder.path) is not there yet",
                    "“deskbell init” makes it; or set DESKBELL_DATA to where it is.")
            ]
        }
        let probe = folder.appending(path: ".doctor-\(UInt32.random(in: 0 ... .max))")
        do {
            try Data("probe".utf8).write(to: probe)
            try FileManager.default.removeItem(at: probe)
        } catch {
            return [
                .problem(
                    "data folder", "\(folder.path) cannot be written: \(systemWords(error))",
                    "Make the folder, give it to the user that Deskbell runs as, or set DESKBELL_DATA.")
            ]
        }
        return [.ok("data folder", "\(folder.path) can be written")] + disk
    }

    private var disk: [Finding] {
        var status = statvfs()
        guard statvfs(folder.path, &status) == 0 else { return [] }
        let free = Int64(status.f_bavail) * Int64(status.f_frsize), text = "\(megabytes(free)) free"
        if status.f_files > 0, status.f_favail < 1_000 {
            return [
                .problem("disk", "\(status.f_favail) files can still be made", "Remove files, or use a larger disk.")
            ]
        }
        let advice = "Make room: while the disk is full mail waits on its server."
        if free < Self.tooFewBytes { return [.problem("disk", text, advice)] }
        return free < Self.scarceBytes ? [.warning("disk", text, advice)] : [.ok("disk", text)]
    }
}

func megabytes(_ bytes: Int64) -> String {
    bytes >= 10 << 30 ? "\(bytes >> 30) GB" : "\(bytes >> 20) MB"
}

/// The database, what waits in it, and the clock beside it.
struct DatabaseCheck {
    struct Result {
        var findings: [Finding] = []
        /// The addresses that mail goes out from.
        var addresses: [String] = []

        /// The sending domains, the environment's first.
        func domains(beside settings: Settings) -> [String] {
            let all = [settings.smtpFrom?.address, settings.supportEmail].compactMap(\.self) + addresses
            return all.reduce(into: []) { domains, address in
                let domain = address.split(separator: "@").last.map { $0.lowercased() } ?? ""
                // Where no address is set, the placeholder's domain is not ours to look at.
                if !domain.isEmpty, domain != "example.com", !domains.contains(domain) { domains.append(domain) }
            }
        }
    }

    let settings: Settings

    func run() async -> Result {
        if case .sqlite(let path) = settings.database, !FileManager.default.fileExists(atPath: path) {
            return Result(findings: [
                .problem("database", "there is none at \(path)", "Run “deskbell init”, or set DATABASE_URL.")
            ])
        }
        do {
            let database = try await Database.open(settings.database, logger: Log.quiet)
            let result = await look(at: database)
            await database.close()
            return result
        } catch {
            return Result(findings: [.problem("database", "\(settings.database): \(error)", "Then run this again.")])
        }
    }

    private func look(at database: Database) async -> Result {
        var result = Result()
        do {
            let applied = try await database.appliedMigrations(), known = Schema.migrations.map(\.name)
            let (size, log) = try await database.size()
            result.findings.append(.ok("database", "\(settings.database), \(megabytes(size))"))
            if log > 512 << 20 {
                result.findings.append(
                    .warning(
                        "database", "its write-ahead log has \(megabytes(log))",
                        "Something reads for very long; restarting Deskbell shortens it."))
            }
            result.findings += try await clock(database)
            guard applied == known else {
                result.findings.append(schema(applied, known))
                return result
            }
            result.findings.append(.ok("schema", "up to date (\(known.last ?? ""))"))
            try await lookInside(database, &result)
        } catch { result.findings.append(.problem("database", "\(error)", "Mend that, then run this again.")) }
        return result
    }

    private func schema(_ applied: [String], _ known: [String]) -> Finding {
        let foreign = applied.filter { !known.contains($0) }
        return foreign.isEmpty
            ? .problem(
                "schema", "is older than this program", "Run “deskbell migrate”, or start the server, which does it.")
            : .problem("schema", "is newer than this program (\(foreign.joined(separator: ", ")))", "Run that version.")
    }

    private func clock(_ database: Database) async throws -> [Finding] {
        guard let theirs = try await database.serverTime() else { return [] }
        let apart = abs(Double(theirs.microseconds - Instant.now().microseconds) / 1_000_000)
        guard apart > 5 else { return [.ok("clock", "agrees with the database's")] }
        return [
            .warning(
                "clock", "\(Int(apart)) seconds apart from the database's",
                "Switch time synchronisation on (timedatectl set-ntp true): leases and signatures hang on it.")
        ]
    }

    private func lookInside(_ database: Database, _ result: inout Result) async throws {
        let desk = try Desk(
            database: database, keys: Keys(secret: Keys.newSecret()),
            settings: DeskSettings(publicURL: settings.publicURL), dataFolder: settings.dataFolder, logger: Log.quiet)
        let (mailboxes, backlog, staff) = try await desk.read { tx in
            (try tx.mailboxes(), try tx.backlog(), try tx.staff().count)
        }
        result.addresses = mailboxes.map(\.address)
        if staff == 0 {
            result.findings.append(
                .problem("staff", "nobody works here yet", "Run “deskbell init --owner you@example.com”."))
        }
        for mailbox in mailboxes {
            guard let failure = mailbox.failure else { continue }
            result.findings.append(
                .problem("mailbox \(mailbox.address)", failure, "See docs/mailboxes.md for these words."))
        }
        result.findings += waiting(backlog, now: database.currentTime)
    }

    private func waiting(_ backlog: Backlog, now: Instant) -> [Finding] {
        var found: [Finding] = []
        func minutes(_ since: Instant?) -> Int { since.map { Int(now.seconds(since: $0) / 60) } ?? 0 }
        if backlog.pendingMail > 0, minutes(backlog.oldestPending) >= 5 {
            found.append(
                .problem(
                    "mail in",
                    "\(backlog.pendingMail) mails wait to be looked at, the oldest for \(minutes(backlog.oldestPending)) minutes",
                    "Is “deskbell serve” running, with workers? Its log says what holds it up."))
        }
        if backlog.dueDeliveries > 0, minutes(backlog.oldestDue) >= 60 {
            found.append(
                .problem(
                    "mail out",
                    "\(backlog.dueDeliveries) mails wait to be sent, the oldest for \(minutes(backlog.oldestDue)) minutes",
                    "Is “deskbell serve” running? “deskbell send-test-email” tells what the server says."))
        }
        if backlog.failedMail > 0 {
            found.append(
                .warning(
                    "mail in", "\(backlog.failedMail) mails could not be taken in",
                    "“deskbell ledger --outcome failed” lists them with the reason."))
        }
        if backlog.quarantinedMail > 0 {
            found.append(
                .warning(
                    "mail in", "\(backlog.quarantinedMail) mails wait for a person",
                    "Look at them on the page “Mail ledger”: “deskbell ledger --outcome quarantined” lists them."))
        }
        return found.isEmpty ? [.ok("backlog", "nothing waits")] : found
    }
}
