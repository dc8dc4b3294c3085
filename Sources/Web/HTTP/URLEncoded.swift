/// `application/x-www-form-urlencoded` (WHATWG URL, 5.1), for queries and forms.
enum URLEncoded {
    /// The pairs in their order; `nil` where there are more than `limit`.
    static func pairs(_ bytes: [UInt8], limit: Int) -> [(String, String)]? {
        bytePairs(bytes, limit: limit)?.map { ($0, String(decoding: $1, as: UTF8.self)) }
    }

    /// The same with the values' bytes, for values that are no UTF-8.
    static func bytePairs(_ bytes: [UInt8], limit: Int) -> [(String, [UInt8])]? {
        var pairs: [(String, [UInt8])] = []
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < limit else { return nil }
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = String(decoding: decoded(part[..<equals]), as: UTF8.self)
            pairs.append((name, decoded(part[equals...].dropFirst())))
        }
        return pairs
    }

    private static func decoded(_ part: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(part.count)
        var index = part.startIndex
        while index < part.endIndex {
            let byte = part[index]
            if byte == UInt8(ascii: "%"), index + 2 < part.endIndex,
                let high = part[index + 1].hexadecimalValue, let low = part[index + 2].hexadecimalValue
            {
                result.append(high << 4 | low)
                index += 3
                continue
            }
            result.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
        return result
    }
}

extension UInt8 {
    fileprivate var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
