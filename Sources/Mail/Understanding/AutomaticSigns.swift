/// Collects the signs of automatic mail one rule at a time.
struct AutomaticSigns {
    private let mail: Email
    /// What is ours between the writer and us.
    private let intermediary: Intermediary?
    private var reasons: [String] = []
    private var isAutomatic = false
    private var isOutOfOffice = false

    init(_ mail: Email, through intermediary: Intermediary? = nil) {
        self.mail = mail
        self.intermediary = intermediary
    }

    mutating func verdict() -> AutomaticMail {
        autoSubmitted()
        nullSender()
        contentType()
        precedence()
        lists()
        suppression()
        vendorFields()
        loops()
        systemSender()
        subject()
        calendar()
        encrypted()
        if mail.deliveryReport() != nil { sign("delivery report") }
        return AutomaticMail(
            isAutomatic: isAutomatic, mayAnswer: reasons.isEmpty, outOfOffice: isOutOfOffice, reasons: reasons)
    }

    private mutating func sign(_ reason: String) {
        isAutomatic = true
        if !reasons.contains(reason) { reasons.append(reason) }
    }

    /// RFC 3834 §5: everything but `no`; the keyword ends at a `;` or a comment.
    private mutating func autoSubmitted() {
        for value in mail.headers.all("Auto-Submitted") {
            let keyword = value.prefix { $0 != ";" && $0 != "(" }.lowercased().trimmed
            // A form is a machine, and what it mails is a person's word.
            if keyword == "auto-generated", intermediary == .form { continue }
            if keyword != "no" { sign("Auto-Submitted: \(keyword)") }
        }
    }

    private mutating func nullSender() {
        if mail.returnPath == .null { sign("Return-Path: <>") }
    }

    private mutating func contentType() {
        if mail.type.type == "multipart", mail.type.subtype == "report" { sign("multipart/report") }
        if mail.content.reports.contains(where: { $0.mimeType == "message/feedback-report" })
            || mail.subject.hasPrefix("complaint about message from ")
        {
            sign("complaint")
        }
        if mail.type.name == "message/delivery-status" || mail.type.name == "message/disposition-notification" {
            sign(mail.type.name)
        }
    }

    private mutating func precedence() {
        guard intermediary != .form else { return }
        for name in ["Precedence", "X-Precedence"] {
            for value in mail.headers.all(name) {
                let word = value.lowercased().trimmed
                if word == "list", ownList != nil { continue }
                if ["bulk", "junk", "list", "auto_reply", "auto-reply"].contains(word) { sign("\(name): \(word)") }
            }
        }
    }

    private var ownList: ListField? {
        if case .list(let address)? = intermediary { ListField(list: address) } else { nil }
    }

    private mutating func lists() {
        guard intermediary != .form else { return }
        let fields = [
            "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Post", "List-Help", "List-Subscribe",
            "List-Owner", "List-Archive",
            "Mailing-List",
            "X-Mailing-List", "X-BeenThere", "X-Mailman-Version", "X-ML-Name", "X-MLServer", "X-ML-Info",
        ]
        let own = ownList
        for name in fields
        where mail.headers.all(name).contains(where: { !$0.isEmpty && own?.isOwn(name, $0) != true }) { sign(name) }
    }

    /// A request for silence, which people's mail from Exchange carries too: it makes nothing automatic.
    private mutating func suppression() {
        guard intermediary != .form else { return }
        for value in mail.headers.all("X-Auto-Response-Suppress") {
            let words = value.lowercased().split(whereSeparator: { $0 == "," || $0 == ";" || $0 == " " })
            if words.contains(where: { ["all", "oof", "autoreply"].contains($0) }) {
                reasons.append("X-Auto-Response-Suppress: \(value.lowercased())")
            }
        }
    }

    private mutating func vendorFields() {
        // These are written by machines alone, be they empty.
        let marks = [
            "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply", "X-Autoreply-Domain", "X-Autoresponse",
            "X-Failed-Recipients",
        ]
        for name in marks where mail.headers.all(name).contains(where: { !Self.negations.contains($0.lowercased()) }) {
            sign(name)
        }
        // Each maker has a field of his own, and they all call it by one of these words.
        for (name, value) in mail.headers.named(Self.answeringNames) where !name.contains("suppress") {
            guard !value.isEmpty, !Self.negations.contains(value.lowercased()) else { continue }
            // A desk's own mark, which it writes into letters of people as well: a request for silence.
            if name.contains("loop") { reasons.append(name) } else { sign(name) }
        }
        let pairs = [
            ("X-POST-MessageClass", "autoresponder"), ("X-AMAZON-MAIL-RELAY-TYPE", "notification"),
            ("Delivered-To", "autoresponder"),
            ("X-MS-Exchange-Generated-Message-Source", "mailbox rules agent"),
            ("X-Mailer", "vacation"), ("X-Mailer", "autorespon"), ("X-Mailer", "auto-respon"),
            ("X-Mailer", "autoreply"),
        ]
        for (name, word) in pairs where mail.headers.all(name).contains(where: { $0.lowercased().contains(word) }) {
            sign("\(name): \(word)")
        }
    }

    private static let negations: Set<String> = ["no", "false", "none", "0", "off"]

    private static let answeringNames = PhraseList([
        "autorepl", "auto-repl", "autorespon", "auto-respon", "autogenerated", "auto-generated", "autosubmitted",
        "vacation", "outofoffice", "out-of-office", "x-cron-env", "x-facebook-notify", "x-fc-machinegenerated",
        "-loop-prevention", "-otrs-loop", "-loop-detect",
    ])

    /// RFC 5321 §6.3 wants a hundred hops allowed for transport; nobody's mail to a help desk takes fifty.
    private mutating func loops() {
        if mail.headers.contains("X-Loop") { sign("X-Loop") }
        if mail.headers.all("Received").count > 50 { sign("more than 50 hops") }
    }

    /// RFC 5230 §4.6: addresses behind which nobody reads.
    private mutating func systemSender() {
        guard let address = mail.from, intermediary != .form, address.isSystem else { return }
        sign("sender \(address.localPart.lowercased())@")
    }

    private mutating func subject() {
        guard AutomaticSubjects.isAnswer(mail.subject) else { return }
        sign("subject of an automatic reply")
        isOutOfOffice = AutomaticSubjects.isAbsence(mail.subject)
    }

    /// Nobody here knows what it says; it makes nothing automatic.
    private mutating func encrypted() {
        if mail.defects.contains(.encrypted) { reasons.append("encrypted") }
    }

    private mutating func calendar() {
        if let method = mail.content.calendarMethod, ["reply", "cancel", "counter"].contains(method) {
            sign("calendar \(method)")
        }
    }
}
