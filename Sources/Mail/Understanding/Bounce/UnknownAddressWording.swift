/// The ways in which servers say in English that nobody has an address: "no such user", "Mailbox ann is not known here",
/// "bad recipient address". There are too many for a list, and they are built of few words.
enum UnknownAddressWording {
    /// - Parameters:
    ///   - words: folded.
    ///   - address: servers name it in whole or by what stands before its `@`.
    static func occurs(in words: ArraySlice<UInt8>, about address: String) -> Bool {
        let tokens = tokens(of: words, name: Folding.folded(address).prefix { $0 != .at })
        return tokens.indices.contains { index in
            isSaidBefore(tokens[index...].prefix(reach)) || isSaidBehind(tokens, at: index)
        }
    }

    /// How many words belong together at most, and how many words of a text are looked at.
    private static let reach = 8, mostWords = 1_000

    private enum Token {
        /// What has the address, or is it.
        case noun
        /// "unknown": makes a noun say it, on either side.
        case unknown
        /// "bad": says it before a noun alone.
        case bad
        /// "deleted": says it behind a noun alone.
        case gone
        case no, such, not, valid, longer
        /// "found", "exist": says it behind "not".
        case there
        /// Words that may stand between.
        case filler
        case other, end
    }

    /// `no such user`, `unknown local recipient`, `not a valid mailbox`, `no mailbox`.
    private static func isSaidBefore(_ tokens: ArraySlice<Token>) -> Bool {
        guard let first = tokens.first else { return false }
        var rest = tokens.dropFirst()
        switch first {
        case .unknown, .bad: break
        case .no:
            guard rest.first == .such else { return rest.first { $0 != .filler } == .noun }
            rest = rest.dropFirst()
        case .not:
            rest = rest.drop { $0 == .filler }
            guard rest.first == .valid else { return false }
            rest = rest.dropFirst()
        default: return false
        }
        return rest.first { $0 != .filler && $0 != .unknown } == .noun
    }

    /// `user ann@example.org is unknown`, `mailbox could not be found`, `account has been deleted`, `user no longer exists`.
    private static func isSaidBehind(_ tokens: [Token], at index: Int) -> Bool {
        guard tokens[index] == .noun else { return false }
        var rest = tokens[(index + 1)...].prefix(reach).drop { $0 == .filler || $0 == .noun }
        switch rest.popFirst() {
        case .unknown, .gone: return true
        case .no: return rest.first == .longer
        case .not: return [.there, .valid].contains(rest.first { $0 != .filler })
        default: return false
        }
    }

    /// Words in a row. A sentence's end is a word of its own; an address is a noun.
    private static func tokens(of words: ArraySlice<UInt8>, name: ArraySlice<UInt8>) -> [Token] {
        var tokens: [Token] = []
        for word in words.split(separator: .space).prefix(mostWords) {
            let core = word.trimming { !($0.isAlphanumeric || $0 >= 0x80) }
            if core.contains(.at) {
                tokens.append(.noun)
            } else if let token = byWord[String(decoding: core, as: UTF8.self)] {
                tokens.append(token)
            } else if core.hasSuffix("n't".utf8) {
                tokens.append(.not)
            } else {
                tokens.append(core.isEmpty || core.elementsEqual(name) ? .filler : .other)
            }
            if let last = word.last, ".;!?".utf8.contains(last) { tokens.append(.end) }
        }
        return tokens
    }

    private static let byWord: [String: Token] = {
        let words: [(Token, String)] = [
            (
                .noun,
                """
                user users userid username recipient recipients mailbox mail-box box account accounts address addresses \
                addressee alias destination subscriber domain drop
                """
            ),
            (.unknown, "unknown invalid nonexistent non-existent nonexistant unroutable unrouteable"),
            (.bad, "bad"), (.gone, "deleted removed closed terminated"),
            (.no, "no"), (.such, "such"), (.not, "not cannot"), (.valid, "valid known"), (.longer, "longer"),
            (.there, "found exist exists existing located recognized recognised present defined registered local"),
            (
                .filler,
                """
                a an the any is was are were be been has have does do could can to in at on this that you your sent \
                email e-mail mail local virtual name permanently here
                """
            ),
        ]
        var byWord: [String: Token] = [:]
        for (token, list) in words {
            for word in list.split(separator: " ") where byWord[String(word)] == nil { byWord[String(word)] = token }
        }
        return byWord
    }()
}

extension ArraySlice<UInt8> {
    fileprivate func trimming(_ isTrimmed: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var core = drop(while: isTrimmed)
        while let last = core.last, isTrimmed(last) { core.removeLast() }
        return core
    }

    fileprivate func hasSuffix(_ suffix: some Collection<UInt8>) -> Bool {
        count >= suffix.count && self.suffix(suffix.count).elementsEqual(suffix)
    }
}
