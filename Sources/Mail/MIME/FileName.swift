/// Names of attachments are foreign text: they are shown and offered for saving, and must do no harm by either.
enum FileName {
    private static let limit = 200

    /// The name without path, drive, controls, marks that turn text around, and what Windows cannot store; at most 200
    /// bytes with the extension kept. Nothing left: `fallback`.
    static func safe(_ name: String?, fallback: String) -> String {
        guard let name else { return fallback }
        let last =
            isPath(name)
            ? name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
            : name.replacing("/", with: "_")
        var scalars = String.UnicodeScalarView()
        for scalar in HeaderText.visible(last).unicodeScalars {
            scalars.append("<>:\"|?*".unicodeScalars.contains(scalar) ? "_" : scalar)
        }
        var cleaned = String(scalars).trimmed
        while cleaned.hasSuffix(".") || cleaned.hasSuffix(" ") { cleaned.removeLast() }
        let stem = cleaned.prefix { $0 != "." }.lowercased()
        if reserved.contains(stem) { cleaned = "_\(cleaned)" }
        return cleaned.isEmpty ? fallback : shortened(cleaned)
    }

    /// A path from somewhere; "Invoice 4711/26.pdf" is a name with a slash in it.
    private static func isPath(_ name: String) -> Bool {
        let bytes = Array(name.utf8.prefix(4000))
        guard bytes.contains(where: { $0 == .slash || $0 == .backslash }) else { return false }
        let isDrive = bytes.count > 1 && bytes[0].isLetter && bytes[1] == .colon
        return isDrive || bytes[0] == .slash || bytes.starts(with: "~/".utf8) || bytes.contains(.backslash)
            || bytes.split(separator: .slash).contains { $0.elementsEqual("..".utf8) || $0.elementsEqual(".".utf8) }
    }

    /// A made-up name for a part without one.
    static func made(for mimeType: String, stem: String = "attachment") -> String {
        "\(stem)\(extensions[mimeType].map { ".\($0)" } ?? "")"
    }

    /// The type that a name promises; a container's own claim is not asked.
    static func type(of name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
        return types[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
    }

    private static let types: [String: String] = {
        var types = ["jpeg": "image/jpeg", "htm": "text/html", "tif": "image/tiff"]
        for (type, suffix) in extensions.sorted(by: { $0.key < $1.key }) where types[suffix] == nil {
            types[suffix] = type
        }
        types["dat"] = nil
        types["xml"] = "application/xml"
        types["asc"] = nil
        return types
    }()

    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > limit else { return name }
        let dot = name.lastIndex(of: ".")
        let suffix = dot.map { String(name[$0...]) } ?? ""
        let tail = suffix.utf8.count <= 20 ? suffix : ""
        var stem = String(name.dropLast(tail.count).prefix(limit))
        while stem.utf8.count + tail.utf8.count > limit { stem.removeLast() }
        return stem + tail
    }

    private static let reserved: Set<String> = {
        var names: Set<String> = ["con", "prn", "aux", "nul"]
        for digit in 1...9 {
            names.insert("com\(digit)")
            names.insert("lpt\(digit)")
        }
        return names
    }()

    private static let extensions: [String: String] = [
        "text/plain": "txt", "text/html": "html", "text/csv": "csv", "text/calendar": "ics", "text/vcard": "vcf",
        "text/x-vcard": "vcf",
        "text/rtf": "rtf", "text/xml": "xml", "application/xml": "xml", "application/json": "json",
        "application/pdf": "pdf",
        "application/zip": "zip", "application/msword": "doc", "application/rtf": "rtf", "application/ms-tnef": "dat",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "application/vnd.ms-excel": "xls",
        "application/pgp-signature": "asc", "application/pgp-encrypted": "asc", "application/pkcs7-signature": "p7s",
        "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m",
        "message/rfc822": "eml", "message/delivery-status": "txt", "text/rfc822-headers": "txt", "image/png": "png",
        "image/jpeg": "jpg",
        "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg", "image/bmp": "bmp",
        "image/tiff": "tiff",
        "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "video/mp4": "mp4", "video/quicktime": "mov",
    ]
}
