extension SMTPFailure {
    /// A reply that was not the wanted one.
    init(_ stage: SMTPStage, _ reply: SMTPReply) {
        // RFC 5321 §4.2.2, RFC 3463 §3.4
        let isTooBig = reply.enhancedCode == "5.3.4" || (reply.code == 552 && stage != .recipient)
        let advice = isTooBig ? " The message is too big for it: send a link instead of the files." : ""
        self.init(
            stage: stage, reply: reply, text: "The mail server answered “\(reply)” at \(stage.rawValue).\(advice)")
    }

    /// Something below the protocol: the network, TLS, silence.
    init(_ stage: SMTPStage, _ error: any Error) {
        let text =
            switch error {
            case let error as SMTPSyntaxError: "The mail server and we do not understand each other: \(error)."
            case is CancellationError: "Sending was stopped."
            default: "\(error)"
            }
        // A bad certificate shows only when the greeting is waited for.
        let isAboutTLS = (error as? ConnectionError)?.isAboutTLS == true
        self.init(stage: isAboutTLS ? .startTLS : stage, reply: nil, text: text)
    }
}

extension SMTPFailure {
    /// The server does not let this account write under this sender's address: true of every mail, whoever gets it.
    ///
    /// Yandex and Mail.ru say `553 5.7.1 Sender address rejected: not owned by auth user`, Postfix the same where a recipient is
    /// named, Exchange Online `550 5.7.60 … SendAs denied` at the end of the mail, or 5.1.8 for a sender that it has blocked.
    public var isAboutSender: Bool {
        guard let reply, reply.isPermanent else { return false }
        let code = reply.enhancedCode ?? ""
        switch stage {
        case .sender:
            // 552 and 5.3.4 are about the size that stands beside the sender, 50x and 555 about the command.
            return code.isEmpty
                ? [550, 551, 553, 554].contains(reply.code) : code.hasPrefix("5.7.") || code.hasPrefix("5.1.")
        case .recipient, .data, .message, .end:
            let words = reply.text.lowercased()
            return ["5.7.60", "5.1.8"].contains(code)
                || ["sender address rejected", "sendasdenied", "send as denied", "not owned by auth user"].contains {
                    words.contains($0)
                }
        default: return false
        }
    }
}

extension SMTPProblem {
    /// The account may not write under this address: it rests until somebody changes the one or the other.
    init(refusing sender: String, _ failure: SMTPFailure) {
        self.init(kind: .account, failure: failure)
        self.failure.text =
            "The mail server does not let this account send as \(sender): “\(failure.reply?.description ?? "")”. Give the "
            + "account that right (“Send as”, an alias), or make it the account of this address."
    }

    /// What a reply says of the account or the server; `nil` where it is about this message alone.
    init?(_ failure: SMTPFailure) {
        guard let reply = failure.reply, let kind = Self.kind(of: reply, at: failure.stage) else { return nil }
        self.init(kind: kind, failure: failure)
        if kind == .account, failure.stage == .authenticate {
            self.failure.text =
                "The mail server refused the user name or the password: “\(reply)”. Check both; many providers want an "
                + "app password."
        }
    }

    /// The account has sent enough for today: Gmail says 550 5.4.5, Exchange Online 550 5.1.90. As permanent as they look,
    /// they are true of no message, and tomorrow of none.
    private static let quotaCodes: Set<String> = ["5.4.5", "5.1.90"]

    /// RFC 5321 §4.2.2, RFC 4954 §6: 421 and 452 are about load, 530, 534, 535 and 538 about signing in.
    private static func kind(of reply: SMTPReply, at stage: SMTPStage) -> Kind? {
        if isAboutOneMail(reply) { return nil }
        switch reply.code {
        case 421, 452: return .slowDown
        case 454 where stage == .authenticate: return .connection
        case 530, 534, 535, 538: return .account
        default: break
        }
        if let code = reply.enhancedCode, quotaCodes.contains(code) { return .slowDown }
        // 4.7.x once the dialogue is under way is a policy, as with Microsoft's and Gmail's rate limits.
        let isUnderWay = [.sender, .data, .message, .end].contains(stage)
        if isUnderWay, reply.isTemporary, reply.enhancedCode?.hasPrefix("4.7.") == true { return .slowDown }
        switch stage {
        case .connect, .greeting, .hello, .startTLS: return reply.isPermanent ? .account : .connection
        case .authenticate: return reply.isPermanent ? .account : .connection
        default: return nil
        }
    }

    /// A recipient's mailbox that is full or closed for now (4.2.x, RFC 3463 §3.3), and greylisting, which wants this one mail
    /// once more later and says so under the codes of a rate limit, too.
    private static func isAboutOneMail(_ reply: SMTPReply) -> Bool {
        guard reply.isTemporary, reply.code != 421 else { return false }
        let words = reply.text.lowercased()
        return reply.enhancedCode?.hasPrefix("4.2.") == true || words.contains("greylist") || words.contains("graylist")
    }

    /// A connection that could not be made or broke.
    init(_ stage: SMTPStage, _ error: any Error) {
        let failure = SMTPFailure(stage, error)
        let isTemporary = (error as? ConnectionError)?.isTemporary ?? true
        self.init(kind: isTemporary ? .connection : .account, failure: failure)
    }
}
