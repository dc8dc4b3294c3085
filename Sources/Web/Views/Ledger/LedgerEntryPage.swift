import Foundation

/// `/ops/support/ledger/{id}`: one mail as a page of its own.
struct LedgerEntryPage: Sendable {
    let frame: StaffFrame
    let entry: LedgerEntryView
}

/// One mail with all that is known of it.
struct LedgerEntryView: Sendable {
    let row: LedgerRowView
    /// By which way it came.
    let source: SourceMark
    /// When it was written down here.
    let keptAt: Date
    let sizeBytes: Int
    var attempts = 0
    /// Only its beginning was fetched.
    var isTruncated = false
    /// Its server would not hand it out; it is asked for again.
    var isRefused = false
    /// Imported: nobody was answered.
    var isQuiet = false
    /// Its sender got the confirmation of a new ticket.
    var isAnswered = false
    /// The row of the first copy.
    var duplicateOf: String?
    /// Its sender is on the list of those who are not let in.
    var isSenderBlocked = false
    /// What was typed as the ticket to move it to, and what is wrong with it.
    var moveTo = ""
    var moveProblem: String?
    /// `nil`: the raw mail cannot be read.
    var preview: MailPreviewView?

    /// The ways by which mail reaches us.
    enum SourceMark: String, Sendable, CaseIterable {
        case imap, ingest, webhook, api, demo
    }
}

/// The mail itself, read again for this page.
struct MailPreviewView: Sendable {
    var fromName: String?
    let headers: [(name: String, value: String)]
    let text: String
    var hasHTML = false
    var hasRemoteImages = false
    var files: [(filename: String, sizeBytes: Int)] = []
    /// What was wrong with it, in the words of the program.
    var defects: [String] = []
    /// How it betrays a machine as its author.
    var automaticSigns: [String] = []
}

/// `/ops/support/ledger/blocked`: senders whose mail goes straight into quarantine.
struct BlockedSendersPage: Sendable {
    let frame: StaffFrame
    let senders: [BlockedSenderView]
}

/// One who is not let in.
struct BlockedSenderView: Sendable {
    let address: String
    let at: Date
    /// Who decided so.
    var by: String?
}
