/// The headers of one part of a form: which field it is, and which file.
struct PartHeaders: Sendable {
    let name: String
    /// `nil` for a field that is no file.
    let filename: String?
    let mimeType: String

    /// - Parameter bytes: the header lines, without the empty line after them.
    /// - Throws: `Refusal.malformed` where the part does not name its field.
    init(_ bytes: ArraySlice<UInt8>) throws {
        var disposition: [String: String]?
        var type = "text/plain"
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingWhitespace()
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = Self.parameters(of: value)
            case "content-type": type = String(value.prefix(200))
            default: break
            }
        }
        guard let disposition, disposition[""] == "form-data", let name = disposition["name"] else {
            throw Refusal.malformed("A part of the form has no name")
        }
        self.name = name
        filename = disposition["filename"]
        mimeType = type
    }

    /// `form-data; name="a"; filename="b"` as a dictionary, the first word under the empty key; the first of equal names
    /// counts.
    private static func parameters(of value: Substring) -> [String: String] {
        var rest = value
        var result = ["": rest.prefix { $0 != ";" }.trimmingWhitespace().lowercased()]
        rest = rest.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let name = rest.prefix { $0 != "=" && $0 != ";" }.trimmingWhitespace().lowercased()
            rest = rest.drop { $0 != "=" && $0 != ";" }
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            let text = rest.first == "\"" ? quotedString(&rest) : token(&rest)
            if result[name] == nil { result[name] = text }
        }
        return result
    }

    private static func token(_ rest: inout Substring) -> String {
        let token = rest.prefix { $0 != ";" }.trimmingWhitespace()
        rest = rest.drop { $0 != ";" }
        return String(token)
    }

    /// A quoted string as browsers and curl write it: `\"` and `%22` are a quote, other backslashes are themselves.
    private static func quotedString(_ rest: inout Substring) -> String {
        var text = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", rest.first == "\"" {
                text.append("\"")
                rest.removeFirst()
            } else {
                text.append(character)
            }
        }
        rest = rest.drop { $0 != ";" }
        return text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }
}
