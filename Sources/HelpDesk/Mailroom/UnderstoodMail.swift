import Foundation
import Mail

/// A mail together with everything that can be said of it without the database.
public struct UnderstoodMail: Sendable {
    /// The message itself.
    public let email: Email
    /// Its text cut into what is new, what is quoted, and the signature.
    public let split: ReplySplit
    /// Whether a machine wrote it, and whether one may answer.
    public private(set) var automatic: AutomaticMail
    /// What it reports on an outgoing mail; nil for mail that is no such report.
    public let report: DeliveryReport?
    /// Who takes a mail for spam, as its provider reports; nil for mail that is no such report.
    public let complaint: ComplaintReport?
    /// That somebody has opened a mail, as their program tells; nil for mail that is no such receipt.
    public let receipt: ReadReceipt?
    /// What in it points to tickets, strongest first.
    public let clues: [Clue]
    /// The same for each copy of one mail, whichever mailbox it came to: Message-ID, sender and body.
    public let identity: [UInt8]
    /// The receiving server says that the sender is not shown to own the address in From (DMARC), or the address stands where no
    /// server checks it.
    public private(set) var isUnverified: Bool
    /// What is ours between its writer and us; nil for mail that comes directly, or by what is somebody else's.
    private(set) var intermediary: Intermediary?
    /// Whose word it is where another address stands in From.
    private(set) var writer: Mail.Address?
    /// The header field by which the receiving server calls it spam.
    let spamVerdict: String?

    /// Its files by which anybody could answer as staff; nil where nothing in it was made for staff, so that nobody has looked.
    let filesForStaff: [Mail.Attachment]?

    /// The first address of From, Sender and the envelope that can be one.
    private let namedAuthor: Mail.Address?

    /// Never fails, whatever the bytes are.
    public init(_ raw: [UInt8], keys: Keys) {
        email = Email(parsing: raw)
        split = email.split()
        automatic = email.automatic()
        report = email.deliveryReport()
        complaint = email.complaintReport()
        receipt = email.readReceipt()
        clues = email.clues(keys: keys)
        identity = MailIdentity.hash(of: raw, email)
        namedAuthor = Self.namedAuthor(email)
        let results = AuthenticationResults(email.headers, from: email.from)
        // DMARC is about the one address in From: of several, another one may have been checked than the first, and what
        // stands in Sender or Return-Path alone was not checked at all.
        isUnverified = results.dmarcFailed || !email.hasOneFrom || namedAuthor == nil || namedAuthor != email.from
        let mayBeOfStaff = clues.contains { $0.audience != .customer }
        filesForStaff = mayBeOfStaff ? email.attachments.filter(StaffTokenScan(keys: keys).finds) : nil
        spamVerdict = HelpDesk.spamVerdict(email.headers)
    }

    /// The same mail, known to have come by a list or a form of ours.
    /// - Parameter writer: whose word it is; nil: that of the From.
    func written(by writer: Mail.Address?, through intermediary: Intermediary) -> UnderstoodMail {
        var mail = self
        mail.intermediary = intermediary
        mail.automatic = email.automatic(through: intermediary)
        guard let writer else { return mail }
        mail.writer = writer
        // What the list's server has seen of the one whom it replaced in From.
        let original = AuthenticationResults(
            email.headers, from: writer, field: "X-Original-Authentication-Results")
        mail.isUnverified = mail.isUnverified || original.dmarcFailed
        return mail
    }

    /// The mail that stands in this one, read when it is asked for: only mail of staff is looked at so.
    var forwarded: ForwardedMail? { email.forwarded() }

    /// Who is the requester of a ticket that this mail opens: whom a list or form of ours names, else From, else Sender, else
    /// the envelope's; nil: nobody known.
    var author: Mail.Address? { writer ?? namedAuthor }

    private static func namedAuthor(_ email: Email) -> Mail.Address? {
        if let from = email.from, isPlausibleAddress(from.address) { return from }
        if let sender = email.sender, isPlausibleAddress(sender.address) { return sender }
        if case .address(let address)? = email.returnPath, isPlausibleAddress(address) {
            return Mail.Address(name: nil, address: address)
        }
        return nil
    }

    /// What lists show of it: the writer's words, also where they stand below or between what is quoted.
    var ownWords: String {
        split.isForward || split.reply.utf8.allSatisfy { $0 <= 0x20 } ? email.shownText : split.ownWords
    }

    /// The text of the message in the ticket: the first mail whole (the signature folded), later ones without what they quote.
    func text(isFirst: Bool) -> (text: String, quote: String?, signature: String?) {
        // What is quoted may be the matter itself: in the first mail, in one that says nothing else, and in a forwarded one.
        let isWhole = !split.quote.isEmpty && (isFirst || email.forwarded() != nil)
        if isWhole || split.reply.utf8.allSatisfy({ $0 <= 0x20 }) { return (email.shownText, nil, nil) }
        return (split.reply, split.quote.isEmpty ? nil : split.quote, split.signature.isEmpty ? nil : split.signature)
    }
}

/// The language that a customer writes: Russian where a good part of the letters is Cyrillic, English where there are letters, else unknown.
func writtenLanguage(of text: String) -> Language? {
    var cyrillic = 0, latin = 0, text = text
    text.withUTF8 { bytes in
        for byte in bytes.prefix(4_000) {
            switch byte {
            case 0xd0, 0xd1: cyrillic += 1
            case 0x41...0x5a, 0x61...0x7a: latin += 1
            default: break
            }
        }
    }
    guard cyrillic + latin >= 3 else { return nil }
    return cyrillic * 3 >= latin ? .russian : .english
}
