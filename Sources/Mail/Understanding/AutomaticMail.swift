/// Whether a machine wrote a mail, and whether a machine may answer it (EMAIL: RFC 3834 §2, RFC 5230 §4.6).
public struct AutomaticMail: Sendable, Hashable {
    /// A machine wrote it: an auto-reply, a bounce, a newsletter, an alert. It is never dropped for that.
    public var isAutomatic: Bool
    /// An automatic reply may be sent. False for everything automatic and for whoever asks for silence.
    public var mayAnswer: Bool
    /// An absence note.
    public var outOfOffice: Bool
    /// What led to this, in plain words; empty for a human mail.
    public var reasons: [String]
}

extension Email {
    /// Looks at header fields, sender and the start of the subject; never at counters, which are the caller's (see the governor).
    public func automatic() -> AutomaticMail {
        var signs = AutomaticSigns(self)
        return signs.verdict()
    }
}
