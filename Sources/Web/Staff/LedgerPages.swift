import Foundation
import HelpDesk
import Hummingbird

private let mailsPerPage = 50

extension DeskTransaction {
    /// The ledger as its address describes it.
    func ledgerPage(_ filter: LedgerFilter, seenBy person: Person, site: Site, _ request: Request) throws -> LedgerPage
    {
        let found = try entries(filter, limit: mailsPerPage + 1)
        let mailboxes = try mailboxes()
        let tickets = try ticketNumbers(found.compactMap(\.ticketID))
        let addresses = Dictionary(mailboxes.map { ($0.id, $0.address) }, uniquingKeysWith: { first, _ in first })
        let rows = found.prefix(mailsPerPage).map { entry in
            LedgerRowView(
                entry, ticket: entry.ticketID.flatMap { tickets[$0] },
                mailbox: entry.mailboxID.flatMap { addresses[$0] })
        }
        let counts = try ledgerCounts().map { (OutcomeMark(rawValue: $0.key.rawValue) ?? .pending, $0.value) }
        var list = LedgerListView(
            choice: filter.choice, mailbox: filter.mailbox.map(String.init), query: filter.search,
            counts: Dictionary(counts, uniquingKeysWith: +),
            mailboxes: mailboxes.map { .init(id: String($0.id), address: $0.address) }, rows: rows,
            before: filter.before.map(String.init), next: found.count > mailsPerPage ? rows.last?.id : nil)
        list.floods = try floods().map { .init(sender: $0.sender, count: $0.count) }
        return LedgerPage(
            frame: try staffFrame(seenBy: person, site: site, request, place: .ledger), list: list)
    }

    private func entries(_ filter: LedgerFilter, limit: Int) throws -> [LedgerEntry] {
        let outcomes: [LedgerEntry.Outcome?] =
            switch filter.choice {
            case .all: [nil]
            case .attention: [.quarantined, .failed]
            case .outcome(let mark): [LedgerEntry.Outcome(rawValue: mark.rawValue)]
            }
        let found = try outcomes.flatMap { outcome in
            try ledger(
                LedgerQuery(
                    outcome: outcome, mailboxID: filter.mailbox, search: filter.search, before: filter.before,
                    limit: limit))
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(limit))
    }

    /// One mail with all that is known of it.
    func ledgerEntryView(_ entry: LedgerEntry, _ preview: LedgerPreview?) throws -> LedgerEntryView {
        let ticket = try entry.ticketID.flatMap { try ticketNumbers([$0])[$0] }
        let address = try entry.mailboxID.flatMap { try mailbox(id: $0)?.address }
        var row = LedgerRowView(entry, ticket: ticket, mailbox: address)
        if try !canBeDetached(entry) { row.verbs.remove(.detach) }
        return LedgerEntryView(
            row: row,
            source: LedgerEntryView.SourceMark(rawValue: entry.source.rawValue) ?? .ingest, keptAt: entry.keptAt.date,
            sizeBytes: entry.size, attempts: entry.attempts, isTruncated: entry.isTruncated,
            isRefused: entry.isRefused, isQuiet: entry.isQuiet,
            isAnswered: entry.isAnswered, duplicateOf: entry.duplicateOf.map(String.init),
            isSenderBlocked: try entry.sender.map { try isBlocked($0) } ?? false,
            preview: preview.map(MailPreviewView.init))
    }
}

extension LedgerRowView {
    init(_ entry: LedgerEntry, ticket: String?, mailbox: String?) {
        self.init(
            id: String(entry.id), at: entry.receivedAt.date,
            outcome: OutcomeMark(rawValue: entry.outcome.rawValue) ?? .pending, sender: entry.sender,
            subject: entry.subject, why: entry.because.map { Why($0) }, failure: entry.failure, ticket: ticket,
            mailbox: mailbox, isAutomatic: entry.isAutomatic, verbs: entry.verbs)
    }
}

extension LedgerEntry {
    /// What a person can do about it.
    fileprivate var verbs: Set<LedgerVerb> {
        let sender: Set<LedgerVerb> = sender == nil ? [] : [.block]
        return switch outcome {
        case .quarantined: sender.union([.release])
        case .failed: sender.union([.retry])
        case .created, .appended: sender.union([.move, .detach])
        case .bounce, .duplicate, .ignored, .pending: []
        }
    }
}

extension MailPreviewView {
    init(_ mail: LedgerPreview) {
        self.init(
            fromName: mail.fromName, headers: mail.headers.map { ($0.name, $0.value) }, text: mail.text,
            hasHTML: mail.safeHTML != nil, hasRemoteImages: mail.blockedImageCount > 0,
            files: mail.files.map { ($0.filename, $0.fileSize) }, defects: mail.defects,
            automaticSigns: mail.automaticSigns)
    }
}
