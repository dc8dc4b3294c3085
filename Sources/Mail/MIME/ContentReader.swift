/// Walks over the parts and chooses what is the body (RFC 2046 §5.1).
struct ContentReader {
    private let raw: UnsafeBufferPointer<UInt8>
    let parts: [MIMEPart]
    let limits: ParsingLimits
    private let deadline: ContinuousClock.Instant
    /// In how many signatures this content was wrapped.
    let wrapping: Int
    /// The first charset that a part names: what raw bytes in names mean.
    private let charset: String?
    var content = MessageContent()

    typealias Body = MessageContent.Body

    static func read(
        _ raw: UnsafeBufferPointer<UInt8>, _ parts: [MIMEPart], limits: ParsingLimits, wrapping: Int = 0
    ) -> MessageContent {
        var reader = ContentReader(raw: raw, parts: parts, limits: limits, wrapping: wrapping)
        var body = reader.body(of: 0)
        if body.isEmpty, let named = reader.namedBody() { body = named }
        // Outlook repeats in winmail.dat what stands beside it, and more of it.
        let outlook = reader.content.outlook
        reader.content.plain = body.plain?.isBlank ?? true ? outlook?.plain ?? body.plain : body.plain
        reader.content.html = body.html ?? outlook?.html
        return reader.content
    }

    private init(
        raw: UnsafeBufferPointer<UInt8>, parts: [MIMEPart], limits: ParsingLimits, wrapping: Int
    ) {
        self.raw = raw
        self.parts = parts
        self.limits = limits
        self.wrapping = wrapping
        charset = parts.lazy.compactMap { $0.type.parameters["charset"] }.first
        deadline = ContinuousClock.now + limits.time
    }

    /// Depth is limited by the parser, so this may recurse.
    private mutating func body(of index: Int) -> Body {
        let part = parts[index]
        guard part.type.isMultipart else { return leaf(index) }
        switch part.type.subtype {
        case "alternative": return alternative(index)
        case "related": return related(index)
        case "signed": return signed(index)
        case "appledouble": return appleDouble(index)
        case "encrypted":
            content.defects.note(.encrypted)
            for child in children(of: index) { attachAll(child) }
            return Body()
        default: return mixed(index)
        }
    }

    private func children(of index: Int) -> [Int] {
        var list: [Int] = []
        var child = index + 1
        while child < parts[index].end {
            list.append(child)
            child = parts[child].end
        }
        return list
    }

    /// The richest form that has something in it: the last one, text and HTML each. A second part of a type that has
    /// spoken is no richer form: gateways put their notice there.
    private mutating func alternative(_ index: Int) -> Body {
        var chosen = Body()
        var spoken: Set<String> = []
        for child in children(of: index) {
            let type = parts[child].type
            let isRepeated = !type.isMultipart && spoken.contains(type.name)
            // A form of the text may have a name; what has one and is no other form is a file.
            let body = type.isMultipart ? body(of: child) : leaf(child, mayHaveName: !isRepeated)
            if let plain = body.plain, chosen.plain == nil || !plain.isBlank && !isRepeated { chosen.plain = plain }
            if let html = body.html, chosen.html == nil || !html.isBlank && !isRepeated { chosen.html = html }
            if !(body.plain ?? body.html ?? "").isBlank { spoken.insert(type.name) }
        }
        return chosen
    }

    /// A text that has a name like a file, and is all that the mail says: it stays a file as well.
    private mutating func namedBody() -> Body? {
        let named = parts.indices.first {
            ["text/plain", "text/html"].contains(parts[$0].type.name)
                && disposition(of: $0)?.value != "attachment" && fileName(of: $0) != nil
        }
        guard let named else { return nil }
        return parts[named].type.subtype == "html"
            ? Body(html: text(named, isHTML: true)) : Body(plain: plainText(named))
    }

    /// RFC 2387: the root is the part that `start` names, else the first; but where that is a picture, the first text.
    private mutating func related(_ index: Int) -> Body {
        let list = children(of: index)
        let start = parts[index].type.parameters["start"].map(Self.bareID)
        let root =
            list.first { start != nil && contentID(of: $0) == start } ?? list.first { mayBeRoot($0) } ?? list.first
        var chosen = BodySequence()
        for child in list {
            if child == root || parts[child].type.isMultipart {
                chosen.add(body(of: child))
            } else if !isAttachment(child), parts[child].type.type == "text", contentID(of: child) == nil {
                chosen.add(body(of: child))
            } else {
                attach(child)
            }
        }
        return chosen.body
    }

    private func mayBeRoot(_ index: Int) -> Bool {
        let type = parts[index].type
        return type.isMultipart || ["text/html", "text/plain"].contains(type.name) && !isAttachment(index)
    }

    /// The first part is what was signed, the rest are signatures (RFC 1847).
    private mutating func signed(_ index: Int) -> Body {
        let list = children(of: index)
        guard let first = list.first else { return Body() }
        let body = body(of: first)
        for child in list.dropFirst() {
            if ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"].contains(
                parts[child].type.name)
            {
                content.signatureFiles.append(file(child))
            } else {
                attachAll(child)
            }
        }
        return body
    }

    /// All texts in their order are the body.
    private mutating func mixed(_ index: Int) -> Body {
        var chosen = BodySequence()
        for child in children(of: index) { chosen.add(body(of: child)) }
        return chosen.body
    }

    /// RFC 1740: the resource fork is of no use to anybody here.
    private mutating func appleDouble(_ index: Int) -> Body {
        let list = children(of: index)
        var chosen = BodySequence()
        for child in list where list.count == 1 || parts[child].type.name != "application/applefile" {
            chosen.add(body(of: child))
        }
        return chosen.body
    }

    // MARK: Leaves

    private mutating func leaf(_ index: Int, mayHaveName: Bool = false) -> Body {
        let part = parts[index]
        guard ContinuousClock.now < deadline else {
            content.defects.note(.tooSlow)
            return Body()
        }
        if let body = unpacked(index) { return body }
        let isFile =
            index == 0 || mayHaveName ? disposition(of: index)?.value == "attachment" : isAttachment(index)
        if part.type.type == "text", !isFile {
            switch part.type.subtype {
            case "plain", "markdown", "x-markdown", "": return Body(plain: plainText(index))
            case "html", "xhtml", "x-amp-html":
                return part.type.subtype == "x-amp-html" ? Body() : Body(html: text(index, isHTML: true))
            case "enriched", "richtext": return Body(plain: EnrichedText.plain(text(index, isHTML: false)))
            case "calendar": content.calendarMethod = part.type.parameters["method"]?.asciiLowered
            case _ where index == 0 && !["csv", "vcard", "x-vcard", "rtf", "xml"].contains(part.type.subtype):
                return Body(plain: plainText(index))
            default: break
            }
        }
        attach(index)
        return Body()
    }

    private mutating func attachAll(_ index: Int) {
        for inner in index..<parts[index].end where !parts[inner].type.isMultipart { attach(inner) }
    }

    private mutating func attach(_ index: Int) {
        let type = parts[index].type
        let file = file(index)
        switch type.name {
        case "message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
            "message/feedback-report":
            content.reports.append(MessageContent.Report(mimeType: type.name, content: file.content))
        case "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers",
            "message/global-headers":
            content.enclosed.append(file.content)
        case "application/pkcs7-mime", "application/x-pkcs7-mime":
            if type.parameters["smime-type"]?.asciiLowered != "signed-data" { content.defects.note(.encrypted) }
        default: break
        }
        content.attachments.append(file)
    }

    mutating func file(_ index: Int) -> Attachment {
        let part = parts[index]
        let bytes = decodedBytes(index)
        let stem = part.type.name == "message/rfc822" ? EnclosedSubject.of(bytes) : nil
        let fallback = FileName.safe(
            stem.map { "\($0.replacing("/", with: "_").replacing("\\", with: "_")).eml" },
            fallback: FileName.made(
                for: part.type.name, stem: part.type.subtype == "calendar" ? "invite" : "attachment"))
        return Attachment(
            filename: FileName.safe(fileName(of: index) ?? describedName(of: index), fallback: fallback),
            mimeType: part.type.name, content: bytes,
            contentID: contentID(of: index), isInline: disposition(of: index)?.value == "inline")
    }

    mutating func decodedBytes(_ index: Int) -> [UInt8] {
        let part = parts[index]
        let (bytes, isDamaged) = part.encoding.decode(UnsafeBufferPointer(rebasing: raw[part.body]))
        if isDamaged { content.defects.note(.damagedTransferEncoding) }
        return bytes
    }

    // MARK: Text

    private mutating func plainText(_ index: Int) -> String {
        let parameters = parts[index].type.parameters
        var plain = text(index, isHTML: false)
        if parameters["format"]?.asciiLowered == "flowed" {
            plain = FlowedText.unfold(plain, deletesSpaces: parameters["delsp"]?.asciiLowered == "yes")
        }
        if plain.hasPrefix("-----BEGIN PGP MESSAGE-----") { content.defects.note(.encrypted) }
        let (rest, files) = UUEncodedFiles.extract(from: plain)
        content.attachments += files
        if ByteSearch.contains("(This file must be converted with BinHex", in: rest) { return withoutBinHex(rest) }
        return rest
    }

    private mutating func withoutBinHex(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let (name, file) = BinHex.decode(bytes[...]) else { return text }
        content.attachments.append(
            Attachment(
                filename: FileName.safe(name, fallback: "attachment"), mimeType: FileName.type(of: name),
                content: file))
        return text.text(before: "(This file must be converted with BinHex")
    }

    private mutating func text(_ index: Int, isHTML: Bool) -> String {
        var bytes = decodedBytes(index)
        if bytes.count > limits.textBytes {
            bytes = Array(bytes.prefix(limits.textBytes))
            content.defects.note(.textTooLarge)
        }
        if !isHTML, ByteSearch.contains("=ybegin ", in: bytes) { bytes = withoutYEnc(bytes) }
        let label = parts[index].type.parameters["charset"]
        if label?.asciiLowered.hasPrefix("utf-16") != true { bytes = LineBreaks.normalized(bytes) }
        let meta = isHTML ? MetaCharset.find(in: bytes) : nil
        let (text, outcome) = Charset.decode(bytes, label: label ?? meta)
        switch outcome {
        case .asLabelled: break
        case .unknownLabel: if label != nil { content.defects.note(.unknownCharset) }
        case .guessed:
            content.defects.note(.wrongCharset)
            if let meta, let second = Charset.decodeStrictly(bytes, label: meta) { return second }
        }
        return text
    }

    private mutating func withoutYEnc(_ bytes: [UInt8]) -> [UInt8] {
        let (rest, files) = YEnc.extract(from: bytes)
        content.attachments += files.map {
            Attachment(
                filename: FileName.safe($0.name, fallback: "attachment"), mimeType: FileName.type(of: $0.name),
                content: $0.content)
        }
        return rest
    }

    // MARK: Fields of a part

    private func disposition(of index: Int) -> ContentField? {
        parts[index].headers.raw("Content-Disposition").map { ContentField($0, fallbackCharset: charset) }
    }

    /// The first name that is one.
    func fileName(of index: Int) -> String? {
        let named = disposition(of: index)?.parameters["filename"].flatMap { $0.isBlank ? nil : $0 }
        // "__.pdf": a program had no letters for it, and may have written the name in the other field.
        if let named, !named.utf8.prefix(while: { $0 != .dot }).allSatisfy({ $0 == .underscore || $0 == .question }) {
            return named
        }
        var type = parts[index].type.parameters
        if type.isEmpty { return named }
        // Raw bytes are in the charset of the text, which is not known when the field is first read.
        if charset != nil, let field = parts[index].headers.raw("Content-Type"), !field.isASCII {
            type = ContentField(field, fallbackCharset: charset).parameters
        }
        return ["name", "file", "filename"].lazy.compactMap { type[$0] }.first { !$0.isBlank } ?? named
    }

    /// What old programs and web pages call a file that has no name: `Content-Description: report.pdf`, or the end of its
    /// address (RFC 2557).
    private func describedName(of index: Int) -> String? {
        for field in ["Content-Description", "Content-Location"] {
            guard let value = parts[index].headers.first(field)?.trimmed, value.utf8.count <= 1000 else { continue }
            let path = value.prefix { $0 != "?" && $0 != "#" }
            let name = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
            let suffix = name.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
            if suffix.utf8.count < name.utf8.count - 1, (2...5).contains(suffix.utf8.count),
                suffix.utf8.allSatisfy(\.isAlphanumeric)
            {
                return name
            }
        }
        return nil
    }

    private func isAttachment(_ index: Int) -> Bool {
        disposition(of: index)?.value == "attachment" || fileName(of: index) != nil
    }

    private func contentID(of index: Int) -> String? {
        parts[index].headers.first("Content-ID").map(Self.bareID).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func bareID(_ value: String) -> String {
        var id = Substring(value.trimmed)
        if id.hasPrefix("<") { id = id.dropFirst() }
        if id.hasSuffix(">") { id = id.dropLast() }
        return String(id)
    }
}
