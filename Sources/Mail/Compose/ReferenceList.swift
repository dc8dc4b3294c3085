/// The identifiers of a References field.
public enum ReferenceList {
    private static let first = 4
    private static let last = 12
    private static let maximumBytes = 1500

    /// First and last identifiers of a long list: threads keep their root and their newest part (RFC 5322 §3.6.4 sets no
    /// limit, but some relays refuse more than 4096 bytes of one field).
    public static func trimmed(_ references: [String]) -> [String] {
        var seen: Set<String> = []
        let list = usable(references).reversed().filter { seen.insert($0).inserted }.reversed() as [String]
        var head = Array(list.prefix(first))
        var tail = Array(list.dropFirst(head.count).suffix(last))
        while size(head) + size(tail) > maximumBytes {
            if tail.count > 2 { tail.removeFirst() } else if head.count > 1 { head.removeLast() } else { break }
        }
        return head + tail
    }

    /// Those that can be written: foreign identifiers with blanks, brackets or controls in them are left out.
    static func usable(_ references: [String]) -> [String] {
        references.filter { id in
            !id.isEmpty && id.utf8.count <= 900
                && id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != .less && $0 != .greater }
        }
    }

    private static func size(_ list: [String]) -> Int {
        list.reduce(0) { $0 + $1.utf8.count + 3 }
    }
}
