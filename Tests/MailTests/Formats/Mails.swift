import Mail

/// Small mails of our own for the tests of this folder.
enum Mails {
    /// A message from header lines and a body; LF becomes CRLF.
    static func raw(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == 10, bytes.last != 13 { bytes.append(13) }
            bytes.append(byte)
        }
        return bytes
    }

    static func parse(_ text: String) -> Email { Email(parsing: raw(text)) }

    /// A plain text mail.
    static func plain(_ body: String, subject: String = "Re: Cannot sign in", headers: String = "") -> Email {
        parse(
            """
            From: Ann Customer <ann@customer.example>
            To: Support <support@desk.example>
            Subject: \(subject)
            Date: Tue, 10 Nov 2026 10:00:00 +0300
            Message-ID: <m1@customer.example>
            \(headers)MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            \(body)
            """)
    }

    /// A mail that is HTML alone.
    static func html(_ body: String) -> Email {
        parse(
            """
            From: Ann Customer <ann@customer.example>
            To: Support <support@desk.example>
            Subject: Re: Cannot sign in
            MIME-Version: 1.0
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 8bit

            \(body)
            """)
    }
}

/// Numbers that look random and are the same in every run (splitmix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
