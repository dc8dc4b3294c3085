import Mail

extension DeskTransaction {
    /// The From of mail of a mailbox: its own address, or the one under which the environment's server sends (`SMTP_FROM`).
    /// Servers sign for, and let through, the accounts that they know. Answers come to the mailbox by Reply-To.
    /// - Parameter name: the display name; nil: the company's.
    func from(_ mailbox: Mailbox, name: String? = nil) -> Mail.Address {
        Mail.Address(name: name ?? company(mailbox), address: sender(of: mailbox)?.address ?? mailbox.address)
    }

    /// The Reply-To of mail that has no signed reply address; empty where answers go to the From anyway.
    func answersTo(_ mailbox: Mailbox) -> [Mail.Address] {
        sender(of: mailbox) == nil ? [] : [Mail.Address(name: nil, address: mailbox.address)]
    }

    /// What customers know the desk as: the name of the mailbox, else that of `SMTP_FROM`, else the desk's.
    func company(_ mailbox: Mailbox) -> String { mailbox.name ?? sender(of: mailbox)?.name ?? desk.settings.name }

    /// The domain of its Message-IDs, which is that of its From.
    func mailDomain(of mailbox: Mailbox) -> String {
        let domain = from(mailbox).domain
        return domain.isEmpty ? "localhost" : domain.lowercased()
    }

    /// Whether our mail goes out under this address, though no mailbox has it.
    func isSender(_ keys: [String]) -> Bool {
        desk.settings.sender.map { keys.contains(folded($0.address)) } ?? false
    }

    private func sender(of mailbox: Mailbox) -> Mail.Address? { mailbox.smtp == nil ? desk.settings.sender : nil }
}
