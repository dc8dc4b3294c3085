/// format=flowed (RFC 3676): lines that end in a blank go on in the next line of the same quote depth.
enum FlowedText {
    /// Joins the lines of a flowed body. Line breaks must be LF.
    static func unfold(_ text: String, deletesSpaces: Bool) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        var openDepth: Int?
        for line in Array(text.utf8).split(separator: .lf, omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == .greater }.count
            var content = line.dropFirst(depth)
            if content.first == .space { content = content.dropFirst() }
            // The signature separator is never flowed (§4.3).
            let isSeparator = content.elementsEqual("-- ".utf8)
            let isFlowed = content.last == .space && !isSeparator
            if let open = openDepth, open == depth, !isSeparator {
                // goes on
            } else {
                if openDepth != nil || !output.isEmpty { output.append(.lf) }
                if depth > 0 {
                    output += [UInt8](repeating: .greater, count: depth)
                    output.append(.space)
                }
            }
            output += isFlowed && deletesSpaces ? content.dropLast() : content
            openDepth = isFlowed ? depth : nil
            if !isFlowed, output.isEmpty { output.append(.lf) }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
