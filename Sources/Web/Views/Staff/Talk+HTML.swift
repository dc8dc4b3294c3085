extension TalkItem {
    func html(for reader: Reader) -> HTML {
        switch self {
        case .message(let message): message.html(for: reader)
        case .event(let event): event.html(for: reader)
        }
    }
}

extension EventLine {
    fileprivate func html(for reader: Reader) -> HTML {
        """
        <p class="event">\(icon.html) <span>\(sentence(reader.words)) · \(reader.hour(at))</span></p>
        """
    }

    /// What happened, and who did it.
    func sentence(_ words: Words) -> HTML {
        "\(words.event(kind))\(by.map { " · \($0)" as HTML })"
    }

    private var icon: Icon {
        switch kind {
        case .opened(let channel): channel.icon
        case .replied: .reply
        case .noted: .lock
        case .status(_, let to): to.icon
        case .assigned(let to): to == nil ? .nobody : .user
        case .priority(let to): to.icon
        case .category, .department, .tags: .tag
        case .subject: .pencil
        case .autoReplySent: .bolt
        case .rated: .star
        case .messageMoved, .merged: .reply
        case .notDelivered, .complained: .warning
        case .participantAdded: .users
        case .unlinked: .split
        }
    }
}
