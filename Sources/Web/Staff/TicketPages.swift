import Foundation
import HelpDesk

extension DeskTransaction {
    /// A ticket as staff see it.
    func ticketView(_ reference: String, seenBy person: Person, from place: InboxPlace) throws -> TicketView {
        let conversation = try conversation(reference, seenBy: .person(person))
        let ticket = conversation.ticket
        let older = ticket.linkedTo.flatMap { try? self.ticket(String($0), seenBy: .person(person)).number }
        let others = try tickets(TicketFilter(requesterID: ticket.requesterID), seenBy: .person(person), limit: 6)
        return TicketView(
            number: ticket.number, subject: ticket.subject, status: StatusMark(ticket.status),
            priority: PriorityMark(rawValue: ticket.priority.rawValue) ?? .medium, tags: conversation.tags,
            assigneeID: ticket.assigneeID.map(String.init), colleagues: try colleagues(of: person),
            talk: conversation.talk(
                for: person, at: now.date, try strangersMail(in: conversation), categories: try categoryNames()),
            customer: conversation.customer(others, try addressTroubles(among: conversation.addresses)),
            facts: try facts(conversation),
            composer: conversation.composer, place: place, continues: older)
    }

    private func colleagues(of me: Person) throws -> [TicketView.Colleague] {
        try staff().map {
            TicketView.Colleague(id: String($0.id), face: Face(name: $0.displayName), isMe: $0.id == me.id)
        }
    }

    private func categoryNames() throws -> [String: String] {
        Dictionary(try categories().map { (String($0.id), $0.name) }) { first, _ in first }
    }

    private func facts(_ conversation: Conversation) throws -> TicketFacts {
        let ticket = conversation.ticket
        return TicketFacts(
            categories: try categories().filter { $0.isActive || $0.id == ticket.categoryID }.map {
                .init(id: String($0.id), name: $0.name, isChosen: $0.id == ticket.categoryID)
            },
            departments: try departments().filter { $0.isActive || $0.id == ticket.departmentID }.map {
                .init(id: String($0.id), name: $0.name, isChosen: $0.id == ticket.departmentID)
            },
            mailboxes: try mailboxes(of: ticket).compactMap { try mailbox(id: $0)?.address },
            channel: ChannelMark(rawValue: ticket.channel.rawValue) ?? .email,
            cc: conversation.participants.map(\.address),
            createdAt: ticket.createdAt.date, firstResponseAt: ticket.firstResponseAt?.date,
            resolvedAt: ticket.resolvedAt?.date)
    }
}

extension Conversation {
    /// Messages and events in the order in which they happened.
    fileprivate func talk(
        for person: Person, at now: Date, _ stranger: StrangersMail?, categories: [String: String]
    ) -> [TalkItem] {
        let spoken = messages.map { entry in
            var view = MessageView(entry, in: self)
            if let stranger, stranger.message == entry.message.id {
                view.stranger = StrangerNotice(stranger, ticket.number, isUnverified: entry.message.isUnverified)
            }
            view.waiting = MessageView.Waiting(entry, of: ticket.number, for: person, at: now)
            return (at: entry.message.createdAt, item: TalkItem.message(view))
        }
        let happened = events.compactMap { event in
            EventLine(event, people: people, categories: categories).map { (at: event.at, item: TalkItem.event($0)) }
        }
        return (spoken + happened).sorted { $0.at < $1.at }.map(\.item)
    }

    /// Whom answers go to.
    fileprivate var addresses: [String] { [requester.email].compactMap(\.self) + participants.map(\.address) }

    fileprivate func customer(_ others: TicketPage, _ troubles: [AddressTrouble]) -> CustomerCard {
        CustomerCard(
            name: requester.displayName, addresses: [requester.email].compactMap(\.self), phone: requester.phone,
            ticketCount: others.total,
            otherTickets: others.rows.filter { $0.ticket.id != ticket.id }.prefix(5).map {
                TicketLink(
                    number: $0.ticket.number, subject: $0.ticket.subject, status: StatusMark($0.ticket.status),
                    at: $0.activeAt.date)
            },
            troubles: troubles.map {
                AddressMark(address: $0.address, hasComplained: $0.kind == .complaint, reason: $0.words)
            })
    }

    fileprivate var composer: Composer {
        let names = [requester.email].compactMap(\.self).map {
            requester.name.isEmpty ? $0 : "\(requester.name) <\($0)>"
        }
        return Composer(
            recipients: names + participants.map(\.address), after: messages.last?.message.id,
            statusAfter: ticket.status == .open ? .inProgress : StatusMark(ticket.status))
    }
}

extension MessageView {
    init(_ entry: Conversation.Entry, in conversation: Conversation) {
        let message = entry.message
        let kind: Kind = message.isInternal ? .note : message.isStaffReply ? .staff : .customer
        self.init(
            id: message.uuid.uuidString.lowercased(), kind: kind, author: Face(name: entry.author.displayName),
            address: kind == .customer ? entry.mailSender ?? entry.author.email : nil, at: message.createdAt.date,
            text: message.text, markup: message.safeMarkdownHTML.map { HTML(safe: $0) },
            quote: message.quote, signature: message.signature,
            html: message.html == nil || kind != .customer ? .none : .available,
            hasRemoteImages: message.mayLoadRemoteImages,
            files: entry.attachments.filter { !$0.isInline }.map(FileChip.init),
            delivery: kind == .staff ? Delivery(entry.deliveries) : nil,
            troubles: entry.deliveries.compactMap(DeliveryTrouble.init), why: message.because.map { Why($0) },
            channel: ChannelMark(rawValue: message.channel.rawValue) ?? .email, isAutomatic: message.isAutomatic,
            isUnverified: message.isUnverified,
            ledgerID: message.ledgerID.map(String.init),
            canDetach: kind == .customer && conversation.messages.count > 1
                && (conversation.messages.first?.message.id != message.id || message.because?.code == .movedByHand),
            canLetAuthorIn: kind == .customer && entry.author.role == .customer)
    }
}

extension MessageView.Waiting {
    /// Nil for what has gone out, or was never to wait.
    fileprivate init?(_ entry: Conversation.Entry, of number: String, for person: Person, at now: Date) {
        let isWaiting = entry.deliveries.allSatisfy { $0.state == .queued && $0.attempts == 0 && $0.dueAt.date > now }
        guard isWaiting, let due = entry.deliveries.map(\.dueAt.date).min() else { return nil }
        self.init(
            seconds: max(1, Int(due.timeIntervalSince(now).rounded(.up))),
            canTakeBack: entry.message.authorID == person.id, number: number)
    }
}

extension StrangerNotice {
    fileprivate init(_ mail: StrangersMail, _ number: String, isUnverified: Bool) {
        self.init(
            number: number, address: mail.address, older: mail.older.number, requester: mail.requester.displayName,
            answersOurMail: mail.answersOurMail, isUnverified: isUnverified, ticketCount: mail.ticketCount)
    }
}

extension DeliveryTrouble {
    /// Nil for a copy that is on its way or has arrived.
    init?(_ copy: HelpDesk.Delivery) {
        let state: State
        switch copy.state {
        case .bounced: state = .bounced
        case .failed: state = .failed
        case .unknown: state = .unknown
        default: return nil
        }
        self.init(id: String(copy.id), recipient: copy.recipient, state: state, reason: copy.serverReply ?? "")
    }
}

extension FileChip {
    init(_ file: HelpDesk.Attachment) {
        self.init(
            id: file.uuid.uuidString.lowercased(), filename: file.filename, sizeBytes: file.fileSize,
            mimeType: file.mimeType)
    }
}

extension MessageView.Delivery {
    /// The worst of all copies: that is what somebody must know.
    init(_ copies: [HelpDesk.Delivery]) {
        guard let worst = copies.max(by: { $0.state.gravity < $1.state.gravity }) else {
            self = .portal
            return
        }
        let words = worst.serverReply ?? ""
        switch worst.state {
        case .queued where worst.attempts > 0: self = .deferred(until: worst.dueAt.date, reason: words)
        case .queued, .sending, .handingOver: self = .queued
        case .sent:
            self = .sent(
                at: (worst.doneAt ?? worst.createdAt).date, server: worst.serverReply,
                readAt: copies.compactMap(\.readAt).min()?.date)
        case .bounced: self = .bounced(reason: words)
        case .failed: self = .failed(reason: words)
        case .unknown: self = .unknown(reason: words)
        }
    }
}

extension HelpDesk.Delivery.State {
    fileprivate var gravity: Int {
        switch self {
        case .sent: 0
        case .queued, .sending, .handingOver: 1
        case .unknown: 2
        case .bounced: 3
        case .failed: 4
        }
    }
}

extension Why {
    init(_ reason: HelpDesk.Reason) { self.init(code: reason.code, detail: reason.detail) }
}

extension EventLine {
    /// Nil for what the conversation shows anyway.
    init?(_ event: Event, people: [Int64: Person], categories: [String: String]) {
        let kind: Kind
        switch event.kind {
        case .opened, .replied, .noted: return nil
        case .deliveryTrouble: kind = .notDelivered(to: event.after ?? "")
        case .complained: kind = .complained(event.after ?? "")
        case .participantAdded: kind = .participantAdded(event.after ?? "")
        case .unlinked: kind = .unlinked(event.before ?? "")
        case .statusChanged:
            guard let from = event.before.flatMap(StatusMark.init), let to = event.after.flatMap(StatusMark.init) else {
                return nil
            }
            kind = .status(from: from, to: to)
        case .assigned: kind = .assigned(to: event.after)
        case .priorityChanged: kind = .priority(to: event.after.flatMap(PriorityMark.init) ?? .medium)
        case .categoryChanged: kind = .category(to: event.after.flatMap { categories[$0] })
        case .departmentChanged: kind = .department(to: event.after)
        case .subjectChanged: kind = .subject(to: event.after ?? "")
        case .tagsChanged: kind = .tags(to: (event.after ?? "").split(separator: ",").map { $0.trimmingBlanksOfTag() })
        case .rated: kind = .rated(stars: event.after.flatMap { Int($0) } ?? 0)
        case .messageMoved: kind = .messageMoved(from: event.before ?? "", to: event.after ?? "")
        case .merged: kind = .merged(event.before ?? "", into: event.after ?? "")
        }
        self.init(kind: kind, at: event.at.date, by: event.actorID.flatMap { people[$0]?.displayName })
    }
}

extension Substring {
    fileprivate func trimmingBlanksOfTag() -> String { String(self).trimmingBlanks() }
}
