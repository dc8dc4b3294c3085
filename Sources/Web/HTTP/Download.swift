import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A stored file on its way to a browser.
struct Download: Sendable {
    let filename: String
    let mimeType: String
    let bytes: ByteBuffer

    /// The file's answer. Pictures and plain text may open in the browser; all else is only saved. Nothing in it can run:
    /// the sandbox of its own policy holds whatever the file claims to be, and the type is not guessed.
    func response() -> Response {
        let isShown = Self.shown.contains(mediaType)
        let headers: HTTPFields = [
            .contentType: isShown ? mediaType + charset : "application/octet-stream",
            .contentDisposition: Self.disposition(isShown ? "inline" : "attachment", filename: filename),
            .cacheControl: "private, max-age=3600",
            .contentSecurityPolicy: "sandbox; default-src 'none'",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    private static let shown: Set<String> = [
        "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain",
    ]

    /// The type without parameters, in lower case.
    private var mediaType: String {
        String(mimeType.prefix { $0 != ";" }.trimmingWhitespace()).lowercased()
    }

    /// Plain text is nearly always UTF-8; what is not is left to the browser, which knows its user's language.
    private var charset: String {
        let isUTF8 = mediaType == "text/plain" && String(validating: bytes.readableBytesView, as: UTF8.self) != nil
        return isUTF8 ? "; charset=utf-8" : ""
    }

    /// `Content-Disposition` (RFC 6266): a plain ASCII name for old programs, the true one beside it (RFC 8187).
    static func disposition(_ kind: String, filename: String) -> String {
        let name = safe(filename)
        let plain = String(name.map { $0.isASCII && $0 != "\"" && $0 != "\\" && $0 != "%" ? $0 : "_" })
        guard plain != name else { return "\(kind); filename=\"\(plain)\"" }
        let encoded = name.addingPercentEncoding(withAllowedCharacters: attributeCharacters) ?? plain
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }

    /// A name without folders, control characters and marks that turn its reading direction; never empty.
    static func safe(_ filename: String) -> String {
        let last = filename.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let kept = last.unicodeScalars.filter { !$0.isControlOrBidirectional }
        let name = String(String.UnicodeScalarView(kept)).drop { $0 == "." || $0 == " " }
        return name.isEmpty ? "file" : String(name.prefix(200))
    }

    /// attr-char of RFC 8187, 3.2.1.
    private static let attributeCharacters = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`|~")
}

extension Unicode.Scalar {
    fileprivate var isControlOrBidirectional: Bool {
        switch value {
        case 0..<0x20, 0x7f..<0xa0, 0x200b...0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
        default: false
        }
    }
}
