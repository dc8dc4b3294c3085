/// `winmail.dat` (MS-OXTNEF): what Outlook sends where somebody switched on "rich text". Names and types inside are as
/// foreign as all the rest.
struct TNEF {
    /// The message as HTML.
    private(set) var html: String?
    /// The message as text.
    private(set) var plain: String?
    /// The files, those of messages inside it included.
    private(set) var files: [Attachment] = []

    private var subject = ""
    private var codePage = "windows-1252"
    private var open: OpenFile?
    private let depth: Int

    private static let signature: UInt32 = 0x223E_9F78
    private static let maximumFiles = 500
    private static let maximumDepth = 4

    /// An attachment whose attributes are being read.
    private struct OpenFile {
        var title: String?
        var content: ArraySlice<UInt8>?
        var properties = TNEFProperties()
    }

    /// nil if the bytes are no TNEF.
    init?(_ bytes: ArraySlice<UInt8>, depth: Int = 0) {
        var reader = ByteReader(bytes)
        guard depth < Self.maximumDepth, reader.uint32() == Self.signature, reader.skip(2) else { return nil }
        self.depth = depth
        while files.count < Self.maximumFiles, reader.skip(1), let tag = reader.uint32(), let length = reader.uint32() {
            // A length beyond the end: the stream was cut, what is there still counts.
            guard let content = reader.take(min(Int(length), reader.left)) else { break }
            take(tag, content)
            reader.skip(2)
        }
        finishFile()
    }

    private mutating func take(_ tag: UInt32, _ content: ArraySlice<UInt8>) {
        switch tag {
        case 0x0006_9007:
            var reader = ByteReader(content)
            if let number = reader.uint32(), Charset.isKnown("cp\(number)") { codePage = "cp\(number)" }
        case 0x0001_8004: if subject.isEmpty { subject = text(content) }
        case 0x0002_800C: if plain == nil { plain = text(content) }
        case 0x0006_9003: takeMessage(TNEFProperties(content))
        case 0x0006_9002:
            finishFile()
            open = OpenFile()
        case 0x0001_8010:
            let title = text(content)
            open?.title = title
        case 0x0006_800F: open?.content = content
        case 0x0006_9005: open?.properties = TNEFProperties(content)
        default: break
        }
    }

    private mutating func takeMessage(_ properties: TNEFProperties) {
        if let name = properties.text(.subject, codePage) { subject = name }
        if let body = properties.text(.body, codePage), !body.isBlank { plain = body }
        if let content = properties.content(.html) {
            let meta = MetaCharset.find(in: Array(content.prefix(2048)))
            html = Charset.decode(Array(content), label: meta ?? codePage).text.withoutTrailingNul
        } else if let rtf = properties.content(.compressedRTF).flatMap(CompressedRTF.expand) {
            let text = RTFText(rtf)
            if text.isHTML { html = text.text } else if plain?.isBlank ?? true { plain = text.text }
        }
    }

    private mutating func finishFile() {
        guard let file = open else { return }
        open = nil
        let name =
            file.properties.text(.longFileName, codePage) ?? file.title
            ?? file.properties.text(.displayName, codePage)
        if let object = file.properties.object(.content), let message = TNEF(object, depth: depth + 1) {
            takeEnclosed(message, name: name)
            return
        }
        guard let content = file.content ?? file.properties.content(.content) else { return }
        let id = file.properties.text(.contentID, codePage)?.trimmed
        files.append(
            Attachment(
                filename: FileName.safe(name, fallback: FileName.made(for: "application/octet-stream")),
                mimeType: FileName.type(of: name ?? ""), content: Array(content),
                contentID: id.flatMap { $0.isEmpty ? nil : $0 }))
    }

    /// A message in the message has no form that other programs read: its text becomes a file, its files stay files.
    private mutating func takeEnclosed(_ message: TNEF, name: String?) {
        let title = [message.subject, name ?? ""].first { !$0.trimmed.isEmpty } ?? "message"
        if let body = message.html ?? message.plain {
            let suffix = message.html == nil ? "txt" : "html"
            files.append(
                Attachment(
                    filename: FileName.safe("\(title).\(suffix)", fallback: "message.\(suffix)"),
                    mimeType: message.html == nil ? "text/plain" : "text/html", content: Array(body.utf8)))
        }
        files += message.files.prefix(Self.maximumFiles - files.count)
    }

    private func text(_ content: ArraySlice<UInt8>) -> String {
        Charset.decode(Array(content.prefix { $0 != 0 }), label: codePage).text
    }
}

extension String {
    /// Without the NULs that end strings of C.
    fileprivate var withoutTrailingNul: String {
        var text = self
        while text.unicodeScalars.last == "\0" { text.unicodeScalars.removeLast() }
        return text
    }
}
