import ArgumentParser
import Foundation
import HelpDesk
import Mail

/// What Deskbell understands of mail, and what it would do.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell what Deskbell understands of each message, what would happen to it, and why.",
        discussion: "Changes nothing and needs no database; where one is set up, the ticket is looked up too.")

    @ArgumentParser.Flag(help: "One JSON object a line.")
    var json = false

    @Argument(help: "Files, folders, or - for standard input.")
    var files: [String]

    func run() async throws {
        let settings = try? Settings(try Environment(file: ".env"))
        let desk = await existingDesk(settings)
        var failed = false
        func complain(_ problem: MailSource.Problem) {
            Deskbell.complain("deskbell: \(problem)")
            failed = true
        }
        for file in files {
            do {
                for (file, message) in try MailSource(file) {
                    switch message {
                    case .success(let raw): try await explain(raw, file, desk)
                    case .failure(let problem): complain(problem)
                    }
                }
            } catch let problem as MailSource.Problem { complain(problem) }
        }
        await desk?.database.close()
        if failed { throw ExitCode.failure }
    }

    /// The mail is explained also where the desk cannot be asked.
    private func existingDesk(_ settings: Settings?) async -> Desk? {
        guard let settings else { return nil }
        do { return try await Deskbell.existingDesk(settings) } catch {
            Deskbell.complain("deskbell: No ticket is looked up: \(error)")
            return nil
        }
    }

    private func explain(_ raw: [UInt8], _ file: String, _ desk: Desk?) async throws {
        let keys = try desk?.keys ?? Keys(secret: Keys.newSecret())
        let mail = UnderstoodMail(raw, keys: keys)
        let foreseen = try await desk?.foresee(mail) ?? Foreseen(mail)
        let explained = ExplainedMail(
            explanation: Explanation(mail.email, file: file, automatic: foreseen.mail.automatic),
            references: try await references(of: mail, desk), decision: foreseen.decision, ticket: foreseen.ticket)
        print(json ? try JSONLine.text(explained) : ExplainedText(foreseen, file).text)
    }

    /// The tickets that a mail names; with a desk also those that only the desk can name.
    private func references(of mail: UnderstoodMail, _ desk: Desk?) async throws -> [ExplainedMail.Reference] {
        guard let desk else {
            return mail.clues.compactMap { clue in
                clue.named.map { ExplainedMail.Reference(number: $0, by: clue.code.byWhat) }
            }
        }
        return try await desk.read { tx in
            try mail.clues.flatMap { clue in
                try tx.ticketNumbers(of: clue).map { ExplainedMail.Reference(number: $0, by: clue.code.byWhat) }
            }
        }
    }
}

/// The object that `explain --json` prints: the message's part, then what needs the desk.
struct ExplainedMail: Encodable {
    let explanation: Explanation
    let references: [Reference]
    let decision: Decision
    let ticket: String?

    private enum Key: String, CodingKey {
        case ticketReferences = "ticket_references"
        case decision
    }

    struct Reference: Encodable, Sendable {
        let number: String
        let by: String
    }

    private struct Outcome: Encodable {
        let action: String
        let because: String
        let ticket: String?

        private enum Key: String, CodingKey { case action, because, ticket }

        func encode(to encoder: any Encoder) throws {
            var out = encoder.container(keyedBy: Key.self)
            try out.encode(action, forKey: .action)
            try out.encode(because, forKey: .because)
            try out.encode(ticket, forKey: .ticket)
        }
    }

    func encode(to encoder: any Encoder) throws {
        try explanation.encode(to: encoder)
        var out = encoder.container(keyedBy: Key.self)
        try out.encode(references, forKey: .ticketReferences)
        try out.encode(
            Outcome(action: decision.name, because: decision.because.description, ticket: ticket), forKey: .decision)
    }
}

extension Clue {
    /// The ticket as the mail names it; ids of mail that only the desk knows name none.
    fileprivate var named: String? {
        switch target {
        case .ticket(let id): String(id)
        case .number(let number): number
        case .messageID: nil
        }
    }
}

extension Reason.Code {
    fileprivate var byWhat: String {
        switch self {
        case .signedMessageID: "signed message id"
        case .replyAddress: "reply address"
        case .knownMessageID: "message id"
        case .subjectTag: "subject tag"
        case .ticketHeader: "header"
        case .plainPlusAddress: "plus address"
        default: rawValue
        }
    }
}

/// The same for people.
struct ExplainedText {
    let text: String

    init(_ foreseen: Foreseen, _ file: String) {
        let mail = foreseen.mail, email = mail.email, decision = foreseen.decision
        var lines = [
            "\(file)", "  From: \(email.from.map { "\($0.name ?? "") <\($0.address)>" } ?? "nobody")",
            "  Subject: \(email.subject)",
        ]
        lines.append("  \(decision.name)\(foreseen.ticket.map { " → \($0)" } ?? ""): \(decision.because)")
        if mail.automatic.isAutomatic { lines.append("  Automatic: \(mail.automatic.reasons.joined(separator: "; "))") }
        if !mail.automatic.mayAnswer { lines.append("  Gets no automatic answer.") }
        for file in email.attachments {
            lines.append("  File: \(file.filename), \(file.mimeType), \(file.fileSize) bytes")
        }
        lines += email.defects.map { "  Defect: \($0.text)" }
        lines.append("")
        lines += mail.split.reply.split(separator: "\n", omittingEmptySubsequences: false).prefix(40).map {
            "  | \($0)"
        }
        text = lines.joined(separator: "\n") + "\n"
    }
}
