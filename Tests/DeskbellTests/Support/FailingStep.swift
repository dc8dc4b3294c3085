import TestKit
import Testing

/// One way in which one step of an SMTP session fails, and what must become of the mail.
struct FailingStep: Sendable, CustomTestStringConvertible {
    enum Fate: Equatable, Sendable {
        /// It goes out later, once.
        case later
        /// It is given up, with the reason beside it.
        case refused
        /// The server may have it, and has it so many times: shown as such, and left to a person.
        case unknown(copies: Int)
        /// It has gone out, whatever happened.
        case sent

        /// How many the recipient has got in the end.
        var copies: Int {
            switch self {
            case .later, .sent: 1
            case .refused: 0
            case .unknown(let copies): copies
            }
        }
    }

    /// For how long nothing is sent from the mailbox.
    enum Pause: Sendable {
        /// It is about this mail alone.
        case none
        /// Until the server may be back.
        case brief
        /// The server wants less mail (421, 452).
        case slow
        /// Somebody must change a setting (530, 535, a certificate).
        case account

        var seconds: ClosedRange<Double> {
            switch self {
            case .none: 0...0
            case .brief: 0.1...5
            case .slow: 60...120
            case .account: 600...900
            }
        }
    }

    let step: SMTPStep
    let fault: SMTPFault
    let fate: Fate
    let pause: Pause
    var fileBytes = 0
    /// Whether the server takes the envelope in one go (RFC 2920).
    var isPipelined = true

    var options: SMTPSink.Options {
        SMTPSink.Options(extensions: (isPipelined ? ["PIPELINING"] : []) + ["8BITMIME", "ENHANCEDSTATUSCODES"])
    }

    var isSilent: Bool { fault == .silence || fault == .stall }

    var testDescription: String {
        let what =
            switch fault {
            case .cut: "the connection is cut"
            case .silence: "silence"
            case .stall: "nothing more is taken"
            case .reply(let line): line
            case .delay(let time): "\(time) late"
            }
        return "\(step)\(isPipelined ? "" : ", one command at a time"): \(what)"
    }

    static let all = beforeTheMail + envelope + envelope.map(\.unpipelined) + content + afterwards

    private var unpipelined: FailingStep {
        var step = self
        step.isPipelined = false
        return step
    }

    private static let beforeTheMail: [FailingStep] =
        [.connect, .hello, .startTLS, .handshake, .securedHello, .authenticate].flatMap { step in
            [
                FailingStep(step: step, fault: .cut, fate: .later, pause: .brief),
                FailingStep(step: step, fault: .silence, fate: .later, pause: .brief),
            ]
        } + [
            says(.connect, "421 4.3.2 Too many connections", .later, .slow),
            says(.connect, "554 5.3.2 No SMTP service here", .later, .account),
            says(.hello, "421 4.3.2 Shutting down", .later, .slow),
            says(.hello, "451 4.3.0 Not now", .later, .brief),
            says(.startTLS, "454 4.7.0 TLS not available", .later, .brief),
            says(.startTLS, "421 4.7.0 Not now", .later, .slow),
            says(.securedHello, "421 4.3.2 Shutting down", .later, .slow),
            says(.authenticate, "454 4.7.0 Temporary authentication failure", .later, .brief),
            says(.authenticate, "421 4.7.0 Too many logins", .later, .slow),
            says(.authenticate, "535 5.7.8 Bad credentials", .later, .account),
            says(.authenticate, "534 5.7.9 Use an app password", .later, .account),
        ]

    private static let envelope: [FailingStep] =
        [.sender, .recipient, .data].flatMap { step in
            [
                FailingStep(step: step, fault: .cut, fate: .later, pause: .none),
                FailingStep(step: step, fault: .silence, fate: .later, pause: .none),
                says(step, "451 4.3.0 Try again later", .later, .none),
                says(step, "421 4.3.2 Shutting down", .later, .slow),
                says(step, "452 4.3.1 Full", .later, .slow),
                says(step, "530 5.7.0 Authentication required", .later, .account),
            ]
        } + [
            says(.sender, "553 5.7.1 Sender address rejected: not owned by auth user", .later, .account),
            says(.sender, "550 5.7.1 Not for you", .later, .account),
            says(.recipient, "553 5.7.1 <x>: Sender address rejected: not owned by user x", .later, .account),
            says(.recipient, "550 5.7.1 Not for you", .refused, .none),
            says(.data, "550 5.7.1 Not for you", .refused, .none),
            says(.recipient, "552 5.5.3 Too many recipients", .later, .none),
            says(.recipient, "450 4.2.0 Greylisted", .later, .none),
            says(.recipient, "550 5.1.90 You have reached your daily limit for message recipients", .later, .slow),
            says(.data, "550 5.4.5 Daily user sending limit exceeded", .later, .slow),
            says(.data, "554 5.5.1 No valid recipients", .refused, .none),
        ]

    private static let content: [FailingStep] = [
        FailingStep(step: .message, fault: .cut, fate: .later, pause: .none, fileBytes: 6 << 20),
        FailingStep(step: .message, fault: .stall, fate: .later, pause: .none, fileBytes: 16 << 20),
        FailingStep(step: .message, fault: .silence, fate: .unknown(copies: 0), pause: .none),
        FailingStep(step: .end, fault: .cut, fate: .unknown(copies: 0), pause: .none),
        FailingStep(step: .end, fault: .silence, fate: .unknown(copies: 0), pause: .none),
        says(.end, "451 4.3.2 Not now", .later, .none),
        says(.end, "421 4.3.2 Shutting down", .later, .slow),
        says(.end, "452 4.3.1 Full", .later, .slow),
        says(.end, "554 5.6.0 We do not want this", .refused, .none),
        says(.end, "552 5.3.4 Too big", .refused, .none),
        FailingStep(step: .kept, fault: .cut, fate: .unknown(copies: 1), pause: .none),
        FailingStep(step: .kept, fault: .silence, fate: .unknown(copies: 1), pause: .none),
    ]

    private static let afterwards: [FailingStep] = [
        FailingStep(step: .quit, fault: .cut, fate: .sent, pause: .none),
        FailingStep(step: .quit, fault: .silence, fate: .sent, pause: .none),
        says(.quit, "421 4.3.2 Shutting down", .sent, .none),
        says(.quit, "500 5.5.2 What?", .sent, .none),
    ]

    private static func says(_ step: SMTPStep, _ line: String, _ fate: Fate, _ pause: Pause) -> FailingStep {
        FailingStep(step: step, fault: .reply(line), fate: fate, pause: pause)
    }
}
