/// Why something became of a mail: a code that programs compare, and what it hangs on.
public struct Reason: Sendable, Hashable {
    /// Every reason there is; stored under these names.
    public enum Code: String, Sendable, CaseIterable {
        // Which ticket
        case signedMessageID = "signed_message_id"
        case replyAddress = "reply_address"
        case knownMessageID = "known_message_id"
        case bodyToken = "body_token"
        case subjectTag = "subject_tag"
        case ticketHeader = "ticket_header"
        case plainPlusAddress = "plus_address"
        case staffReply = "staff_reply"
        case mailboxReply = "mailbox_reply"
        case sentByHand = "sent_by_hand"
        case movedByHand = "moved_by_hand"
        // Why a new ticket
        case nothingPointsToATicket = "nothing_points_to_a_ticket"
        case senderIsNotInTheTicket = "sender_is_not_in_the_ticket"
        case tokenOfSomebodyElse = "token_of_somebody_else"
        case ticketWasClosedTooLongAgo = "ticket_was_closed_too_long_ago"
        case noSuchTicket = "no_such_ticket"
        case evidenceContradicts = "evidence_contradicts"
        case forwardedByStaff = "forwarded_by_staff"
        case ticketOfAnotherMailbox = "ticket_of_another_mailbox"
        // The rest
        case deliveryReport = "delivery_report"
        case deliveryReportWithoutProof = "delivery_report_without_proof"
        case complaint
        case readReceipt = "read_receipt"
        case sameMail = "same_mail"
        case ourMailCameBack = "our_mail_came_back"
        case automaticAnswerOfStaff = "automatic_answer_of_staff"
        case sentMailOfNoTicket = "sent_mail_of_no_ticket"
        case tooManyFromOneSender = "too_many_from_one_sender"
        case senderIsBlocked = "sender_is_blocked"
        case spamVerdict = "spam_verdict"
        case inJunkFolder = "in_junk_folder"
    }

    /// What programs compare.
    public let code: Code
    /// The Message-ID, address, number or count that the code speaks of.
    public let detail: String?

    init(_ code: Code, _ detail: String? = nil) {
        self.code = code
        self.detail = detail
    }

    /// As it is kept; nil for a code of a newer version or none.
    init?(code: String?, detail: String?) {
        guard let code = code.flatMap(Code.init) else { return nil }
        self.init(code, detail)
    }
}

extension Reason.Code {
    /// A signature of ours, or an id that only those know who have the ticket's mail; not just a number that anybody can write.
    var isStrong: Bool { [.signedMessageID, .replyAddress, .knownMessageID, .bodyToken].contains(self) }
}

extension Reason: CustomStringConvertible {
    /// A plain English sentence, for commands and the API; pages have their own words in both languages.
    public var description: String {
        let about = detail ?? ""
        return switch code {
        case .signedMessageID: "It answers a mail that we sent (\(about))."
        case .replyAddress: "It was sent to the reply address of the ticket (\(about))."
        case .knownMessageID: "It answers a mail that stands in the ticket (\(about))."
        case .bodyToken: "What it quotes bears our mark of the ticket."
        case .staffReply: "\(about) answers a notification that we sent to this member of staff."
        case .mailboxReply: "It answers the notification that we sent to the mailbox \(about)."
        case .sentByHand: "It was sent to the customer from the mail program of \(about)."
        case .movedByHand: "\(about) moved it here."
        case .subjectTag: "Its subject names the ticket (\(about)), and its sender takes part in it."
        case .ticketHeader: "Its X-Ticket-ID names the ticket (\(about)), and its sender takes part in it."
        case .plainPlusAddress:
            "It was sent to an address that names the ticket (\(about)), and its sender takes part in it."
        case .nothingPointsToATicket: "Nothing in it points to a ticket."
        case .senderIsNotInTheTicket: "It points to \(about), but its sender does not take part in that ticket."
        case .tokenOfSomebodyElse: "It answers a mail that we sent to somebody else, about \(about)."
        case .ticketWasClosedTooLongAgo: "It points to \(about), which was closed too long ago to be reopened."
        case .noSuchTicket: "It names \(about), which does not exist here."
        case .evidenceContradicts: "It names several tickets (\(about)), and nothing decides between them."
        case .forwardedByStaff: "\(about) forwarded it; whoever wrote the inner mail is the requester."
        case .ticketOfAnotherMailbox: "It names \(about), which belongs to another mailbox."
        case .automaticAnswerOfStaff: "It is an automatic answer of a member of staff to a notification."
        case .sentMailOfNoTicket: "It was sent from a mail program and belongs to no ticket."
        case .senderIsBlocked: "Its sender is blocked (\(about))."
        case .spamVerdict: "The mail server takes it for spam (\(about))."
        case .inJunkFolder: "It lay in the junk folder."
        case .deliveryReport: "A mail server reports on a mail that we sent (\(about))."
        case .deliveryReportWithoutProof: "A mail server reports on a mail that is not known to be ours."
        case .complaint: "The recipient of a mail of ours has reported it as spam\(detail.map { " (\($0))" } ?? "")."
        case .readReceipt: "A mail program tells that a mail was opened (\(about))."
        case .sameMail: "The same mail is here already."
        case .ourMailCameBack: "It is our own mail that came back."
        case .tooManyFromOneSender: "Its sender has opened \(about) tickets within an hour."
        }
    }
}
