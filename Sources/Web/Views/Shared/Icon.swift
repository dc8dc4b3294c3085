/// A picture of the sprite `icons.svg`.
enum Icon: String, Sendable, CaseIterable {
    case user, nobody, layers, search, plus, x, check, down, left, menu, more, reply, lock, clip, send, file, image
    case mail, phone, globe, chat, refresh, warning, info, bolt, panel, copy, clock, bell, star, history, keyboard
    case exit, sun, moon, key, inbox, eye, tag, pencil, upload, code, deskbell, help, undo, plug, minus, pause
    case ledger, sliders, split, right, forward, source = "code-file", download, shield, external, users, building
    case open = "st-open"
    case inProgress = "st-progress"
    case waiting = "st-waiting"
    case resolved = "st-resolved"
    case closed = "st-closed"
    case low = "pr-low"
    case medium = "pr-medium"
    case high = "pr-high"
    case urgent = "pr-urgent"

    /// The picture, for those who see; what it means must stand beside it.
    var html: HTML { Self.markup[self]?.normal ?? .empty }

    /// The same, 16 px.
    var small: HTML { Self.markup[self]?.small ?? .empty }

    private static let markup: [Icon: (normal: HTML, small: HTML)] = {
        let sprite = Asset.path("icons.svg")
        return Dictionary(
            uniqueKeysWithValues: allCases.map { icon in
                let rest: HTML = """
                    width="18" height="18" aria-hidden="true"><use href="\(sprite)#i-\(icon.rawValue)"/></svg>
                    """
                return (icon, ("<svg class=\"icon\" \(rest)", "<svg class=\"icon small\" \(rest)"))
            })
    }()
}
