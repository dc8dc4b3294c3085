import Crypto

/// Writes the MIME structure: `mixed( alternative( text, related( html, pictures ) ), files )`, without the levels that
/// hold only one thing.
struct BodyWriter {
    private let mail: OutgoingEmail
    private let seed: String

    init(_ mail: OutgoingEmail) {
        self.mail = mail
        // Boundaries come from the Message-ID, so that the same mail always has the same bytes. They cannot occur inside:
        // every part is quoted-printable or base64, and "=_" occurs in neither.
        let digits = Array("0123456789abcdef".utf8), digest = SHA256.hash(data: Array(mail.messageID.utf8))
        seed = String(
            decoding: digest.prefix(12).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private var files: [OutgoingAttachment] {
        mail.html == nil ? mail.attachments : mail.attachments.filter { $0.contentID == nil }
    }

    /// The texts and the pictures in them, behind the beginning of what they share with files.
    func head() -> [UInt8] {
        let pictures = mail.html == nil ? [] : mail.attachments.filter { $0.contentID != nil }
        var body = textPart("plain", mail.text)
        if let html = mail.html {
            var rich = textPart("html", html)
            if !pictures.isEmpty {
                rich = multipart("related", "r", [rich] + pictures.map { filePart($0, isInline: true) })
            }
            body = multipart("alternative", "a", [body, rich])
        }
        guard !files.isEmpty else { return body }
        let boundary = boundary("m")
        var output = Array("Content-Type: multipart/mixed;\r\n boundary=\"\(boundary)\"\r\n\r\n--\(boundary)\r\n".utf8)
        output += body
        if !body.hasSuffix([.cr, .lf]) { output += [.cr, .lf] }
        return output
    }

    /// The files, up to the end of the mail.
    func tail() -> [UInt8] { files.isEmpty ? [] : parts(files.map { filePart($0, isInline: false) }, boundary("m")) }

    private func boundary(_ mark: String) -> String { "=_\(mark)\(seed)" }

    private func multipart(_ subtype: String, _ mark: String, _ parts: [[UInt8]]) -> [UInt8] {
        let boundary = boundary(mark)
        return Array("Content-Type: multipart/\(subtype);\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
            + self.parts(parts, boundary)
    }

    private func parts(_ parts: [[UInt8]], _ boundary: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(parts.reduce(80) { $0 + $1.count + 80 })
        for part in parts {
            output += "--\(boundary)\r\n".utf8
            output += part
            if !part.hasSuffix([.cr, .lf]) { output += [.cr, .lf] }
        }
        output += "--\(boundary)--\r\n".utf8
        return output
    }

    private func textPart(_ subtype: String, _ text: String) -> [UInt8] {
        let content = LineBreaks.normalized(Array(text.utf8))
        let isLarge = BodyEncoding.escapes(in: content) * 2 > content.count
        let encoding = isLarge ? "base64" : "quoted-printable"
        let head = "Content-Type: text/\(subtype); charset=utf-8\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"
        guard isLarge else { return Array(head.utf8) + BodyEncoding.quotedPrintable(content) }
        return Array(head.utf8) + BodyEncoding.base64(canonical(content)) + [.cr, .lf]
    }

    /// RFC 2045 §6.8: text in base64 has CRLF as line break too.
    private func canonical(_ content: [UInt8]) -> [UInt8] {
        let breaks = content.reduce(0) { $0 + ($1 == .lf ? 1 : 0) }
        return [UInt8](unsafeUninitializedCapacity: content.count + breaks) { output, count in
            for byte in content {
                if byte == .lf {
                    output[count] = .cr
                    count += 1
                }
                output[count] = byte
                count += 1
            }
        }
    }

    private func filePart(_ file: OutgoingAttachment, isInline: Bool) -> [UInt8] {
        let type = isPlainType(file.mimeType) ? file.mimeType.asciiLowered : "application/octet-stream"
        let name = FileName.safe(file.filename, fallback: FileName.made(for: type))
        var head = "Content-Type: \(type);\r\n \(HeaderEncoding.parameter("name", name)[0])\r\n"
        head += "Content-Transfer-Encoding: base64\r\n"
        let disposition = isInline ? "inline" : "attachment"
        head +=
            "Content-Disposition: \(disposition);\r\n \(HeaderEncoding.parameter("filename", name).joined(separator: ";\r\n "))\r\n"
        if isInline, let id = file.contentID { head += "Content-ID: <\(plainID(id))>\r\n" }
        return Array("\(head)\r\n".utf8) + BodyEncoding.base64(file.content) + [.cr, .lf]
    }

    /// `token "/" token`; a message or multipart would need an encoding that they forbid.
    private func isPlainType(_ type: String) -> Bool {
        let halves = type.split(separator: "/", omittingEmptySubsequences: false)
        let isToken = halves.allSatisfy { half in
            !half.isEmpty && half.utf8.count <= 100
                && half.utf8.allSatisfy { $0.isAlphanumeric || ".+-_".utf8.contains($0) }
        }
        return halves.count == 2 && isToken && !["message", "multipart"].contains(halves[0].lowercased())
    }

    private func plainID(_ id: String) -> String {
        String(decoding: id.utf8.filter { $0 > 0x20 && $0 < 0x7F && $0 != .less && $0 != .greater }, as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
