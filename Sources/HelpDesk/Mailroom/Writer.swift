import Database
import Mail

/// Whose word a mail is where it does not come from them directly: a list of ours has passed it on, or a form of ours has written it.
extension DeskTransaction {
    /// The mail as it is to be judged: without the signs of what is ours between its writer and us, and with the writer in whose
    /// place that stands in From.
    func withWriter(_ mail: UnderstoodMail, mailboxID: Int64?, _ role: FolderRole? = nil) throws -> UnderstoodMail {
        // What was sent from a mail client is nobody else's.
        guard role != .sent, let from = mail.email.from else { return mail }
        if let list = try mail.email.listAddresses.first(where: isOurs) {
            return try passedOn(mail, from: from, by: list)
        }
        guard let mailbox = try receivingMailbox(mail, mailboxID), mailbox.formSenders.contains(from.key),
            !mail.isUnverified, try !isAnswerOfOurs(mail.email, from)
        else { return mail }
        // Only one whom Reply-To names: of several nobody knows which one has filled it in.
        let named = try mail.email.replyTo.filter { try isPlausibleAddress($0.address) && !isOurs($0.address) }
        guard named.count == 1, let visitor = named.first, visitor.key != from.key else { return mail }
        return mail.written(by: visitor, through: .form)
    }

    /// A list or group keeps the From, or puts its own address there where the writer's domain forbids to pass mail on (DMARC).
    private func passedOn(_ mail: UnderstoodMail, from: Mail.Address, by list: String) throws -> UnderstoodMail {
        let intermediary = Intermediary.list(address: list)
        guard try isOurs(from.address) else { return mail.written(by: nil, through: intermediary) }
        let named = try mail.email.replyTo.filter { try isPlausibleAddress($0.address) && !isOurs($0.address) }
        let claimed = mail.email.headers.all("X-Original-From").prefix(1).flatMap { Mail.Address.list(parsing: $0) }
        let senders = mail.email.headers.all("X-Original-Sender").prefix(1).flatMap { Mail.Address.list(parsing: $0) }
        // One field alone may be the writer's own invention; Google Groups and Mailman say it twice, or in Reply-To.
        let original = claimed.first { claim in (named + senders).contains { $0.key == claim.key } }
        let writer = original ?? (named.count == 1 ? named.first : nil)
        guard let writer, isPlausibleAddress(writer.address), try !isOurs(writer.address) else {
            return mail.written(by: nil, through: intermediary)
        }
        return mail.written(by: writer, through: intermediary)
    }

    private func receivingMailbox(_ mail: UnderstoodMail, _ id: Int64?) throws -> Mailbox? {
        if let id { return try memo.mailbox(id) { try mailbox(id: id) } }
        let recipients = mail.email.envelopeRecipients + (mail.email.to + mail.email.cc).map(\.address)
        return try mailbox(of: MailEnvelope(), else: recipients) ?? mainMailbox()
    }

    /// A form that writes under our own address begins something new; what answers a mail there was written by us.
    private func isAnswerOfOurs(_ email: Email, _ from: Mail.Address) throws -> Bool {
        try isOurs(from.address) && !(email.inReplyTo + email.references).isEmpty
    }
}
