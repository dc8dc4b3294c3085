import CCMarkGFM

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What staff write in the composer: CommonMark with the tables, bare links and strike-through of GitHub.
public enum Markdown {
    /// Safe HTML: raw HTML and dangerous addresses in the text are left out, a line break is a line break.
    public static func html(_ text: String) -> String {
        render(text) { document, extensions in
            cmark_render_html(document, CMARK_OPT_HARDBREAKS | CMARK_OPT_VALIDATE_UTF8, extensions)
        }
    }

    /// The same as plain text for the other half of a mail: without the marks, links with their address.
    public static func text(_ text: String) -> String {
        HTMLText.text(from: html(text))
    }

    private static let isRegistered: Bool = {
        cmark_gfm_core_extensions_ensure_registered()
        return true
    }()

    private static func render(
        _ text: String,
        with renderer: (OpaquePointer, UnsafeMutablePointer<cmark_llist>?) -> UnsafeMutablePointer<CChar>?
    ) -> String {
        guard isRegistered, let parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8) else {
            return ""
        }
        defer { cmark_parser_free(parser) }
        for name in ["table", "autolink", "strikethrough"] {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return "" }
        defer { cmark_node_free(document) }
        guard let output = renderer(document, cmark_parser_get_syntax_extensions(parser)) else { return "" }
        defer { free(output) }
        return String(cString: output)
    }
}
