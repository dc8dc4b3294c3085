/// What a server said in its answer to EHLO.
struct SMTPExtensions: Sendable, Hashable {
    var startTLS = false
    var pipelining = false
    var eightBitMIME = false
    var smtpUTF8 = false
    /// The largest message in bytes; `nil` where the server sets no limit.
    var maximumBytes: Int?
    var hasSize = false
    /// The mechanisms for signing in, in upper case.
    var mechanisms: Set<String> = []

    init() {}

    /// RFC 5321 §4.1.1.1: `ehlo-line = ehlo-keyword *( SP ehlo-param )`; the first line is a greeting.
    init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            // `AUTH=PLAIN` is what old servers of Microsoft wrote.
            let words = line.uppercased().replacing("AUTH=", with: "AUTH ").split(separator: " ").map(String.init)
            switch words.first {
            case "STARTTLS": startTLS = true
            case "PIPELINING": pipelining = true
            case "8BITMIME": eightBitMIME = true
            case "SMTPUTF8": smtpUTF8 = true
            case "AUTH": mechanisms.formUnion(words.dropFirst())
            case "SIZE":
                hasSize = true
                maximumBytes = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            default: break
            }
        }
    }
}
