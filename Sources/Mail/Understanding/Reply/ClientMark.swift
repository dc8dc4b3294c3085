import CGumbo

/// What an element is to the program that wrote it.
enum ClientMark {
    /// It and what is in it is an old mail.
    case quote
    /// It and everything after it is an old mail.
    case cutFrom
    /// The same if it begins with an old mail's head.
    case perhapsCutFrom
    case signature
    /// What follows it is a signature.
    case signatureBelow
    case none

    init(_ tree: HTMLTree, _ node: HTMLTree.Node, _ tag: GumboTag) {
        self = tag == GUMBO_TAG_HR ? .perhapsCutFrom : .none
        for attribute in tree.attributes[node.attributes] {
            let value = tree.pool[attribute.value]
            let mark: ClientMark
            switch attribute.name {
            case "class": mark = Self.byClass(value, tag)
            case "id": mark = Self.byID(value)
            case "style":
                mark =
                    tag == GUMBO_TAG_DIV
                    ? Self.byStyle(value) : tag == GUMBO_TAG_HR && Self.isFoxMailRule(value) ? .signatureBelow : .none
            case "data-marker": mark = Self.byMarker(value)
            case "data-signature-widget": mark = value.equalsFolded("container") ? .signature : .none
            case "name": mark = Self.byName(value)
            default: mark = .none
            }
            if mark != .none {
                self = mark
                if mark != .perhapsCutFrom { return }
            }
        }
    }

    /// Webmails put prefixes before foreign classes (`x_`, `m_-123`, `ydp123`), so the ending decides.
    private static func byClass(_ value: ArraySlice<UInt8>, _ tag: GumboTag) -> ClientMark {
        guard !value.isEmpty else { return .none }
        let folded = Folding.folded(value.prefix(500))
        guard hints.occurs(in: folded[...]) else { return .none }
        for word in folded.split(separator: .space) {
            // Gmail puts its class on blockquotes inside answers too.
            let isInline = tag == GUMBO_TAG_BLOCKQUOTE && hasSuffix(word, gmailQuote)
            if !isInline, quoteClasses.contains(where: { hasSuffix(word, $0) }) { return .quote }
            if isSignature(word) { return .signature }
            if cutClasses.contains(where: { hasSuffix(word, $0) }) { return .cutFrom }
        }
        return .none
    }

    /// What every mark contains: most classes, and most mails, are ruled out by it.
    static let hints = PhraseList([
        "quot", "gmail_", "moz-", "signature", "outlookmessage", "zmail", "divrplyfwdmsg", "appendonsend",
        "stopspelling", "olk_src_body", "mail-editor-reference", "zwchr", "composewebview", "id=\"qt\"", "replysplit",
        "messagereplysection", "_mailoriginal", "border-top", "__headers__", "__sig_", "deskbell-reply-above",
        "bloop_original", "_original_html", "<hr", "bloop_sign", "_id_-sgn", "name=\"quote\"",
    ])

    private static func hasSuffix(_ word: ArraySlice<UInt8>, _ suffix: [UInt8]) -> Bool {
        word.count >= suffix.count && word.suffix(suffix.count).elementsEqual(suffix)
    }

    /// Programs and the makers of signatures call it so, behind a prefix of their own; `no-signature` is another matter.
    private static func isSignature(_ word: ArraySlice<UInt8>) -> Bool {
        if signatureClasses.contains(where: { hasSuffix(word, $0) }) { return true }
        guard hasSuffix(word, signatureWord) else { return false }
        let before = word.dropLast(signatureWord.count)
        return !negations.contains { hasSuffix(before, $0) }
    }

    private static let signatureWord = Array("signature".utf8)
    private static let negations = bytes(["no", "no-", "no_", "has-", "has_", "with-", "without-"])

    private static func byID(_ value: ArraySlice<UInt8>) -> ClientMark {
        let name = Folding.folded(value.trimmed().prefix(100))[...]
        if name.isEmpty { return .none }
        if cutIDs.contains(where: { hasSuffix(name, $0) }) { return .cutFrom }
        if quoteIDs.contains(where: { hasSuffix(name, $0) }) || yahooQuoted.occurs(in: name) { return .quote }
        if isSignature(name) || signatureIDs.contains(where: { hasSuffix(name, $0) }) { return .signature }
        if bloopSign.occurs(in: name) { return .signature }
        switch String(decoding: name, as: UTF8.self) {
        case "qt", "x_qt": return .quote
        case "zwchr", "x_zwchr": return .cutFrom
        default: return .none
        }
    }

    /// Outlook's desktop program draws a line above the quoted head. Its colours tell it whatever the language; they
    /// change with the version and with every webmail on the way, and then the head must be one that we can read.
    private static func byStyle(_ value: ArraySlice<UInt8>) -> ClientMark {
        let folded = Folding.folded(value.prefix(300))
        guard topLines.occurs(in: folded[...]) else { return .none }
        return colours.occurs(in: folded[...]) && paddings.occurs(in: folded[...]) ? .cutFrom : .perhapsCutFrom
    }

    /// FoxMail draws a short line above a signature.
    private static func isFoxMailRule(_ value: ArraySlice<UInt8>) -> Bool {
        foxMailRules.occurs(in: Folding.folded(value.prefix(100))[...])
    }

    private static let foxMailRules = PhraseList(["width: 210px", "width:210px"])

    private static let colours = PhraseList([
        "solid #e1e1e1", "solid #b5c4df", "solid rgb(225, 225, 225)", "solid rgb(225,225,225)",
        "solid rgb(181, 196, 223)",
    ])
    private static let paddings = PhraseList([
        "padding:3.0pt 0in 0in", "padding:3.0pt 0cm 0cm", "padding:3pt 0in 0in", "padding:3pt 0cm 0cm",
        "padding: 3pt 0in 0in", "padding: 3pt 0cm 0cm", "padding: 3.0pt 0in 0in", "padding: 3.0pt 0cm 0cm",
    ])
    private static let topLines = PhraseList(["border-top:solid", "border-top: solid", "border-top:1", "border-top: 1"])

    /// A line beside or above a quote: what the indent button writes has `border:none`.
    static let lines = PhraseList(["solid", "dotted", "dashed", "inset"])

    private static func byMarker(_ value: ArraySlice<UInt8>) -> ClientMark {
        if value.equalsFolded("__quoted_text__") || value.equalsFolded("__headers__") { return .quote }
        return value.hasPrefixFolded("__sig_") ? .signature : .none
    }

    private static func byName(_ value: ArraySlice<UInt8>) -> ClientMark {
        if value.equalsFolded("messagereplysection") || value.equalsFolded("quote") { return .quote }
        if value.equalsFolded("messagesignaturesection") { return .signature }
        return value.equalsFolded("_mailoriginal") ? .perhapsCutFrom : .none
    }

    private static func bytes(_ names: [String]) -> [[UInt8]] { names.map { Array($0.utf8) } }

    private static let gmailQuote = Array("gmail_quote".utf8)
    private static let bloopSign = PhraseList(["bloop_sign"])
    private static let yahooQuoted = PhraseList(["yahoo_quoted"])
    private static let quoteClasses = bytes([
        "gmail_quote", "gmail_quote_container", "gmail_extra", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote",
        "tutanota_quote", "front-blockquote", "cm_quote", "sp-quote", "mail-quote-collapse",
        "mail-quote-collapse_mr_css_attr", "zmail_extra", "quoted-content", "freshdesk_quote", "zd-quote",
        "missive_quote", "bloop_original_html", "moz-forward-container",
    ])
    private static let signatureClasses = bytes([
        "gmail_signature", "gmail_signature_prefix", "moz-signature", "yahoo-signature", "yahoo_signature",
        "protonmail_signature_block", "bloop_sign",
    ])
    private static let cutClasses = bytes(["outlookmessageheader", ReplyMarker.className])
    private static let cutIDs = bytes([
        "divrplyfwdmsg", "appendonsend", "stopspelling", "olk_src_body_section",
        "mail-editor-reference-message-container",
    ])
    private static let quoteIDs = bytes([
        "composewebview_previouse_content", "mail-app-auto-quote", "replysplit", "bloop_original_html",
    ])
    private static let signatureIDs = bytes([
        "signature_old", "_id_-sgn",
    ])
}
