/// What stands between whoever wrote a mail and us, and is ours: its marks say nothing of the writer.
public enum Intermediary: Sendable, Hashable {
    /// A mailing list or a group whose address customers write to (RFC 2369; Google Groups, Mailman), by that address.
    case list(address: String)
    /// A program that mails what a visitor has filled in.
    case form
}

extension Email {
    /// The addresses that one writes to the list by which this mail came, as its fields name them; empty for no list. Anybody
    /// may write such fields.
    public var listAddresses: [String] {
        let posts = headers.all("List-Post").prefix(5).flatMap { ListField.links(in: $0) }
            .filter { $0.hasPrefix("mailto:") }.map { String($0.dropFirst(7).prefix { $0 != "?" }) }
        // `list support@example.com; contact support+owners@example.com`
        let names = headers.all("Mailing-List").prefix(5).compactMap { value -> String? in
            let words = value.split(whereSeparator: { $0.isWhitespace || $0 == ";" })
            return words.count > 1 && words[0].lowercased() == "list" ? String(words[1]) : nil
        }
        return (posts + names + headers.all("X-BeenThere").prefix(5).map { String($0) }).filter { $0.contains("@") }
    }

    /// The same as `automatic()` for mail that came by an intermediary of ours: what that writes into each mail is no sign. All
    /// other signs count as ever, also those that the writer's machine has left.
    public func automatic(through intermediary: Intermediary) -> AutomaticMail {
        var signs = AutomaticSigns(self, through: intermediary)
        return signs.verdict()
    }
}

/// The fields by which a list speaks of itself.
struct ListField {
    /// `support@example.com`, folded.
    let list: String

    init(list: String) { self.list = Address.key(of: list) }

    private var domain: String { list.lastIndex(of: "@").map { String(list[list.index(after: $0)...]) } ?? list }

    /// Whether the field may be of this list. One of another list, or of a newsletter that was sent to this one, is not.
    func isOwn(_ name: String, _ value: String) -> Bool {
        switch name {
        case "X-Mailman-Version", "X-ML-Name", "X-ML-Info", "X-MLServer": return true
        case "X-BeenThere", "X-Mailing-List", "Mailing-List":
            return value.split(whereSeparator: { " \t;,<>".contains($0) }).contains {
                Address.key(of: String($0)) == list
            }
        case "List-Id": return isOwnID(value)
        default:
            let links = Self.links(in: value)
            return !links.isEmpty && links.allSatisfy(isOwn)
        }
    }

    /// RFC 2919: `Support <support.example.com>`; Google numbers some.
    private func isOwnID(_ value: String) -> Bool {
        let id = value.contains("<") ? Self.links(in: value).last ?? "" : value.lowercased().trimmed
        return id == list.replacing("@", with: ".") || id.hasSuffix(".googlegroups.com")
    }

    private func isOwn(_ link: String) -> Bool {
        var host = Substring(link)
        if link.hasPrefix("mailto:") {
            host = link.dropFirst(7).prefix { $0 != "?" }
            host = host.lastIndex(of: "@").map { host[host.index(after: $0)...] } ?? ""
        } else if let slashes = link.firstRange(of: "//") {
            host = link[slashes.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != ":" }
        }
        return host == domain || host.hasSuffix(".\(domain)")
            || ["groups.google.com", "googlegroups.com", "support.google.com"].contains(String(host))
    }

    /// What stands between `<` and `>`, in lower case.
    static func links(in value: String) -> [String] {
        value.split(separator: "<").dropFirst(value.hasPrefix("<") ? 0 : 1).prefix(20)
            .map { String($0.prefix { $0 != ">" }).lowercased() }
    }
}
