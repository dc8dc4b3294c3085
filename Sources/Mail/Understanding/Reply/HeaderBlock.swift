/// The head that Outlook and others put above the quoted mail: From, Sent, To, Subject.
struct HeaderBlock {
    /// What a label stands for.
    enum Role: Hashable { case from, date, to, cc, subject, replyTo }

    /// Values by role, as they stand.
    private(set) var values: [Role: String] = [:]
    /// The number of lines.
    private(set) var length = 0

    private static let maximumLines = 12

    /// The block that begins at `index`: `minimum` of From, Date, To, Subject within a few lines, one of them From with
    /// somebody in it. nil if there is none.
    init?(_ lines: [TextLine], at index: Int, minimum: Int = 3) {
        guard lines[index].isShort, let (firstRole, _) = Self.field(lines[index]), firstRole != .cc else { return nil }
        var role: Role?
        var strangers = 0
        var position = index
        while position < lines.count, position - index < Self.maximumLines {
            let line = lines[position]
            if line.isEmpty {
                // HTML turned into text may have blank lines between the fields, and one ends the block.
                guard position + 1 < lines.count, Self.field(lines[position + 1]) != nil else { break }
            } else if let (found, value) = Self.field(line) ?? unknownField(line) {
                guard values[found] == nil else { break }
                values[found] = value
                role = found
                strangers = 0
                length = position - index + 1
            } else {
                strangers += 1
                guard let role, strangers <= 3, line.isShort, let before = values[role] else { break }
                // A folded value; but once all is there, the text has begun.
                if values.count >= 4, role == .subject { break }
                values[role] = "\(before) \(String(decoding: line.content, as: UTF8.self))".trimmed
                length = position - index + 1
            }
            position += 1
        }
        guard isHead(minimum) else { return nil }
    }

    /// A field whose label is in no list, within a head: its value tells when or to whom.
    private func unknownField(_ line: TextLine) -> (Role, String)? {
        guard values[.from] != nil, line.isShort, let colon = Self.colon(in: line.content),
            colon.lowerBound - line.content.startIndex <= 40
        else { return nil }
        let label = line.content[..<colon.lowerBound]
        let isLabel =
            label.split(separator: .space).count <= 3
            && label.allSatisfy { $0.isLetter || $0 >= 0x80 || $0 == .space || $0 == .star || $0 == .hyphen }
        guard isLabel, let first = line.content[colon.upperBound...].first,
            first.isBlank || first == .star || first == 0xC2
        else { return nil }
        let value = Self.marksTrimmed(line.content[colon.upperBound...])
        let said = WhenAndWho(Folding.folded(value)[...])
        let text = String(decoding: value, as: UTF8.self).trimmed
        if values[.date] == nil, said.hasDate, said.hasTime { return (.date, text) }
        return values[.date] != nil && values[.to] == nil && said.hasAddress ? (.to, text) : nil
    }

    /// "From: the store, to: the shop, date: 12 November" is a route: where From holds no address, the rest must be
    /// complete. Two fields are enough if they are an address and a point in time.
    private func isHead(_ minimum: Int) -> Bool {
        guard let from = values[.from], !from.isEmpty else { return false }
        let count = [Role.from, .date, .to, .subject].filter { values[$0] != nil }.count
        if count >= minimum && minimum < 3 { return true }
        let date = Folding.folded(values[.date] ?? "")
        let when = WhenAndWho(date[...])
        let hasAddress = from.utf8.contains(.at)
        // Programs write the time, or the month in letters: a bank's form says "Date: 09.11.2026".
        if count >= 4 { return hasAddress || when.hasTime || date.contains { $0.isLetter || $0 >= 0x80 } }
        return count == 3
            ? hasAddress || when.hasDate && values[.subject] != nil
            : count == 2 && hasAddress && when.hasDate && when.hasTime
    }

    /// Fields without colons, as eM Client writes them below its separator: `From "Ann" <ann@example.org>`. All that makes
    /// a head must be there.
    init?(bare lines: [TextLine], at index: Int) {
        for line in lines[index...].prefix(Self.maximumLines) {
            guard let (role, value) = Self.bareField(line), values[role] == nil else { break }
            values[role] = value
            length += 1
        }
        guard values[.from]?.utf8.contains(.at) == true, values[.date] != nil, isHead(3) else { return nil }
    }

    private static func bareField(_ line: TextLine) -> (Role, String)? {
        guard line.isShort, let blank = line.content.firstIndex(of: .space) else { return nil }
        let label = Folding.folded(line.content[..<blank])
        guard let role = HeaderLabels.roles[String(decoding: label, as: UTF8.self)] else { return nil }
        return (role, String(decoding: line.content[blank...], as: UTF8.self).trimmed)
    }

    /// Fields that stand in one line, as Yahoo writes them: `From: Ann <a@b>To: Ben <c@d>Sent: …`.
    init?(inline text: String) {
        var open: (role: Role, start: String.Index)?
        for colon in text.indices where text[colon] == ":" || text[colon] == "：" {
            guard let (role, start) = Self.label(before: colon, in: text), values[role] == nil else { continue }
            if let open { values[open.role] = String(text[open.start..<start]).trimmed }
            values[role] = ""
            open = (role, text.index(after: colon))
        }
        if let open { values[open.role] = String(text[open.start...]).trimmed }
        guard values.count >= 2, values[.from]?.isEmpty == false else { return nil }
        length = 1
    }

    /// The longest label that ends at a colon.
    private static func label(before colon: String.Index, in text: String) -> (Role, String.Index)? {
        var found: (Role, String.Index)?
        var start = colon
        for _ in 0..<24 where start > text.startIndex {
            start = text.index(before: start)
            if let role = HeaderLabels.roles[text[start..<colon].lowercased().trimmed], text[start] != " " {
                found = (role, start)
            }
        }
        return found
    }

    /// The role and value of `Label: value`; nil for other lines.
    static func field(_ line: TextLine) -> (Role, String)? {
        guard line.isShort, let colon = colon(in: line.content), colon.lowerBound > line.content.startIndex else {
            return nil
        }
        let label = marksTrimmed(Folding.folded(line.content[..<colon.lowerBound])[...])
        guard let role = HeaderLabels.roles[String(decoding: label, as: UTF8.self)] else { return nil }
        return (role, String(decoding: marksTrimmed(line.content[colon.upperBound...]), as: UTF8.self).trimmed)
    }

    /// Without blanks, stars and underscores (bold in plain text) at either end.
    private static func marksTrimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isMark(_ byte: UInt8) -> Bool { byte.isWhitespace || byte == .star || byte == .underscore }
        var text = text
        while let first = text.first, isMark(first) { text = text.dropFirst() }
        while let last = text.last, isMark(last) { text = text.dropLast() }
        return text
    }

    /// The first colon, ASCII or full-width, near the start.
    private static func colon(in content: ArraySlice<UInt8>) -> Range<Int>? {
        for index in content.indices.prefix(48) {
            if content[index] == .colon { return index..<(index + 1) }
            if content[index...].starts(with: [0xEF, 0xBC, 0x9A]) { return index..<(index + 3) }
        }
        return nil
    }
}

/// The labels of header blocks in the languages of mail programs.
enum HeaderLabels {
    static let roles: [String: HeaderBlock.Role] = {
        var roles: [String: HeaderBlock.Role] = [:]
        for label in from { roles[label] = .from }
        for label in date { roles[label] = .date }
        for label in to { roles[label] = .to }
        for label in cc { roles[label] = .cc }
        for label in subject { roles[label] = .subject }
        for label in replyTo { roles[label] = .replyTo }
        return roles
    }()

    private static let from = [
        "from", "sender", "nadawca", "от", "от кого", "отправитель", "від", "von", "de", "da", "van", "od", "fra",
        "från",
        "lähettäjä", "kimden",
        "gönderen", "보낸 사람", "보낸사람", "发件人", "寄件者",
        "寄件人", "差出人", "από", "feladó", "expeditor", "de la", "från", "saatja", "nuo", "no", "від кого", "ot",
        "pošiljatelj", "šalje", "dari", "từ", "od koho", "frá", "מאת", "من", "ад", "кімнен", "од", "no:", "จาก",
        "odosielateľ", "nork", "از", "प्रेषक", "mittente", "expéditeur", "remitente", "remetente",
        "absender", "afzender", "avsender", "afsender", "avsändare", "odesílatel", "भेजने वाला",
    ]
    private static let date = [
        "sent", "date", "dată", "отправлено", "дата", "отправлен", "надіслано", "gesendet", "datum", "am", "envoyé",
        "enviado",
        "enviado el", "fecha", "enviada em", "enviado em", "data",
        "inviato", "verzonden", "wysłano", "sendt", "dato", "skickat", "lähetetty", "päivämäärä", "päiväys",
        "gönderilen", "gönderme tarihi", "gönderildi", "tarih", "보낸 날짜", "날짜", "发送时间", "日期", "發送時間", "寄件日期",
        "送信日時", "日時", "日付", "ημερομηνία", "elküldve", "dátum", "trimis", "odesláno", "odoslané", "enviada", "dia",
        "poslano", "tanggal", "ngày", "date d'envoi", "תאריך", "التاريخ",
        "envoye", "date d’envoi", "kuupäev", "data de envio", "dátum:", "datums", "изпратено", "saadetud", "nosūtīts",
        "sūtīts", "išsiųsta", "послато",
        "адпраўлена", "жіберілді", "terkirim", "đã gửi", "נשלח", "تاريخ الإرسال", "تم الإرسال", "ส่ง", "enviat",
        "sent on", "отправленные", "发送日期", "傳送日期", "gesendet am", "envoyé le", "inviato il", "időpont", "küldve",
        "傳送時間", "보낸 시간", "보낸시간", "στάλθηκε", "poslato", "dikirim", "bidalia",
        "enviado o", "ارسال شده", "تاریخ", "भेजा गया", "दिनांक", "gesendet um", "verzonden op",
    ]
    private static let to = [
        "to", "кому", "an", "à", "a", "para", "aan", "do", "til", "till", "vastaanottaja", "kime", "alıcı", "받는 사람",
        "받는사람", "收件人", "收件者", "宛先", "προς", "címzett",
        "către", "komu", "destinatario", "destinataire", "pre", "za", "adressat", "kepada", "đến", "pour", "для", "לאת",
        "אל", "إلى", "vastaanottajat",
        "naar", "a:", "catre", "per", "adresat", "prima", "до", "adressaat", "kam", "за", "каму", "кімге", "per a",
        "ถึง",
        "tới", "příjemce", "recipient", "получатель", "одержувач", "nori", "به", "प्रति",
    ]
    private static let cc = [
        "cc", "copy", "копия", "kopie", "копія", "cópia", "copia", "kopia", "kopi", "kopio", "bilgi", "참조", "抄送", "副本",
        "cc:", "κοιν.", "másolat", "kópia", "bcc", "скрытая копия",
    ]
    private static let subject = [
        "subject", "тема", "naslov", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "temat", "emne",
        "ämne",
        "aihe", "konu", "제목", "主题", "主題", "件名", "主旨",
        "θέμα", "tárgy", "subiect", "předmět", "predmet", "tema", "sujet", "subjek", "chủ đề", "teema", "נושא",
        "الموضوع", "re", "efni", "относно", "zadeva", "наслов", "тэма", "тақырып", "temats", "assumpte", "เรื่อง", "gaia",
        "موضوع", "विषय", "主 题", "主 題", "标题", "表題",
    ]
    private static let replyTo = [
        "reply-to", "reply to", "antwort an", "ответить", "répondre à", "responder a", "rispondi a", "svar til",
        "svara till",
    ]
}
