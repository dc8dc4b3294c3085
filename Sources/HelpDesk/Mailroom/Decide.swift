import Mail

/// What is to become of one mail, and why.
public struct Decision: Sendable, Equatable {
    /// What can become of a mail.
    public enum Action: Sendable, Equatable {
        /// A new ticket, linked to an older one where the mail points to it but may not join it.
        case open(linkedTo: Int64?)
        /// A new ticket of whoever wrote the mail that a member of staff has forwarded.
        case openForwarded(by: Person)
        /// A customer's word in a ticket.
        case append(to: Int64)
        /// An answer of staff that was written as a mail. It goes to the customer, unless it has gone there already.
        case answer(of: Facts.StaffAuthor, to: Int64, isInternal: Bool, isSentAlready: Bool)
        /// A report on an outgoing mail; nil where it does not prove to be about one of ours.
        case bounce(of: Int64?)
        /// The recipient of an outgoing mail has reported it as spam.
        case complaint(of: Int64)
        /// Somebody has opened an outgoing mail; nil where it is not known to be ours.
        case receipt(of: Int64?)
        case duplicate(of: Int64)
        case ignore
        case quarantine
    }

    /// What to do.
    public let action: Action
    /// Why, for the ledger and the message.
    public let because: Reason

    /// As `explain` and the API name it.
    public var name: String {
        switch action {
        case .open, .openForwarded: "open"
        case .append, .answer: "append"
        case .bounce, .complaint, .receipt: "bounce"
        case .duplicate: "duplicate"
        case .ignore: "ignore"
        case .quarantine: "quarantine"
        }
    }

    /// The ticket that the mail would join.
    public var ticketID: Int64? {
        switch action {
        case .append(let id), .answer(_, let id, _, _): id
        default: nil
        }
    }
}

/// What is to become of one mail. Pure: all that it may know stands in `facts`, so that `explain`, the ledger and the tests
/// see the same answer.
public func decide(_ mail: UnderstoodMail, _ facts: Facts) -> Decision {
    if let first = facts.sameMail { return Decision(action: .duplicate(of: first), because: Reason(.sameMail)) }
    let decision = judge(mail, facts)
    // A copy that nothing speaks against is taken in, whatever spoke against another one.
    if let waiting = facts.waitingMail, decision.action == .quarantine {
        return Decision(action: .duplicate(of: waiting), because: Reason(.sameMail))
    }
    return decision
}

private func judge(_ mail: UnderstoodMail, _ facts: Facts) -> Decision {
    if facts.isOwnCopy { return Decision(action: .ignore, because: Reason(.ourMailCameBack, mail.email.messageID)) }
    // A complaint about a mail that is not ours may be somebody's work: it goes the way of all mail.
    if let delivery = facts.complainedDelivery {
        return Decision(action: .complaint(of: delivery), because: Reason(.complaint, mail.complaint?.recipients.first))
    }
    if let report = mail.report { return decide(report, facts) }
    if let receipt = mail.receipt {
        return Decision(action: .receipt(of: facts.readDelivery), because: Reason(.readReceipt, receipt.recipient))
    }
    if facts.folderRole == .sent { return sentByHand(facts) }
    if let pattern = facts.blockedBy, !facts.isReleased {
        return Decision(action: .quarantine, because: Reason(.senderIsBlocked, pattern))
    }
    if let answer = staffAnswer(mail, facts) { return answer }
    let joining = decisive(facts.evidence).map { customersWord($0, mail, facts) }
    if let joining, joining.ticketID != nil { return joining }
    // Only what would open a ticket waits for a person: a known customer's answer is not held back by a filter.
    if !facts.isReleased, let why = whyToWait(mail, facts) { return Decision(action: .quarantine, because: why) }
    if let joining { return joining }
    if let staff = facts.sender.staff, !mail.isUnverified, mail.forwarded != nil {
        return Decision(action: .openForwarded(by: staff), because: Reason(.forwardedByStaff, staff.displayName))
    }
    return Decision(action: .open(linkedTo: nil), because: whyNothing(facts))
}

private func decide(_ report: DeliveryReport, _ facts: Facts) -> Decision {
    let about = report.recipients.first?.address
    return Decision(
        action: .bounce(of: facts.reportedDelivery),
        because: Reason(facts.reportedDelivery == nil ? .deliveryReportWithoutProof : .deliveryReport, about))
}

/// An answer that proves to come from whom we asked: the signed id or address was made for them, and the From is theirs.
private func staffAnswer(_ mail: UnderstoodMail, _ facts: Facts) -> Decision? {
    guard let evidence = facts.evidence.first(where: { $0.staffAuthor != nil }), let author = evidence.staffAuthor
    else {
        return nil
    }
    if mail.automatic.isAutomatic {
        return Decision(action: .ignore, because: Reason(.automaticAnswerOfStaff, evidence.ticket.number))
    }
    guard facts.takesStaffReplies, !mail.isUnverified else { return nil }
    let because =
        switch author {
        case .person(let person): Reason(.staffReply, person.displayName)
        case .mailbox(let mailbox): Reason(.mailboxReply, mailbox.address)
        }
    let action = Decision.Action.answer(
        of: author, to: evidence.ticket.id, isInternal: evidence.isParentInternal, isSentAlready: false)
    return Decision(action: action, because: because)
}

/// A mail that somebody has sent from a mail client, found in the folder of sent mail: it is written down where it went to
/// the customer of a ticket, and nothing is mailed again.
private func sentByHand(_ facts: Facts) -> Decision {
    let author: Facts.StaffAuthor? = facts.sender.staff.map { .person($0) } ?? facts.sender.mailbox.map { .mailbox($0) }
    guard let author, let evidence = facts.evidence.first(where: \.isRecipientInTicket) else {
        return Decision(action: .ignore, because: Reason(.sentMailOfNoTicket))
    }
    return Decision(
        action: .answer(of: author, to: evidence.ticket.id, isInternal: false, isSentAlready: true),
        because: Reason(.sentByHand, author.name))
}

/// The evidence points to a ticket; whether the sender may write into it is another question.
private func customersWord(_ evidence: Facts.Evidence, _ mail: UnderstoodMail, _ facts: Facts) -> Decision {
    let number = evidence.ticket.number
    func open(_ code: Reason.Code) -> Decision {
        Decision(action: .open(linkedTo: evidence.ticket.id), because: Reason(code, number))
    }
    guard evidence.isSenderInTicket else {
        return open(
            evidence.isStrong && evidence.isMadeForSomebodyElse ? .tokenOfSomebodyElse : .senderIsNotInTheTicket)
    }
    guard evidence.isStrong || !evidence.isOfAnotherMailbox else { return open(.ticketOfAnotherMailbox) }
    guard mail.automatic.isAutomatic || evidence.ticket.canReopen(at: facts.now, limits: facts.limits) else {
        return open(.ticketWasClosedTooLongAgo)
    }
    return Decision(action: .append(to: evidence.ticket.id), because: evidence.reason)
}

private func whyToWait(_ mail: UnderstoodMail, _ facts: Facts) -> Reason? {
    if facts.folderRole == .junk { return Reason(.inJunkFolder) }
    if let verdict = mail.spamVerdict { return Reason(.spamVerdict, verdict) }
    let count = facts.sender.ticketsInTheLastHour
    return count < facts.limits.ticketsPerAddressAndHour ? nil : Reason(.tooManyFromOneSender, "\(count)")
}

/// The strongest evidence; of numbers that anybody can write, only one that no other contradicts.
private func decisive(_ evidence: [Facts.Evidence]) -> Facts.Evidence? {
    if let strong = evidence.first(where: { $0.isStrong && $0.isSenderInTicket }) ?? evidence.first(where: \.isStrong) {
        return strong
    }
    return Set(evidence.map(\.ticket.id)).count == 1 ? evidence.first : nil
}

private func whyNothing(_ facts: Facts) -> Reason {
    if facts.evidence.count > 1 {
        return Reason(.evidenceContradicts, facts.evidence.map(\.ticket.number).joined(separator: ", "))
    }
    return facts.unknownNumbers.first.map { Reason(.noSuchTicket, $0) } ?? Reason(.nothingPointsToATicket)
}

extension Facts.StaffAuthor {
    /// How the ticket's history and the reason call them.
    var name: String {
        switch self {
        case .person(let person): person.displayName
        case .mailbox(let mailbox): mailbox.name ?? mailbox.address
        }
    }
}
