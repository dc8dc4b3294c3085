/// ISO-2022-JP and EUC-JP written anew as Shift_JIS, for text that iconv refuses: Outlook and Windows (cp50220, cp51932)
/// put the marks of NEC and IBM into them, ① ㈱ № 髙, in rows that the standards leave open and Shift_JIS of Windows has.
///
/// All three number the same 94 rows of 94 characters, so that this is arithmetic.
enum ShiftJIS {
    /// What stands for a character that is none: SUB, which no text has.
    static let damaged: UInt8 = 0x1A

    /// The Shift_JIS bytes of ISO-2022-JP (RFC 1468), with half-width kana (`ESC ( I`, shift out). The end of a line ends
    /// what nobody ended.
    static func fromISO2022(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var set = Set.ascii
        var isShifted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .escape, let (next, length) = escape(bytes, index) {
                set = next
                index += length
            } else if byte == 0x0E || byte == 0x0F {
                isShifted = byte == 0x0E
                index += 1
            } else if byte <= .space || byte >= 0x7F {
                if byte == .lf || byte == .cr { (set, isShifted) = (.ascii, false) }
                output.append(byte)
                index += 1
            } else if isShifted || set == .kana {
                output.append(byte < 0x60 ? byte | 0x80 : damaged)
                index += 1
            } else if set == .ascii {
                output.append(byte)
                index += 1
            } else {
                let second = index + 1 < bytes.count ? bytes[index + 1] : 0
                let isPair = (0x21...0x7E).contains(second)
                put(row: set == .supplement || !isPair ? 0 : byte - 0x20, cell: second &- 0x20, into: &output)
                index += isPair ? 2 : 1
            }
        }
        return output
    }

    /// The Shift_JIS bytes of EUC-JP.
    static func fromEUC(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let second = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte < 0x80 {
                output.append(byte)
                index += 1
            } else if byte == 0x8E, (0xA1...0xDF).contains(second) {
                output.append(second)
                index += 2
            } else if byte == 0x8F, second >= 0xA1, index + 2 < bytes.count, bytes[index + 2] >= 0xA1 {
                output.append(damaged)
                index += 3
            } else if byte >= 0xA1, byte < 0xFF, (0xA1...0xFE).contains(second) {
                put(row: byte - 0xA0, cell: second - 0xA0, into: &output)
                index += 2
            } else {
                output.append(damaged)
                index += 1
            }
        }
        return output
    }

    private enum Set { case ascii, kana, standard, supplement }

    /// The set that an escape sequence calls, and the length of the sequence.
    private static func escape(_ bytes: [UInt8], _ index: Int) -> (Set, Int)? {
        let rest = bytes[(index + 1)...].prefix(3)
        let known: [(StaticString, Set)] = [
            ("$B", .standard), ("$@", .standard), ("(B", .ascii), ("(J", .ascii), ("(H", .ascii), ("(I", .kana),
            ("$(D", .supplement), ("$(B", .standard), ("$(@", .standard), ("$(O", .standard), ("$(Q", .standard),
        ]
        for (sequence, set) in known
        where rest.starts(with: UnsafeBufferPointer(start: sequence.utf8Start, count: sequence.utf8CodeUnitCount)) {
            return (set, sequence.utf8CodeUnitCount + 1)
        }
        return nil
    }

    /// Two rows of 94 share a first byte. Rows that Windows leaves open are damage.
    private static func put(row: UInt8, cell: UInt8, into output: inout [UInt8]) {
        switch row {
        case 1...8, 13, 16...84, 89...92: break
        default:
            output.append(damaged)
            return
        }
        output.append((row - 1) / 2 + (row <= 62 ? 0x81 : 0xC1))
        if row.isMultiple(of: 2) {
            output.append(cell + 0x9E)
        } else {
            output.append(cell + (cell <= 63 ? 0x3F : 0x40))
        }
    }
}
