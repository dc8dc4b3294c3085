/// The questions that we ask of the DNS.
public enum DNSType: UInt16, Sendable, Hashable {
    case a = 1
    case cname = 5
    case ptr = 12
    case mx = 15
    case txt = 16
    case aaaa = 28
}

/// One answer of the DNS, as text: an address, a name without its last dot, `10 mx.example.com`, or the joined strings of
/// a TXT record.
public struct DNSRecord: Sendable, Hashable {
    /// What it is.
    public let type: DNSType
    /// What it says.
    public let text: String
}

/// A message of the DNS (RFC 1035 §4): our questions, and the parts of the answers that we read.
struct DNSMessage {
    private(set) var records: [DNSRecord] = []
    private(set) var responseCode = 0
    /// It did not fit: to be asked again over TCP (RFC 7766).
    private(set) var isTruncated = false

    private static let recordsAtMost = 200

    /// A question with recursion desired and room for 1,232 bytes of answer (RFC 6891).
    static func query(_ name: String, _ type: DNSType, id: UInt16) -> [UInt8]? {
        var bytes = big(id) + [1, 0, 0, 1, 0, 0, 0, 0, 0, 1]
        for label in name.split(separator: ".", omittingEmptySubsequences: true) {
            guard label.utf8.count <= 63 else { return nil }
            bytes.append(UInt8(label.utf8.count))
            bytes += label.utf8
        }
        guard (14...266).contains(bytes.count) else { return nil }
        bytes += [0] + big(type.rawValue) + [0, 1]
        return bytes + [0, 0, 41] + big(1_232) + [0, 0, 0, 0, 0, 0]
    }

    private static func big(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }

    /// Nil for what is no answer to our question.
    init?(_ bytes: [UInt8], id: UInt16, type: DNSType) {
        var reader = Reader(bytes: bytes)
        guard let answered = reader.number(), answered == id, let flags = reader.number(), flags & 0x8000 != 0,
            let questions = reader.number(), let answers = reader.number(), reader.skip(4)
        else { return nil }
        isTruncated = flags & 0x0200 != 0
        responseCode = Int(flags & 15)
        for _ in 0..<min(Int(questions), 4) { guard reader.name() != nil, reader.skip(4) else { return nil } }
        for _ in 0..<min(Int(answers), Self.recordsAtMost) {
            guard reader.name() != nil, let kind = reader.number(), reader.skip(6), let length = reader.number(),
                let record = reader.record(kind, Int(length))
            else {
                if isTruncated { return }
                return nil
            }
            // A CNAME on the way to the answer stands before it.
            if let found = record, found.type == type { records.append(found) }
        }
    }
}

/// Reads forward through a message, never past its end.
private struct Reader {
    let bytes: [UInt8]
    var index = 0

    mutating func number() -> UInt16? {
        guard index + 2 <= bytes.count else { return nil }
        defer { index += 2 }
        return UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }

    mutating func skip(_ count: Int) -> Bool {
        index += count
        return index <= bytes.count
    }

    /// A name, following compression (RFC 1035 §4.1.4): a pointer only ever leads backwards, so that it ends.
    mutating func name() -> String? {
        var labels: [String] = [], place = index, hasJumped = false, lowest = index
        while place < bytes.count, labels.count <= 127 {
            let length = Int(bytes[place])
            switch length {
            case 0:
                if !hasJumped { index = place + 1 }
                return labels.joined(separator: ".")
            case 0xc0...:
                guard place + 1 < bytes.count else { return nil }
                let target = (length & 63) << 8 | Int(bytes[place + 1])
                if !hasJumped { index = place + 2 }
                guard target < lowest else { return nil }
                (place, lowest, hasJumped) = (target, target, true)
            case 1...63:
                guard place + 1 + length <= bytes.count else { return nil }
                labels.append(String(decoding: bytes[place + 1...place + length], as: UTF8.self))
                place += 1 + length
            default: return nil
            }
        }
        return nil
    }

    /// The outer nil: damaged; the inner: of no interest.
    mutating func record(_ kind: UInt16, _ length: Int) -> DNSRecord?? {
        let end = index + length
        guard end <= bytes.count else { return nil }
        defer { index = end }
        guard let type = DNSType(rawValue: kind) else { return .some(nil) }
        guard let text = text(type, end) else { return nil }
        return DNSRecord(type: type, text: text)
    }

    private mutating func text(_ type: DNSType, _ end: Int) -> String? {
        switch type {
        case .a: return end - index == 4 ? bytes[index..<end].map(String.init).joined(separator: ".") : nil
        case .aaaa:
            guard end - index == 16 else { return nil }
            return stride(from: index, to: end, by: 2).map {
                String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
            }.joined(separator: ":")
        case .cname, .ptr: return name()
        case .mx: return number().flatMap { preference in name().map { "\(preference) \($0)" } }
        case .txt:
            var text: [UInt8] = []
            while index < end {
                let length = Int(bytes[index])
                guard index + 1 + length <= end else { return nil }
                text += bytes[(index + 1)..<(index + 1 + length)]
                index += 1 + length
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
