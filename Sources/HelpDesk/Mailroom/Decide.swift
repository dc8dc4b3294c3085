import Mail

/// What is to become of one mail, and why.
public struct Decision: Sendable, Equatable {
    /// What can become of a mail.
    public enum Action: Sendable, Equatable {
        /// A new ticket, linked to an older one where the mail points to it but may not join it.
        case open(linkedTo: Int64?)
        case append(to: Int64)
        /// A report on an outgoing mail; nil where it does not prove to be about one of ours.
        case bounce(of: Int64?)
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
        case .open: "open"
        case .append: "append"
        case .bounce: "bounce"
        case .duplicate: "duplicate"
        case .ignore: "ignore"
        case .quarantine: "quarantine"
        }
    }
}

/// What is to become of one mail. Pure: all that it may know stands in `facts`, so that `explain`, the ledger and the tests
/// see the same answer.
public func decide(_ mail: UnderstoodMail, _ facts: Facts) -> Decision {
    if let first = facts.sameMail { return Decision(action: .duplicate(of: first), because: Reason(.sameMail)) }
    if facts.isOwnCopy { return Decision(action: .ignore, because: Reason(.ourMailCameBack, mail.email.messageID)) }
    if let report = mail.report { return decide(report, facts) }

    guard let evidence = decisive(facts.evidence) else { return open(facts, because: whyNothing(facts)) }
    let number = evidence.ticket.number
    guard evidence.isSenderInTicket else {
        let isStranger = evidence.isStrong && evidence.isMadeForSomebodyElse
        return open(
            facts, because: Reason(isStranger ? .tokenOfSomebodyElse : .senderIsNotInTheTicket, number),
            linkedTo: evidence.ticket)
    }
    guard mail.automatic.isAutomatic || evidence.ticket.canReopen(at: facts.now, limits: facts.limits) else {
        return open(facts, because: Reason(.ticketWasClosedTooLongAgo, number), linkedTo: evidence.ticket)
    }
    return Decision(action: .append(to: evidence.ticket.id), because: evidence.reason)
}

private func decide(_ report: DeliveryReport, _ facts: Facts) -> Decision {
    let about = report.recipients.first?.address
    return Decision(
        action: .bounce(of: facts.reportedDelivery),
        because: Reason(facts.reportedDelivery == nil ? .deliveryReportWithoutProof : .deliveryReport, about))
}

private func open(_ facts: Facts, because: Reason, linkedTo ticket: Ticket? = nil) -> Decision {
    let count = facts.sender.ticketsInTheLastHour
    guard count < facts.limits.ticketsPerAddressAndHour else {
        return Decision(action: .quarantine, because: Reason(.tooManyFromOneSender, "\(count)"))
    }
    return Decision(action: .open(linkedTo: ticket?.id), because: because)
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
