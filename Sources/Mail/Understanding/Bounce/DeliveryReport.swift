/// What happened to a message for one recipient (RFC 3464 §2.3).
public struct DeliveryStatus: Sendable, Hashable {
    /// The recipient; empty if the report does not tell.
    public var address: String
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
    public var action: String
    /// The most specific status code that the report holds, as `5.1.1`; empty if there is none.
    public var status: String
    /// The address is no good: never send to it again.
    public var isHard: Bool
    /// The words of the server that refused; empty if there are none.
    public var diagnostic: String

    /// The fields as they are.
    public init(address: String, action: String, status: String, isHard: Bool, diagnostic: String) {
        self.address = address
        self.action = action
        self.status = status
        self.isHard = isHard
        self.diagnostic = diagnostic
    }
}

/// A bounce, a delay or another report about a mail of ours.
public struct DeliveryReport: Sendable {
    /// One for each recipient that the report speaks of; may be empty for reports in plain words.
    public var recipients: [DeliveryStatus]
    /// Message-ID of the mail that the report is about, without brackets.
    public var originalMessageID: String?
    /// The header of that mail, as far as it was returned. It is as foreign as the rest of the report.
    public var originalHeaders: Headers?

    /// Whether it tells of a failure or a delay, and not of success alone.
    public var isBounce: Bool {
        recipients.isEmpty || recipients.contains { $0.action == "failed" || $0.action == "delayed" }
    }
}

extension Email {
    /// nil if this is no delivery report.
    public func deliveryReport() -> DeliveryReport? {
        DeliveryReportReader(self).read()
    }
}
