import Foundation
import HelpDesk

@testable import Web

extension Samples {
    static let ledgerFrame: StaffFrame = {
        var frame = StaffFrame(me: maria, counts: [.mine: 7, .open: 23], mailboxes: health)
        frame.place = .ledger
        frame.mailForAPerson = 3
        return frame
    }()

    static let ledger = LedgerPage(
        frame: ledgerFrame,
        list: LedgerListView(
            choice: .attention, mailbox: "2", query: "лампа <b>",
            counts: [.quarantined: 2, .failed: 1, .created: 1_000, .duplicate: 12],
            mailboxes: [
                .init(id: "1", address: "support@lampwright.example"),
                .init(id: "2", address: "opt@lampwright.example"),
            ], floods: [.init(sender: "<b>emily.carter@postbox.example", count: 12)], rows: ledgerRows, before: "90",
            next: "12"))

    static let ledgerEmpty = LedgerPage(frame: ledgerFrame, list: LedgerListView(rows: []))
    static let ledgerNothing = LedgerPage(
        frame: ledgerFrame, list: LedgerListView(choice: .attention, counts: [.created: 3], rows: []))

    /// One row for each outcome, and one for each reason.
    private static let ledgerRows: [LedgerRowView] =
        OutcomeMark.allCases.enumerated().map { index, outcome in
            LedgerRowView(
                id: String(140 - index), at: ago(minutes: index * 300), outcome: outcome,
                sender: "emily.carter@postbox.example", subject: "<script>alert(1)</script>",
                why: outcome == .pending ? nil : Why(code: .signedMessageID, detail: "k3f9w2q7@lampwright.example"),
                failure: outcome == .failed ? "535 5.7.8 password refused" : nil, ticket: "TKT-2026-00481",
                mailbox: "support@lampwright.example", isAutomatic: index == 2, verbs: [.retry, .release])
        }
        + Reason.Code.allCases.enumerated().map { index, code in
            LedgerRowView(
                id: String(130 - index), at: ago(minutes: 10_000), outcome: .created, subject: index == 0 ? "" : nil,
                why: Why(code: code))
        }

    static let ledgerEntry = LedgerEntryPage(
        frame: ledgerFrame,
        entry: LedgerEntryView(
            row: LedgerRowView(
                id: "17", at: ago(minutes: 40), outcome: .quarantined, sender: "emily.carter@postbox.example",
                subject: "Dimmer hums at low brightness", why: Why(code: .tooManyFromOneSender, detail: "10"),
                ticket: "TKT-2026-00481", mailbox: "support@lampwright.example", isAutomatic: true,
                verbs: Set(LedgerVerb.allCases)),
            source: .imap, keptAt: ago(minutes: 39), sizeBytes: 118_400, attempts: 2, isTruncated: true, isQuiet: true,
            moveTo: "TKT-2023-00017", moveProblem: "<b>", preview: mailPreview))

    static let ledgerFailed = LedgerEntryPage(
        frame: ledgerFrame,
        entry: LedgerEntryView(
            row: LedgerRowView(
                id: "18", at: ago(minutes: 40), outcome: .failed, failure: "535 5.7.8 password refused", verbs: [.retry]
            ),
            source: .webhook, keptAt: ago(minutes: 39), sizeBytes: 1, attempts: 5, duplicateOf: "4"))

    private static let mailPreview = MailPreviewView(
        fromName: "Emily Carter",
        headers: [
            ("From", "Emily Carter <emily.carter@postbox.example>"), ("Subject", "Dimmer hums at low brightness"),
            ("X-Spam", "<script>alert(1)</script>"),
        ],
        text: "Thank you for the quick answer", hasHTML: true, hasRemoteImages: true,
        files: [("packing-slip-58214.pdf", 118_400)], defects: ["Pictures are at the end"],
        automaticSigns: ["X-Spam"])

    static let blocked = BlockedSendersPage(
        frame: ledgerFrame,
        senders: [
            BlockedSenderView(address: "emily.carter@postbox.example", at: ago(minutes: 10_000), by: "Tom Hale")
        ])
    static let nobodyBlocked = BlockedSendersPage(frame: ledgerFrame, senders: [])
}
