/// Something wrong with a message that was read in spite of it. Parsing never fails; it tells what it met instead.
public enum Defect: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing but white space.
    case emptyMessage = "empty_message"
    /// Larger than the limit: only its header and the beginning of its text were read.
    case messageTooLarge = "message_too_large"
    /// The header section is larger, or has more fields, than the limit.
    case headerTooLarge = "header_too_large"
    /// A line among the header fields that is none.
    case malformedHeaderLine = "malformed_header_line"
    /// The body begins without the blank line that should precede it.
    case missingBlankLine = "missing_blank_line"
    /// Neither From nor Sender nor Return-Path names an address.
    case missingSender = "missing_sender"
    /// No Date field.
    case missingDate = "missing_date"
    /// A Date field that says no time.
    case unreadableDate = "unreadable_date"
    /// No Message-ID field.
    case missingMessageID = "missing_message_id"
    /// An address field with something in it that is no address.
    case unreadableAddress = "unreadable_address"
    /// A multipart without a boundary parameter, or one that does not occur.
    case missingBoundary = "missing_boundary"
    /// A multipart that ends before its closing boundary.
    case unclosedMultipart = "unclosed_multipart"
    /// Nested deeper than the limit: the rest is kept as an attachment.
    case tooDeep = "too_deep"
    /// More parts than the limit.
    case tooManyParts = "too_many_parts"
    /// A Content-Transfer-Encoding that nobody knows.
    case unknownTransferEncoding = "unknown_transfer_encoding"
    /// base64 or quoted-printable with bytes in it that do not belong there.
    case damagedTransferEncoding = "damaged_transfer_encoding"
    /// A charset label that nobody knows.
    case unknownCharset = "unknown_charset"
    /// Text that is not in the charset which it claims.
    case wrongCharset = "wrong_charset"
    /// Text beyond the limit was left out.
    case textTooLarge = "text_too_large"
    /// HTML too large or nested too deeply: read in part.
    case htmlTooComplex = "html_too_complex"
    /// Reading took too long, and ended early.
    case tooSlow = "too_slow"
    /// The content is encrypted and stays closed.
    case encrypted = "encrypted"

    /// What a person reads.
    public var text: String {
        switch self {
        case .emptyMessage: "the message is empty"
        case .messageTooLarge: "the message is too large; only its header and the beginning of its text were read"
        case .headerTooLarge: "the header is too large and was read in part"
        case .malformedHeaderLine: "a line of the header is no header field"
        case .missingBlankLine: "no blank line between header and body"
        case .missingSender: "no usable sender address"
        case .missingDate: "no date"
        case .unreadableDate: "the date cannot be read"
        case .missingMessageID: "no Message-ID"
        case .unreadableAddress: "an address cannot be read"
        case .missingBoundary: "a multipart has no boundary that occurs in it"
        case .unclosedMultipart: "a multipart is not closed"
        case .tooDeep: "nested too deeply; the inner parts were kept as a file"
        case .tooManyParts: "too many parts; the rest was not read"
        case .unknownTransferEncoding: "unknown transfer encoding"
        case .damagedTransferEncoding: "the transfer encoding is damaged"
        case .unknownCharset: "unknown charset"
        case .wrongCharset: "the text is not in the charset that it names"
        case .textTooLarge: "the text is too long and was cut"
        case .htmlTooComplex: "the HTML is too large or too deeply nested and was simplified"
        case .tooSlow: "reading took too long; the rest was not read"
        case .encrypted: "the content is encrypted"
        }
    }
}

extension [Defect] {
    /// Adds a defect once.
    mutating func note(_ defect: Defect) {
        if !contains(defect) { append(defect) }
    }
}
