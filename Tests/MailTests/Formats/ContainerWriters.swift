/// Writes winmail.dat (MS-OXTNEF) for the tests.
enum TNEFWriter {
    static func stream(_ attributes: [[UInt8]]) -> [UInt8] {
        number(0x223E_9F78) + [1, 0] + attributes.flatMap(\.self)
    }

    /// Properties of the message: id, type, bytes.
    static func message(_ properties: [(UInt16, UInt16, [UInt8])]) -> [UInt8] {
        attribute(1, 0x0006_9003, packed(properties))
    }

    static func file(title: String, content: [UInt8], longName: String?) -> [UInt8] {
        var bytes = attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14))
        bytes += attribute(2, 0x0001_8010, Array(title.utf8) + [0])
        if let longName { bytes += attribute(2, 0x0006_9005, packed([(0x3707, 0x001F, unicode(longName))])) }
        return bytes + attribute(2, 0x0006_800F, content)
    }

    static func unicode(_ text: String) -> [UInt8] {
        (Array(text.utf16) + [0]).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    /// RTF in the container of compressed RTF, but as it is.
    static func storedRTF(_ rtf: String) -> [UInt8] {
        number(UInt32(rtf.utf8.count + 12)) + number(UInt32(rtf.utf8.count)) + number(0x414C_454D) + number(0)
            + Array(rtf.utf8)
    }

    private static func packed(_ properties: [(UInt16, UInt16, [UInt8])]) -> [UInt8] {
        var bytes = number(UInt32(properties.count))
        for (id, type, content) in properties {
            bytes += number(UInt32(id) << 16 | UInt32(type)) + number(1) + number(UInt32(content.count)) + content
            bytes += [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
        }
        return bytes
    }

    private static func attribute(_ level: UInt8, _ tag: UInt32, _ content: [UInt8]) -> [UInt8] {
        let sum = content.reduce(UInt32(0)) { $0 &+ UInt32($1) }
        return [level] + number(tag) + number(UInt32(content.count)) + content + number(sum).prefix(2)
    }

    private static func number(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

/// Writes opaque S/MIME (RFC 5652) for the tests, with nothing but the content in it.
enum CMSWriter {
    private static let signed: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    private static let plain: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]

    static func signedData(_ content: [UInt8], isIndefinite: Bool) -> [UInt8] {
        let wrap: (UInt8, [UInt8]) -> [UInt8] = { tag, bytes in
            isIndefinite ? [tag, 0x80] + bytes + [0, 0] : element(tag, bytes)
        }
        let half = content.count / 2
        let octets =
            isIndefinite
            ? wrap(0x24, element(0x04, Array(content[..<half])) + element(0x04, Array(content[half...])))
            : element(0x04, content)
        let enclosed = wrap(0x30, plain + wrap(0xA0, octets))
        return wrap(0x30, signed + wrap(0xA0, wrap(0x30, [0x02, 0x01, 0x01] + element(0x31, []) + enclosed)))
    }

    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        guard content.count >= 128 else { return [tag, UInt8(content.count)] + content }
        let length = content.count
        return [tag, 0x83] + [16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + content
    }
}

/// Writes BinHex 4.0 (RFC 1741) for the tests.
enum BinHexWriter {
    private static let alphabet = Array("!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr")

    static func digits(name: String, content: [UInt8]) -> String {
        var bytes: [UInt8] = [UInt8(name.utf8.count)] + Array(name.utf8) + [0] + Array("TEXTttxt".utf8) + [0, 0]
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: content.count >> $0) } + [0, 0, 0, 0, 0, 0]
        bytes += content + [0, 0, 0, 0]
        var text = ""
        var bits = 0
        var count = 0
        for byte in repeated(bytes) + [0, 0] {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[bits >> count & 63])
            }
        }
        return text
    }

    /// Runs of four and more as a count, the mark itself escaped.
    private static func repeated(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            var end = index + 1
            while end < bytes.count, bytes[end] == bytes[index], end - index < 255 { end += 1 }
            if bytes[index] == 0x90 {
                output += [0x90, 0]
                index += 1
            } else if end - index > 3 {
                output += [bytes[index], 0x90, UInt8(end - index)]
                index = end
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }
}
