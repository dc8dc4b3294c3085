/// The number of a message in a folder; it stays while the folder's UIDVALIDITY stays (RFC 9051 §2.3.1.1).
public struct UID: Sendable, Hashable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The number, from 1 on.
    public var rawValue: UInt32

    /// The message with this number.
    public init(_ rawValue: UInt32) { self.rawValue = rawValue }

    /// The message with this number.
    public init(integerLiteral value: UInt32) { rawValue = value }

    /// The number in decimal.
    public var description: String { "\(rawValue)" }

    /// The older message comes first.
    public static func < (one: UID, other: UID) -> Bool { one.rawValue < other.rawValue }
}

/// Messages named in one command, neighbours written as ranges: `4,7:9`.
///
/// RFC 3501 §9: `sequence-set = (seq-number / seq-range) *("," sequence-set)`
struct UIDSet: CustomStringConvertible {
    /// Exchange answers BAD to command lines of 40 kB, and RFC 7162 §4 asks for lines below 8,192 bytes.
    static let maximumBytes = 7_000

    let uids: [UID]

    /// The uids in ascending order, each once.
    init(_ uids: some Sequence<UID>) { self.uids = Set(uids).sorted() }

    var description: String {
        var text = ""
        var rest = uids[...]
        while let first = rest.popFirst() {
            var last = first
            while let next = rest.first, next.rawValue == last.rawValue + 1 { last = rest.removeFirst() }
            if !text.isEmpty { text += "," }
            text += first == last ? "\(first)" : "\(first):\(last)"
        }
        return text
    }

    /// The same messages in sets of at most `count` that each fit on a command line.
    func split(count: Int = 500) -> [UIDSet] {
        // A uid takes at most ten digits and a comma.
        let size = min(count, Self.maximumBytes / 11)
        return stride(from: 0, to: uids.count, by: size).map { UIDSet(uids[$0..<min($0 + size, uids.count)]) }
    }
}
