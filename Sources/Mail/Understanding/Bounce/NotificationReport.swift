import FoundationEssentials

/// Bounces and complaints as JSON in a mail: Amazon SES tells of them through SNS, as `{"notificationType":"Bounce","bounce":{…}}`.
struct NotificationReport {
    /// What the notification says; nil where it tells of a delivery or of a complaint.
    private(set) var report: DeliveryReport?
    /// Who has reported the mail as spam; nil where it tells of something else.
    private(set) var complaint: ComplaintReport?

    private static let limit = 256 << 10

    /// nil if the mail is no notification of SES.
    init?(_ mail: Email) {
        guard mail.headers.contains("X-Amz-Sns-Message-Id") || mail.from?.domain.lowercased() == "sns.amazonaws.com",
            let object = Self.object(in: mail.text)
        else { return nil }
        let decoder = JSONDecoder()
        var notification = try? decoder.decode(Notification.self, from: Data(object))
        // Without "raw message delivery" the notification is a text inside the envelope of SNS.
        if let inner = notification?.Message {
            notification = try? decoder.decode(Notification.self, from: Data(inner.utf8))
        }
        let named = notification?.mail?.commonHeaders?.messageId.flatMap { MessageIDs.single(Array($0.utf8)) }
        let id = named ?? notification?.mail?.messageId
        if let bounce = notification?.bounce {
            let recipients = bounce.bouncedRecipients.prefix(500).map { Self.status($0, bounce) }
            report = DeliveryReport(recipients: Array(recipients), originalMessageID: id, originalHeaders: nil)
        } else if let complained = notification?.complaint, complained.complaintSubType == nil {
            let recipients = complained.complainedRecipients.prefix(500).map(\.emailAddress)
            complaint = ComplaintReport(recipients: Array(recipients), originalMessageID: id)
        } else {
            return nil
        }
    }

    /// From the first `{` at the start of a line to the last `}`. Relays cut long lines with `!`, a break and a blank.
    private static func object(in text: String) -> [UInt8]? {
        let bytes = Array(text.utf8.prefix(limit))
        guard let open = bytes.firstIndex(of: 0x7B), let close = bytes.lastIndex(of: 0x7D), open < close,
            open == 0 || bytes[open - 1] == .lf
        else { return nil }
        var object: [UInt8] = []
        object.reserveCapacity(close - open + 1)
        var index = open
        while index <= close {
            if bytes[index] == 0x21, index + 2 <= close, bytes[index + 1] == .lf, bytes[index + 2] == .space {
                index += 3
            } else {
                if bytes[index] != .lf { object.append(bytes[index]) }
                index += 1
            }
        }
        return object
    }

    /// A permanent bounce is hard unless the words of the server say otherwise.
    private static func status(_ recipient: Recipient, _ bounce: Bounce) -> DeliveryStatus {
        let diagnostic = StatusFields.withoutType(recipient.diagnosticCode ?? "")
        let code = StatusCode.best(status: recipient.status ?? "", diagnostic: diagnostic, text: "")
        let isPermanent = bounce.bounceType?.asciiLowered == "permanent"
        let isGeneral = ["general", "noemail", "suppressed", "onaccountsuppressionlist"].contains(
            bounce.bounceSubType?.asciiLowered)
        let isHard = BounceReason.isHard(
            recipient.emailAddress, status: code, diagnostic: diagnostic, text: "")
        return DeliveryStatus(
            address: Address.list(parsing: recipient.emailAddress).first?.address ?? "", action: "failed",
            status: code, isHard: isPermanent && (isHard || diagnostic.isEmpty && isGeneral), diagnostic: diagnostic)
    }

    // Named as SES names them.
    private struct Notification: Decodable {
        var Message: String?
        var bounce: Bounce?
        var complaint: Complaint?
        var mail: Original?
    }

    private struct Bounce: Decodable {
        var bounceType: String?
        var bounceSubType: String?
        var bouncedRecipients: [Recipient]
    }

    private struct Complaint: Decodable {
        var complainedRecipients: [Recipient]
        /// `OnAccountSuppressionList`: nothing was sent at all.
        var complaintSubType: String?
    }

    private struct Recipient: Decodable {
        var emailAddress: String
        var status: String?
        var diagnosticCode: String?
    }

    private struct Original: Decodable {
        var messageId: String?
        var commonHeaders: CommonHeaders?
    }

    private struct CommonHeaders: Decodable {
        var messageId: String?
    }
}
