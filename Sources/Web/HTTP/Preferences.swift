import HelpDesk
import Hummingbird

/// `POST /language` and `POST /theme`: keep the choice in a cookie and go back to where one was.
func addPreferences<Context: DeskContext>(to router: Router<Context>, settings: WebSettings) {
    router.post("/language") { request, _ in
        let form = try await Form(of: request, limits: .small)
        let language = form["language"].flatMap(Language.init)
        return remembering(.language, language?.rawValue, of: form, settings)
    }
    router.post("/theme") { request, _ in
        let form = try await Form(of: request, limits: .small)
        let theme = form["theme"].flatMap(Reader.Theme.init)
        return remembering(.theme, theme?.rawValue, of: form, settings)
    }
}

private func remembering(
    _ preference: Preference, _ value: String?, of form: Form, _ settings: WebSettings
) -> Response {
    var response = Response.redirect(to: localPath(form["back"]) ?? "/")
    if let value {
        let year = 365 * 86_400
        response.setCookie(
            Cookie(
                name: preference.rawValue, value: value, maxAge: year, path: "/", secure: settings.isSecure,
                httpOnly: true, sameSite: .lax))
    }
    return response
}

/// `text` if it is a path on this site, safe to redirect to; `nil` for another host, however it is disguised.
func localPath(_ text: String?) -> String? {
    guard let text, text.utf8.count <= 2000, text.hasPrefix("/"), !text.hasPrefix("//") else { return nil }
    // Browsers read a backslash as a slash and drop control characters.
    let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
    return isClean ? text : nil
}
