extension StatusMark {
    var icon: Icon {
        switch self {
        case .open: .open
        case .inProgress: .inProgress
        case .waiting: .waiting
        case .resolved: .resolved
        case .closed: .closed
        }
    }

    /// The value of `data-status`, which gives the shape its colour.
    var looks: String { self == .inProgress ? "progress" : rawValue }

    /// The shape alone, with the word for those who do not see it.
    func shape(_ words: Words) -> HTML {
        let word = words.status(self)
        return """
            <span class="status" data-status="\(looks)" title="\(word)">\(icon.html)<span class="hide">\(word)</span></span>
            """
    }
}

extension PriorityMark {
    var icon: Icon {
        switch self {
        case .low: .low
        case .medium: .medium
        case .high: .high
        case .urgent: .urgent
        }
    }

    /// The bars, with the word for those who do not see them; nothing for the usual priority.
    func shape(_ words: Words) -> HTML? {
        guard self != .medium else { return nil }
        let word = words.priority(self)
        return """
            <span data-priority="\(rawValue)" title="\(word)">\(icon.html)<span class="hide">\(word)</span></span>
            """
    }
}

extension ChannelMark {
    var icon: Icon {
        switch self {
        case .email: .mail
        case .portal: .globe
        case .api: .code
        case .phone: .phone
        case .telegram: .send
        case .bitrix: .plug
        }
    }
}

extension Face {
    /// The circle; the name must stand beside it or in `title`.
    func avatar(small: AvatarSize = .normal) -> HTML {
        "<span class=\"avatar\(small == .small ? " small" : "")\" data-hue=\"\(hue)\" aria-hidden=\"true\">\(initials)</span>"
    }

    enum AvatarSize: Sendable {
        case normal, small
    }

    /// The first letters of the first two words; of an address its first letter.
    var initials: String {
        let words = name.prefix { $0 != "@" }.split { !$0.isLetter && !$0.isNumber }
        return words.prefix(2).compactMap(\.first).map { String($0).uppercased() }.joined()
    }

    /// 1 to 8, the same for a name everywhere.
    var hue: Int { hueOf(name) }
}

/// 1 to 8 by the hash of a text: for avatars and tags (FNV-1a).
func hueOf(_ text: String) -> Int {
    let hash = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return Int(hash % 8) + 1
}

extension FileChip {
    /// The file as a chip that leads to its content.
    func html(_ words: Words) -> HTML {
        let isPicture = ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(mimeType)
        let path = Route.attachment(id)
        let preview: HTML =
            isPicture && sizeBytes <= 5_000_000
            ? "<img src=\"\(path)\" alt=\"\" loading=\"lazy\" width=\"36\" height=\"36\">"
            : "<span>\(Icon.file.html)</span>"
        return """
            <li><a class="file" href="\(path)" target="_blank" rel="noopener">\(preview)\
            <span class="clip">\(filename)</span><small>\(words.size(bytes: sizeBytes))</small></a></li>
            """
    }
}

extension [FileChip] {
    /// The list of files, or nothing.
    func html(_ words: Words) -> HTML? {
        isEmpty ? nil : "<ul class=\"files\" aria-label=\"\(words.files)\">\(map { $0.html(words) })</ul>"
    }
}
