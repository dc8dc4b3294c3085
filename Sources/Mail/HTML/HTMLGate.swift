/// What stands between foreign HTML and the parser: one linear pass that lets through text and well-formed tags alone.
///
/// gumbo takes quadratic time for deep nesting and for many attributes, and scripts, comments and foreign content are
/// where parsers and browsers disagree (mXSS). So none of that reaches it: elements whose content nobody shows are cut
/// out here, comments and declarations vanish, a stray `<` becomes `&lt;`, and depth and number of tags are bounded.
struct HTMLGate {
    /// Whether something was left out because of a limit.
    private(set) var isCut = false
    /// What stood in `<style>` elements.
    private(set) var styles: [UInt8] = []

    private static let maximumStyleBytes = 200_000
    private static let maximumBytes = 4 << 20
    private static let maximumTags = 100_000
    private static let maximumAttributes = 100

    private let input: UnsafeBufferPointer<UInt8>
    private var output: [UInt8] = []
    private var position = 0
    private var tags = 0
    private var nesting = HTMLNesting()
    private var neverClosed: Set<String> = []
    /// Whether a comment was begun that nobody ends: then none of those behind it ends either.
    private var hasOpenComment = false

    /// The cleaned bytes, the style sheets, and whether a limit cut something.
    static func pass(_ html: String) -> (bytes: [UInt8], styles: [UInt8], isCut: Bool) {
        var html = html
        return html.withUTF8 { bytes in
            let isTooLong = bytes.count > maximumBytes
            let input = isTooLong ? UnsafeBufferPointer(rebasing: bytes[..<maximumBytes]) : bytes
            var gate = HTMLGate(input: input)
            gate.run()
            return (gate.output, gate.styles, gate.isCut || isTooLong)
        }
    }

    private init(input: UnsafeBufferPointer<UInt8>) {
        self.input = input
        output.reserveCapacity(input.count + input.count / 8)
    }

    private mutating func run() {
        while position < input.count {
            let start = position
            while position < input.count, input[position] != .less { position += 1 }
            if position > start {
                nesting.text()
                writeEndTags()
                output += input[start..<position]
            }
            guard position < input.count else { return }
            readMarkup()
            if tags >= Self.maximumTags {
                isCut = true
                return
            }
        }
    }

    private mutating func readMarkup() {
        guard position + 1 < input.count else {
            position += 1
            output += "&lt;".utf8
            return
        }
        let next = input[position + 1]
        if next == 0x21 {
            skipDeclaration()
        } else if next == .question {
            skip(past: .greater)
        } else if next.isLetter || (next == .slash && position + 2 < input.count && input[position + 2].isLetter) {
            readTag(isClosing: next == .slash)
        } else if next == .slash {
            skip(past: .greater)
        } else {
            output += "&lt;".utf8
            position += 1
        }
    }

    /// Comments end at `-->` (also `--!>`), everything else that begins with `<!` at the next `>`.
    private mutating func skipDeclaration() {
        guard position + 3 < input.count, input[position + 2] == .hyphen, input[position + 3] == .hyphen else {
            skip(past: .greater)
            return
        }
        // "<!-->" and "<!--->" are whole comments.
        var index = hasOpenComment ? input.count : position + 2
        while index < input.count {
            if input[index] == .greater, index >= position + 4, input[index - 1] == .hyphen, input[index - 2] == .hyphen
            {
                break
            }
            if input[index] == .greater, index >= position + 6, input[index - 1] == 0x21, input[index - 2] == .hyphen,
                input[index - 3] == .hyphen
            {
                break
            }
            index += 1
        }
        // A comment that nobody closes would hide the whole rest.
        hasOpenComment = index >= input.count
        if hasOpenComment { skip(past: .greater) } else { position = index + 1 }
    }

    private mutating func skip(past byte: UInt8) {
        while position < input.count, input[position] != byte { position += 1 }
        position = min(position + 1, input.count)
    }

    private mutating func readTag(isClosing: Bool) {
        let start = position
        let tag = TagScan(input, at: position + (isClosing ? 2 : 1))
        position = tag.end
        guard tag.isComplete else {
            if tag.isUnreadable { isCut = true }
            return
        }
        tags += 1
        if HTMLNames.mayBeCut(tag.name), HTMLNames.cutWithContent.contains(tag.name) {
            if !isClosing { skipContent(of: tag.name) }
            return
        }
        guard tag.attributes <= Self.maximumAttributes else {
            isCut = true
            return
        }
        if isClosing {
            guard nesting.end(tag.name) else { return }
        } else {
            let (isAdmitted, isTooDeep) = nesting.begin(tag.name)
            if isTooDeep { isCut = true }
            writeEndTags()
            guard isAdmitted else { return }
        }
        output += input[start..<tag.end]
    }

    private mutating func writeEndTags() {
        guard !nesting.toEnd.isEmpty else { return }
        isCut = true
        for name in nesting.takeToEnd() { output += "</\(name)>".utf8 }
    }

    /// Goes on after the closing tag that belongs to an opening one; if there is none, only the opening tag is dropped.
    private mutating func skipContent(of name: String) {
        guard !neverClosed.contains(name), !HTMLNames.void.contains(name) else { return }
        var index = position
        var open = 1
        let nests = name == "svg" || name == "math" || name == "object"
        while index < input.count {
            guard input[index] == .less, index + 1 < input.count else {
                index += 1
                continue
            }
            let isClosing = input[index + 1] == .slash
            if isClosing || nests, matches(name, at: index + (isClosing ? 2 : 1)) {
                open += isClosing ? -1 : 1
                if open == 0 {
                    if name == "style" { keepStyle(position..<index) }
                    position = index
                    skip(past: .greater)
                    return
                }
            }
            index += 1
        }
        neverClosed.insert(name)
    }

    private mutating func keepStyle(_ range: Range<Int>) {
        guard styles.count + range.count <= Self.maximumStyleBytes else { return }
        styles += input[range]
        styles.append(.lf)
    }

    private func matches(_ name: String, at start: Int) -> Bool {
        var index = start
        for byte in name.utf8 {
            guard index < input.count, input[index].lowered == byte else { return false }
            index += 1
        }
        return index == input.count || !input[index].isAlphanumeric
    }
}

/// The tokenizer states of a tag (WHATWG HTML §13.2.5.6–13.2.5.40) as far as they decide where it ends.
private struct TagScan {
    var name = ""
    var attributes = 0
    var end = 0
    var isComplete = false
    /// A name that no element has.
    var isUnreadable = false

    private enum State { case beforeName, name, afterName, beforeValue, quoted(UInt8), unquoted }

    init(_ input: UnsafeBufferPointer<UInt8>, at start: Int) {
        var index = start
        while index < input.count, !input[index].isWhitespace, input[index] != .slash, input[index] != .greater {
            index += 1
        }
        if index - start <= 30 {
            name = String(decoding: UnsafeBufferPointer(rebasing: input[start..<index]), as: UTF8.self).asciiLowered
        }
        var state = State.beforeName
        while index < input.count {
            let byte = input[index]
            index += 1
            if case .quoted(let quote) = state {
                if byte == quote { state = .beforeName }
                continue
            }
            if byte == .greater {
                end = index
                isComplete = !name.isEmpty
                isUnreadable = name.isEmpty
                return
            }
            state = advance(state, byte)
        }
        end = input.count
    }

    private mutating func advance(_ state: State, _ byte: UInt8) -> State {
        let isBlank = byte.isWhitespace
        switch state {
        case .beforeName, .afterName:
            if isBlank || byte == .slash { return byte == .slash ? .beforeName : state }
            if byte == .equals, case .afterName = state { return .beforeValue }
            attributes += 1
            return .name
        case .name:
            if isBlank { return .afterName }
            return byte == .equals ? .beforeValue : byte == .slash ? .beforeName : .name
        case .beforeValue:
            if isBlank { return .beforeValue }
            return byte == .quote || byte == .apostrophe ? .quoted(byte) : .unquoted
        case .unquoted, .quoted:
            return isBlank ? .beforeName : .unquoted
        }
    }
}
