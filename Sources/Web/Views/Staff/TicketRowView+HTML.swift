extension TicketRowView {
    func html(isOpen: Bool, in place: InboxPlace, for reader: Reader) -> HTML {
        let words = reader.words
        let path = place.ticket(number)
        let current: HTML = isOpen ? " aria-current=\"true\"" : .empty
        return """
            <li class="row\(isUnread ? " unread" : "")" data-ticket="\(number)"\(current)>
            \(status.shape(words))
            <span class="who"><bdi class="clip">\(requester)</bdi>\(priority.shape(words))\(channelIcon(words))</span>
            \(reader.time(activeAt))
            <a class="subject" dir="auto" href="\(path)">\(isUnread ? unreadMark(words) : nil)\(subject.isEmpty ? number : subject)</a>
            <span class="snippet" dir="auto">\(isLastFromStaff ? ours(words) : nil)\(snippet)</span>
            <span class="owner">\(assigneeAvatar)</span>
            \(meta)
            </li>
            """
    }

    /// A way other than mail, by its picture.
    private func channelIcon(_ words: Words) -> HTML? {
        guard channel != .email else { return nil }
        return
            "<span title=\"\(words.channel(channel))\">\(channel.icon.small)<span class=\"hide\">\(words.channel(channel))</span></span>"
    }

    private func unreadMark(_ words: Words) -> HTML { "<span class=\"hide\" dir=\"ltr\">\(words.unread): </span>" }

    private func ours(_ words: Words) -> HTML {
        "\(Icon.reply.small)<span class=\"hide\" dir=\"ltr\">\(words.oursLast) </span>"
    }

    private var assigneeAvatar: HTML? {
        assignee.map {
            "<span title=\"\($0.name)\"><span class=\"hide\">\($0.name)</span>\($0.avatar(small: .small))</span>"
        }
    }

    private var meta: HTML? {
        guard !tags.isEmpty else { return nil }
        return "<span class=\"meta\">\(tags.prefix(4).map(tagChip))</span>"
    }
}

/// A tag with its colour.
func tagChip(_ name: String) -> HTML {
    "<span class=\"tag\" data-hue=\"\(hueOf(name))\">\(name)</span>"
}
