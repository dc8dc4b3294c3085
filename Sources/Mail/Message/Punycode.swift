/// RFC 3492: a label of an internationalised domain in ASCII, without the `xn--`.
enum Punycode {
    static func encode(_ label: String) -> String {
        let input = label.unicodeScalars.map(\.value)
        guard input.count <= 63 else { return label }
        var output = input.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = output.count
        var handled = basic
        if basic > 0 { output.append(.hyphen) }
        var n: UInt32 = 128
        var delta = 0
        var bias = 72
        while handled < input.count {
            guard let next = input.filter({ $0 >= n }).min() else { break }
            delta += Int(next - n) * (handled + 1)
            n = next
            for scalar in input {
                if scalar < n { delta += 1 }
                guard scalar == n else { continue }
                appendVariableLength(delta, bias, &output)
                bias = adapt(delta, handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            n += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The letters of a label, without the `xn--` before it; nil if it is none.
    static func decode(_ label: some StringProtocol) -> String? {
        let bytes = Array(label.utf8)
        guard bytes.count <= 63, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let hyphen = bytes.lastIndex(of: .hyphen)
        var output = bytes[..<(hyphen ?? 0)].map(UInt32.init)
        var (n, i, bias) = (128, 0, 72)
        var index = hyphen.map { $0 + 1 } ?? 0
        while index < bytes.count {
            let before = i
            var weight = 1
            var k = 36
            while true {
                guard index < bytes.count, let digit = value(bytes[index]) else { return nil }
                index += 1
                i += digit * weight
                let threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
                if digit < threshold { break }
                weight *= 36 - threshold
                guard i < 1 << 40, weight < 1 << 32 else { return nil }
                k += 36
            }
            bias = adapt(i - before, output.count + 1, isFirst: before == 0)
            n += i / (output.count + 1)
            i %= output.count + 1
            guard n <= 0x10FFFF else { return nil }
            output.insert(UInt32(n), at: i)
            i += 1
        }
        var scalars = String.UnicodeScalarView()
        for value in output {
            guard let scalar = Unicode.Scalar(value) else { return nil }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    private static func value(_ digit: UInt8) -> Int? {
        switch digit.lowered {
        case 0x61...0x7A: Int(digit.lowered) - 0x61
        case 0x30...0x39: Int(digit) - 0x30 + 26
        default: nil
        }
    }

    private static func appendVariableLength(_ delta: Int, _ bias: Int, _ output: inout [UInt8]) {
        var q = delta
        var k = 36
        while true {
            let threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
            if q < threshold { break }
            output.append(digit(threshold + (q - threshold) % (36 - threshold)))
            q = (q - threshold) / (36 - threshold)
            k += 36
        }
        output.append(digit(q))
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26)
    }

    private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var k = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }
}
