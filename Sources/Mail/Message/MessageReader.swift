import FoundationEssentials

/// Reads the bytes of a message once and keeps what `Email` is made of.
struct MessageReader {
    private(set) var headers = Headers()
    private(set) var type = ContentType.plain
    private(set) var content = MessageContent()
    private(set) var defects: [Defect] = []
    private(set) var from: Address?
    private(set) var hasOneFrom = false
    private(set) var sender: Address?
    private(set) var replyTo: [Address] = []
    private(set) var to: [Address] = []
    private(set) var cc: [Address] = []
    private(set) var envelopeRecipients: [String] = []
    private(set) var returnPath: Email.ReturnPath?
    private(set) var date: Date?
    /// The address fields as they were written, where something in them is no address or is a link.
    private(set) var written: [String: [Address]] = [:]

    init(_ raw: [UInt8], limits: ParsingLimits) {
        readStructure(MessageReader.excerpt(of: raw, limits, &defects), limits)
        readAddresses()
        readDate()
        if headers.raw("Message-ID").flatMap(MessageIDs.single) == nil { defects.note(.missingMessageID) }
        defects += content.defects.filter { !defects.contains($0) }
    }

    /// A message beyond the limit is read in part; bare CR as line break becomes LF.
    private static func excerpt(of raw: [UInt8], _ limits: ParsingLimits, _ defects: inout [Defect]) -> [UInt8] {
        var raw = raw
        if raw.count > limits.messageBytes {
            defects.note(.messageTooLarge)
            raw = Array(raw.prefix(limits.excerptBytes))
        }
        if !raw.prefix(4096).contains(.lf), raw.prefix(4096).contains(.cr) { raw = LineBreaks.normalized(raw) }
        return raw
    }

    private mutating func readStructure(_ raw: [UInt8], _ limits: ParsingLimits) {
        if raw.allSatisfy(\.isWhitespace) { defects.note(.emptyMessage) }
        raw.withUnsafeBufferPointer { bytes in
            let parser = MIMEParser.parse(bytes, limits: limits)
            for defect in parser.defects { defects.note(defect) }
            guard let top = parser.parts.first else { return }
            headers = top.headers
            type = top.type
            headers.fallbackCharset = parser.parts.lazy.compactMap { $0.type.parameters["charset"] }.first
            content = ContentReader.read(bytes, parser.parts, limits: limits)
        }
        if defects.contains(.messageTooLarge) { content.attachments = [] }
        content.attachments = InlineFiles.marked(content.attachments, html: content.html)
    }

    private mutating func readAddresses() {
        let authors = addresses("From", isSingle: true)
        from = authors.first
        hasOneFrom = authors.count == 1 && headers.allRaw("From").count == 1
        sender = addresses("Sender", isSingle: true).first
        replyTo = addresses("Reply-To")
        to = addresses("To")
        cc = addresses("Cc")
        for name in ["Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To"] {
            for address in addresses(name) where !envelopeRecipients.contains(address.address) {
                envelopeRecipients.append(address.address)
            }
        }
        if let path = headers.raw("Return-Path") {
            let address = AddressParser.parse(path).addresses.first?.address
            returnPath =
                address.map { .address($0) } ?? (path.filter { !$0.isWhitespace } == [.less, .greater] ? .null : nil)
        }
        if from == nil, sender == nil, returnPath == nil || returnPath == .null { defects.note(.missingSender) }
    }

    /// Several To and Cc fields are joined; of From and Sender the first one counts.
    private mutating func addresses(_ name: String, isSingle: Bool = false) -> [Address] {
        var found: [Address] = []
        for value in isSingle ? headers.raw(name).map({ [$0] }) ?? [] : headers.allRaw(name) {
            let parsed = AddressParser.parse(
                value, fallbackCharset: headers.fallbackCharset, keepsComments: !isSingle)
            if parsed.hasJunk { defects.note(.unreadableAddress) }
            found += parsed.addresses
            if parsed.hasJunk || parsed.hasLinks || written[name] != nil {
                written[name, default: []] += parsed.entries
            }
        }
        return found
    }

    private mutating func readDate() {
        guard let value = headers.first("Date") else {
            defects.note(.missingDate)
            return
        }
        date = MailDate.parse(value)
        if date == nil { defects.note(.unreadableDate) }
    }
}

/// Which files are shown inside the HTML.
enum InlineFiles {
    /// A file is inline if the HTML refers to its Content-ID, and only then: what the text does not show must be listed.
    /// Apple Mail calls every PDF and photo `inline`, and Outlook gives everything a Content-ID.
    static func marked(_ files: [Attachment], html: String?) -> [Attachment] {
        guard files.contains(where: { $0.isInline || $0.contentID != nil }) else { return files }
        let used = files.contains { $0.contentID != nil } ? html.map(contentIDs) ?? [] : []
        return files.map { file in
            var file = file
            file.isInline = file.contentID.map { used.contains($0.lowercased()) } ?? false
            return file
        }
    }

    /// Every `cid:` address, percent-decoded, in lower case.
    private static func contentIDs(in html: String) -> Set<String> {
        var ids: Set<String> = []
        let bytes = Array(html.utf8)
        var index = 0
        while let colon = bytes[index...].firstIndex(of: .colon) {
            index = colon + 1
            guard colon >= 3, bytes[(colon - 3)..<colon].equalsFolded("cid") else { continue }
            // What has no end within so many bytes is nobody's address, and neither is what stands in it.
            let rest = bytes[index...].prefix(1000)
            let id = rest.prefix {
                !($0.isWhitespace || $0 == .quote || $0 == .apostrophe || $0 == .greater || $0 == .closeParenthesis)
            }
            if id.count <= 998 { ids.insert(SafeURL.percentDecoded(String(decoding: id, as: UTF8.self)).lowercased()) }
            index = id.endIndex
        }
        return ids
    }
}
