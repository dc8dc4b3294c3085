import Foundation

/// What is checked of an answer: only what the source says.
struct CorpusChecks {
    struct Check {
        var what: String
        var holds: Bool
    }

    private let item: CorpusCase
    private let answer: CorpusAnswer
    private var checks: [Check] = []

    static func of(_ item: CorpusCase, _ answer: CorpusAnswer) -> [Check] {
        var checks = CorpusChecks(item: item, answer: answer)
        switch item.kind {
        case "mime": checks.mime()
        case "reply": checks.reply()
        case "bounce": checks.bounce()
        case "auto": checks.automatic()
        case "forward": checks.forward()
        default: checks.header()
        }
        return checks.checks
    }

    private init(item: CorpusCase, answer: CorpusAnswer) {
        self.item = item
        self.answer = answer
    }

    private mutating func check(_ what: String, _ holds: Bool) { checks.append(Check(what: what, holds: holds)) }

    private func told(_ key: String) -> JSONValue? { item.expected[key] }

    // MARK: MIME

    private mutating func mime() {
        mimeHeader()
        mimeText()
        mimeFiles()
        if told("is_auto")?.bool == false { check("may_answer", answer.automatic.may_answer) }
        if let requester = told("requester_email")?.string {
            let have = answer.forwarded.address.flatMap { $0.isEmpty ? nil : $0 } ?? answer.from?.address
            check("requester", Comparison.address(have) == Comparison.address(requester))
        }
    }

    private mutating func mimeHeader() {
        if let subject = told("subject") {
            check("subject", Comparison.same(answer.subject, subject.string ?? "", "collapse"))
        }
        if let name = told("from_name") {
            check("from_name", Comparison.same(answer.from?.name, name.string ?? "", "collapse"))
        }
        if let address = told("from_email") {
            check("from_email", Comparison.address(answer.from?.address) == Comparison.address(address.string))
        }
        if let from = told("from")?.list, !from.isEmpty {
            check("from", Self.pairs(from).contains(Self.pair(answer.from?.address, answer.from?.name)))
        }
        for key in ["to", "cc", "reply_to"] {
            let have = answer.people(key)
            if let list = told(key)?.list, list.allSatisfy({ $0["address"] != nil }) {
                check(key, have.map { Self.pair($0.address, $0.name) }.sorted() == Self.pairs(list))
            }
            if let emails = told("\(key)_emails")?.list {
                let wanted = emails.map { Comparison.address($0.string) }.sorted()
                check("\(key)_emails", have.map { Comparison.address($0.address) }.sorted() == wanted)
            }
        }
        if let id = told("message_id")?.string { check("message_id", Self.id(answer.message_id) == Self.id(id)) }
        if let id = told("in_reply_to")?.string {
            check("in_reply_to", Self.id(answer.in_reply_to.first) == Self.id(id))
        }
        if let list = told("references")?.list {
            check("references", answer.references.map(Self.id) == list.map { Self.id($0.string) })
        }
        dateCheck(told("date"))
    }

    private mutating func mimeText() {
        if let text = told("text"), told("body_type")?.string != "text/html" {
            check("text", Comparison.same(answer.text, text.string ?? "", told("text_compare")?.string))
        }
        for part in told("text_contains")?.strings ?? [] {
            check("text_contains", Self.contains(Comparison.collapsed(answer.text), Comparison.collapsed(part)))
        }
        if let start = told("text_starts_with")?.string {
            check("text_starts_with", Comparison.bare(answer.text).hasPrefix(Comparison.bare(start)))
        }
        for part in told("html_contains")?.strings ?? [] {
            check("html_contains", Self.contains(Comparison.collapsed(answer.html), Comparison.collapsed(part)))
        }
        if let html = told("html") { check("html", Comparison.same(answer.html, html.string ?? "", "nospace")) }
    }

    private mutating func mimeFiles() {
        for want in told("attachments")?.list ?? [] {
            guard case .object = want else { continue }
            let isFound = answer.attachments.contains { file in
                let hash = want["sha256"]
                let name = want["filename"]?.string ?? ""
                return (hash == nil || file.sha256 == hash?.string)
                    && (name.isEmpty || Comparison.collapsed(file.filename) == Comparison.collapsed(name))
                    && (want["size"] == nil || hash != nil || want["size"]?.number == Double(file.file_size))
            }
            check("attachment", isFound)
        }
        if let count = told("attachment_count")?.number {
            check("attachment_count", Double(answer.attachments.count) == count)
        }
    }

    // MARK: Replies and forwards

    private mutating func reply() {
        if let data = Corpus.read("expected.txt", item.folder) { replyText(String(decoding: data, as: UTF8.self)) }
        let reply = Comparison.collapsed(answer.reply)
        for part in told("contains")?.strings ?? [] {
            check("contains", Self.contains(reply, Comparison.collapsed(part)))
        }
        for part in told("not_contains")?.strings ?? [] {
            check("not_contains", !Self.contains(reply, Comparison.collapsed(part)))
        }
        for part in told("quoted_contains")?.strings ?? [] {
            let quote = Comparison.bare(answer.quote)
            let bare = Comparison.bare(part)
            let unmarked = String(bare.drop { $0 == ">" })
            check("quoted_contains", Self.contains(quote.filter { $0 != ">" }, unmarked) || Self.contains(quote, bare))
        }
        if told("only_signature")?.isTruthy == true, let signature = told("signature") {
            let have = Self.withoutDashes(answer.signature)
            check("signature", Comparison.same(have, Self.withoutDashes(signature.string ?? ""), "nospace"))
        }
    }

    private mutating func replyText(_ want: String) {
        let isEmpty = Comparison.bare(want).isEmpty
        if told("first_fragment_only")?.isTruthy == true {
            let reply = Comparison.bare(answer.reply)
            check("reply", isEmpty ? reply.isEmpty : reply.hasPrefix(Comparison.bare(want)))
        } else if told("expect_unchanged")?.isTruthy == true {
            check("reply", Comparison.same(answer.reply, answer.text, "nospace"))
        } else {
            var form = told("output_format")?.string == "markdown" ? "nospace" : told("compare")?.string ?? "trimmed"
            var candidates = [answer.reply]
            if told("keeps_signature")?.isTruthy == true {
                candidates += ["\n", "\n-- \n", "\n--\n"].map { "\(answer.reply)\($0)\(answer.signature)" }
                form = "nospace"
            }
            check("reply", candidates.contains { Comparison.same($0, want, form) })
        }
        if !isEmpty { check("not empty", !Comparison.bare(answer.reply).isEmpty) }
    }

    private mutating func forward() {
        let forwarded = answer.forwarded
        if let isForward = told("forwarded")?.bool { check("is", forwarded.is == isForward) }
        if let sender = told("original_sender")?.string, !sender.isEmpty {
            check("sender", Comparison.address(forwarded.address) == Comparison.address(sender))
        }
        if let name = told("original_sender_name")?.string, !name.isEmpty {
            check("name", Comparison.same(forwarded.name, name, "collapse"))
        }
        if let subject = told("original_subject")?.string, !subject.isEmpty {
            check("subject", Comparison.same(forwarded.subject, subject, "collapse"))
        }
        if let body = told("original_body")?.string, !body.isEmpty {
            let start = String(String.UnicodeScalarView(Comparison.bare(body).unicodeScalars.prefix(400)))
            check("body", Self.contains(Comparison.bare(forwarded.text), start))
        }
    }

    // MARK: Machines

    private mutating func bounce() {
        if let isBounce = told("is_bounce")?.bool {
            check("is_bounce", answer.bounce.is == isBounce)
            if isBounce { check("never answered", !answer.automatic.may_answer) }
        }
        for want in told("recipients")?.list ?? [] {
            var rows = answer.bounce.recipients
            if let recipient = want["final_recipient"]?.string, !recipient.isEmpty {
                rows = rows.filter { Comparison.address($0.address) == Comparison.address(recipient) }
                check("recipient", !rows.isEmpty)
            }
            let isOther = ["feedback", "vacation", "delivered"].contains(want["reason"]?.string)
            if let hard = want["hard"]?.bool, !isOther { check("hard", rows.contains { $0.hard == hard }) }
        }
    }

    private mutating func automatic() {
        guard told("own_addresses") == nil, let mayAnswer = told("auto_response")?.bool else { return }
        check(
            mayAnswer ? "may be answered" : "must not be answered", answer.automatic.may_answer == mayAnswer)
        if told("out_of_office")?.isTruthy == true { check("out_of_office", answer.automatic.out_of_office) }
    }

    private mutating func header() {
        guard let want = told("expected") else { return }
        if told("header_kind")?.string == "address" {
            guard let groups = (want["List"] ?? want).list, groups.allSatisfy({ $0["address"]?.isTruthy == true })
            else {
                return
            }
            check("address", answer.cc.map { Self.pair($0.address, $0.name) }.sorted() == Self.pairs(groups))
        } else if told("header_kind")?.string == "date" {
            dateCheck(want)
        }
    }

    // MARK: Parts

    private mutating func dateCheck(_ expected: JSONValue?) {
        guard let text = expected?.string, let want = try? Date(text, strategy: .iso8601) else { return }
        check("date", answer.date.flatMap { try? Date($0, strategy: .iso8601) } == want)
    }

    private static func pair(_ address: String?, _ name: String?) -> String {
        "\(Comparison.address(address))\u{0}\(Comparison.collapsed(name))"
    }

    private static func pairs(_ people: [JSONValue]) -> [String] {
        people.map { pair($0["address"]?.string, $0["name"]?.string) }.sorted()
    }

    private static func id(_ text: String?) -> String {
        (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            .trimmingCharacters(in: CharacterSet(charactersIn: "<>"))
    }

    /// By bytes: Swift compares characters, in which "\r\n" and combined marks hide parts.
    private static func contains(_ text: String, _ part: String) -> Bool {
        part.isEmpty || Data(text.utf8).range(of: Data(part.utf8)) != nil
    }

    private static func withoutDashes(_ text: String) -> String {
        for dash in ["--", "—"] where text.hasPrefix(dash) { return String(text.dropFirst(dash.count)) }
        return text
    }
}
