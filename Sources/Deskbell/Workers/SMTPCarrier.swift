import HelpDesk
import Logging
import Mail
import ServiceLifecycle

/// Hands mail to the SMTP server of its mailbox, several on one connection.
struct SMTPCarrier: MailCarrier {
    let accounts: MailboxAccounts
    var timeouts = SMTPTimeouts.rfc5321

    typealias Outgoing = (delivery: Delivery, mail: [UInt8])

    func rate(of mailbox: Mailbox) -> SendingRate {
        let host = mailbox.smtp?.host ?? accounts.settings.smtp?.server.host
        return host.map(SendingRate.init(server:)) ?? .unlimited
    }

    func carry(_ mails: [Outgoing], of desk: Desk) async {
        for (mailboxID, share) in Dictionary(grouping: mails, by: \.delivery.mailboxID) {
            await carry(share, from: mailboxID, of: desk)
        }
    }

    private func carry(_ mails: [Outgoing], from mailboxID: Int64, of desk: Desk) async {
        var rest = mails[...]
        do {
            while !rest.isEmpty, !isStopping {
                let road = try await road(from: mailboxID, of: desk)
                let waiting = rest.count
                let problem = await carry(&rest, over: road)
                await road.session.quit()
                if let problem { return await postpone(rest, problem, mailboxID, desk) }
                // It is not asked for another connection at once, again and again.
                if rest.count == waiting { throw ClosedAtOnce() }
            }
            await giveBack(rest, desk)
        } catch  where isStopping {
            await giveBack(rest, desk)
        } catch {
            await postpone(rest, error, mailboxID, desk)
        }
    }

    /// Sends one mail for somebody who waits for the server's word: the account does not rest after a failure, and nothing is
    /// written down yet.
    func attempt(_ outgoing: Outgoing, of desk: Desk) async -> DeliveryResult {
        do {
            let road = try await road(from: outgoing.delivery.mailboxID, of: desk)
            let outcome = await send(outgoing.mail, outgoing.delivery, over: road)
            await road.session.quit()
            let found = outcome.delivery(to: outgoing.delivery.recipient)
            return DeliveryResult(found, by: road.account.server.host)
        } catch {
            return .notTried("\(error)")
        }
    }

    private var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    private func road(from mailboxID: Int64, of desk: Desk) async throws -> Road {
        guard let mailbox = try await desk.read({ tx in try tx.mailbox(id: mailboxID) }),
            let account = try await accounts.smtp(of: mailbox)
        else { throw NoAccount() }
        let session = try await SMTPSession.open(
            to: account.server, credentials: account.credentials, timeouts: timeouts, logger: desk.logger)
        return Road(session: session, account: account, mailbox: mailbox, desk: desk)
    }

    /// What is given back in a stop goes out after the next start; where that fails, once the claim has run out.
    private func giveBack(_ mails: ArraySlice<Outgoing>, _ desk: Desk) async {
        let deliveries = mails.map(\.delivery)
        await Task { try? await desk.giveBack(deliveries) }.value
    }

    private struct Road {
        let session: SMTPSession
        let account: MailAccount
        let mailbox: Mailbox
        let desk: Desk
    }

    /// Sends one after the other while the connection lives.
    /// - Returns: what is wrong with the account or the server, where the rest had better wait.
    private func carry(_ rest: inout ArraySlice<Outgoing>, over road: Road) async -> SMTPProblem? {
        while road.session.isOpen, !isStopping, let (delivery, mail) = rest.popFirst() {
            let outcome = await send(mail, delivery, over: road)
            let found = outcome.delivery(to: delivery.recipient)
            if let problem = outcome.problem, problem.kind == .account {
                await note(.notTried("\(problem)"), of: delivery, road.desk)
                return problem
            }
            await note(DeliveryResult(found, by: road.account.server.host), of: delivery, road.desk)
            guard let problem = outcome.problem else {
                if found?.failure != nil { try? await road.desk.noteSendingWorks(of: road.mailbox.id) }
                continue
            }
            if problem.kind != .connection { return problem }
        }
        return nil
    }

    /// Automatic answers go out under the empty sender, which nothing answers (RFC 3834 §3.3), unless the server wants one.
    private func send(_ mail: [UInt8], _ delivery: Delivery, over road: Road) async -> SMTPOutcome {
        let desk = road.desk
        // The environment's server may insist on a sender of its own.
        let isEnvironments = road.mailbox.isEnvironments || road.mailbox.smtp == nil
        let own = isEnvironments ? accounts.settings.smtpFrom?.address ?? road.mailbox.address : road.mailbox.address
        let account = try? await desk.read { tx in try tx.sendingAccount(of: road.mailbox.id) }
        let isNull = delivery.envelopeSender == nil && account?.refusesNullSender != true
        let outcome = await road.session.send(mail, from: isNull ? nil : own, to: [delivery.recipient]) {
            (try? await desk.handOver(delivery)) == true
        }
        guard isNull, case .refused(let failure)? = outcome.delivery(to: delivery.recipient),
            failure.stage == .sender || failure.isAboutSender, road.session.isOpen
        else { return outcome }
        desk.logger.info("[email] \(road.account.server) refuses the empty sender: \(failure.text)")
        try? await desk.noteNullSenderRefused(by: road.mailbox.id)
        return await road.session.send(mail, from: own, to: [delivery.recipient]) {
            (try? await desk.handOver(delivery)) == true
        }
    }

    /// What was not sent waits: a server that refuses us is not knocked at again and again (lock-out).
    private func postpone(_ mails: ArraySlice<Outgoing>, _ problem: any Error, _ mailboxID: Int64, _ desk: Desk) async {
        desk.logger.error("[email] \(problem)")
        let kind = problem is ClosedAtOnce ? .connection : (problem as? SMTPProblem)?.kind
        let seconds: Double =
            switch kind {
            case .account?: 900
            case .slowDown?: 120
            case .connection?: 5
            case nil: 60
            }
        for (delivery, _) in mails {
            await note(kind == .connection ? .deferred("\(problem)") : .notTried("\(problem)"), of: delivery, desk)
        }
        do { try await desk.pauseSending(of: mailboxID, seconds: seconds, because: "\(problem)") } catch {
            desk.logger.error("[email] Could not write down that mailbox \(mailboxID) cannot send: \(error)")
        }
    }

    /// The server's word must reach the database: while it does not, the mail is neither lost nor sent again.
    private func note(_ result: DeliveryResult, of delivery: Delivery, _ desk: Desk) async {
        switch result {
        case .accepted: desk.logger.info("[email] ✓ Sent \(delivery.kind.words) to \(delivery.recipient)")
        case .deferred(let words), .notTried(let words):
            desk.logger.warning("[email] Not yet sent to \(delivery.recipient): \(words)")
        case .refused(let words, _): desk.logger.error("[email] Refused for \(delivery.recipient): \(words)")
        case .unknown(let words): desk.logger.error("[email] Unknown whether \(delivery.recipient) got it: \(words)")
        }
        // A stop may have cancelled this task, and what the server has said counts all the same.
        await Task {
            for attempt in 1...5 {
                do { return try await desk.note(result, of: delivery) } catch {
                    desk.logger.error(
                        "[email] Could not write down the outcome of delivery \(delivery.id), try \(attempt): \(error)")
                    try? await Task.sleep(for: .milliseconds(200 * attempt))
                }
            }
        }.value
    }
}

/// The server lets us in and takes nothing.
private struct ClosedAtOnce: Error, CustomStringConvertible {
    var description: String { "The mail server closed the connection before it took any mail." }
}

/// No server is known that would send the mail of this mailbox.
private struct NoAccount: Error, CustomStringConvertible {
    var description: String { "No SMTP server is set up for this mailbox. Enter one at /company, or set SMTP_HOST." }
}

extension Delivery.Kind {
    /// What it is, for the log.
    fileprivate var words: String {
        switch self {
        case .reply: "answer"
        case .confirmation: "confirmation"
        case .signInLink: "sign-in link"
        case .newTicket: "notice of a new ticket"
        case .customerReply: "notice of a customer's answer"
        case .assignment: "notice of an assignment"
        case .mailboxNotice: "notice to the mailbox"
        case .deliveryTrouble: "notice of mail that has not arrived"
        case .quarantine: "notice of mail in quarantine"
        case .notificationLimit: "notice of held-back notifications"
        case .test: "test mail"
        }
    }
}

extension DeliveryResult {
    /// The enhanced codes by which a server says that there is no such address (RFC 3463 §3.2).
    private static let badAddress: Set<String> = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4", "5.2.1"]

    fileprivate init(_ delivery: SMTPDelivery?, by host: String) {
        switch delivery {
        case .accepted(let reply, _)?: self = .accepted("\(reply)", alias: messageID(in: reply, by: host))
        case .deferred(let failure)?: self = .deferred(failure.text)
        case .refused(let failure)?:
            let isBad = failure.stage == .recipient && failure.reply?.enhancedCode.map(Self.badAddress.contains) == true
            self = .refused(failure.text, isAddressBad: isBad)
        case .unknown(let failure)?: self = .unknown(failure.text)
        case nil: self = .deferred("Nothing was sent.")
        }
    }
}

/// Amazon SES replaces the Message-ID by one that it tells in its reply, bare: `250 Ok 0100018c…`. On the wire it has the
/// region as its host (Mnexa-AI/e2a#498).
func messageID(in reply: SMTPReply, by host: String) -> String? {
    let labels = host.lowercased().split(separator: ".")
    guard labels.suffix(2) == ["amazonaws", "com"], labels.count >= 4, let word = reply.text.split(separator: " ").last,
        word.utf8.count > 20, word.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") })
    else { return nil }
    let region = labels[labels.count - 3]
    return "\(word)@\(region == "us-east-1" ? "email" : region).amazonses.com"
}
