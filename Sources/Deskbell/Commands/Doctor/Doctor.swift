import ArgumentParser
import Foundation
import HelpDesk
import Mail

/// Looks at everything that a help desk hangs on, and says what to do.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check database, data folder, clock, mailboxes, sending, DNS and the public address; say what to do.",
        discussion: """
            Changes nothing. Exit codes: 0 all is well or only warnings, 1 there is a problem, 78 a wrong setting.
            """)

    @ArgumentParser.Flag(help: "One JSON object a line: check, status (ok, warning, problem), text, advice.")
    var json = false

    @Option(help: "The DNS server to ask, ADDRESS or ADDRESS:PORT; without it the system's.")
    var dns: String?

    @Option(help: "The DKIM selector of the sending domain; without it the common ones are tried.")
    var dkimSelector: String?

    func validate() throws {
        if let dns, DNSResolver.Server(dns) == nil {
            throw ValidationError("--dns wants an IPv4 address, with a port or without: 127.0.0.1:53")
        }
    }

    func run() async throws {
        let settings = try await readSettings()
        let report = DoctorReport(isJSON: json)
        report.tell(SettingsCheck(settings: settings).findings)
        report.tell(DataFolderCheck(folder: settings.dataFolder).findings)
        let database = await DatabaseCheck(settings: settings).run()
        report.tell(database.findings)
        let desk = await Result { try await existingDesk(settings) }
        report.tell(await AccountsCheck(settings: settings, desk: try? desk.get()).findings())
        switch desk {
        case .success(let desk?):
            report.tell(await WorkersCheck(desk: desk).findings())
            report.tell(await KeysCheck(desk: desk).findings())
            report.tell(await MailboxesCheck(settings: settings, desk: desk).findings())
            await desk.database.close()
        case .failure(let error as SettingError):
            report.tell([.problem("secret key", "\(error)", "Then run this again.")])
        default: break  // The check of the database has told of it.
        }
        let resolver = DNSResolver(servers: dns.flatMap(DNSResolver.Server.init).map { [$0] })
        for domain in database.domains(beside: settings) {
            report.tell(
                await DomainCheck(domain: domain, smtpHost: settings.smtp?.server.host, selector: dkimSelector)
                    .findings(resolver))
        }
        if let host = settings.smtp?.server.host { report.tell(await SendingHostCheck(host: host).findings(resolver)) }
        report.tell(await PublicAddressCheck(settings: settings).findings())
        report.end()
        if report.hasProblem { throw ExitCode.failure }
    }
}

/// One thing that was looked at.
struct Finding: Encodable, Equatable {
    enum Status: String, Encodable {
        case ok, warning, problem
    }

    let check: String
    let status: Status
    let text: String
    /// What to do; nil where nothing needs doing.
    let advice: String?

    static func ok(_ check: String, _ text: String) -> Finding {
        Finding(check: check, status: .ok, text: text, advice: nil)
    }

    static func warning(_ check: String, _ text: String, _ advice: String) -> Finding {
        Finding(check: check, status: .warning, text: text, advice: advice)
    }

    static func problem(_ check: String, _ text: String, _ advice: String) -> Finding {
        Finding(check: check, status: .problem, text: text, advice: advice)
    }

    private enum Key: String, CodingKey { case check, status, text, advice }

    func encode(to encoder: any Encoder) throws {
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(check, forKey: .check)
        try out.encode(status, forKey: .status)
        try out.encode(text, forKey: .text)
        try out.encode(advice, forKey: .advice)
    }
}

/// Prints findings as they come: some checks take seconds.
final class DoctorReport {
    private let isJSON: Bool
    private var counts: [Finding.Status: Int] = [:]

    init(isJSON: Bool) { self.isJSON = isJSON }

    var hasProblem: Bool { counts[.problem, default: 0] > 0 }

    func tell(_ findings: [Finding]) {
        for finding in findings {
            counts[finding.status, default: 0] += 1
            if isJSON {
                if let line = try? JSONLine.text(finding) { print(line) }
            } else {
                let mark = finding.status == .ok ? "✓" : finding.status == .warning ? "!" : "✗"
                print("\(mark) \(finding.check): \(finding.text)")
                if let advice = finding.advice { print("    → \(advice)") }
            }
        }
    }

    func end() {
        guard !isJSON else { return }
        let problems = counts[.problem, default: 0], warnings = counts[.warning, default: 0]
        guard problems + warnings > 0 else { return print("All is well.") }
        print("\(counted(problems, "problem")), \(counted(warnings, "warning")).")
    }
}

private func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
