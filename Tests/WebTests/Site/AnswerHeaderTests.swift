import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Every answer of the site` {
    @Test func `has a strict policy, and the frames of mails their own`() async throws {
        let site = try await TestSite(demo: .test)
        let agent = try await site.test.agent()
        let secret = try await SecretTicket(in: site, by: agent)
        let caught = try #require(try await site.test.outbox(to: Sender.anna.address).last).delivery.id
        let frames = ["/ops/support/messages/\(secret.mail.uuid)/frame", "/demo/caught/\(caught)/frame"]
        let number = secret.ticket.number
        for path in [
            "/ops/sign-in", "/ops/support", "/ops/support/tickets/\(number)", "/ops/support/tickets/none", "/support",
            "/support/new", "/support/tickets/none", "/ops/welcome", "/support/enter", "/demo", "/demo/caught",
            "/demo/caught/\(caught)", "/nowhere", "/api/support/tickets", "/api/nowhere", Asset.path("app.js"), "/",
        ] + frames {
            let answer = try await site.browser(agent).get(path)
            let policy = try #require(answer.headers[.contentSecurityPolicy], "\(path)")
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"))
            #expect(policy.contains("base-uri 'none'") && !policy.contains("unsafe-eval"))
            let scripts = policy.split(separator: "; ").filter { $0.hasPrefix("script-src") }
            #expect(scripts == (frames.contains(path) ? [] : ["script-src 'self'"]), "\(path)")
            #expect(frames.contains(path) || !policy.contains("unsafe-inline"), "\(path)")
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.strictTransportSecurity] != nil)
            #expect(answer.headers[.server] == nil)
        }
        await site.close()
    }

    @Test func `of an HTML mail is sandboxed, without its script, and without what it would load`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent()
        let secret = try await SecretTicket(in: site, by: agent)
        let browser = try await site.browser(agent)
        let path = "/ops/support/messages/\(secret.mail.uuid)/frame"
        let plain = try await browser.get(path)
        let policy = try #require(plain.headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("sandbox ") && !policy.contains("allow-scripts") && !policy.contains("allow-forms"))
        #expect(!policy.contains("https:"))
        #expect(plain.text.contains("<b>cellar floods</b>"))
        #expect(!plain.text.contains("alert(1)") && !plain.text.contains(" src=\"https://tracker.example"))
        #expect(plain.headers[.init("Referrer-Policy")!] == "no-referrer")
        let withImages = try await browser.get(path + "?images=1")
        #expect(withImages.headers[.contentSecurityPolicy]?.contains("img-src 'self' data: https: http:") == true)
        #expect(withImages.text.contains(" src=\"https://tracker.example/pixel.gif\""))
        #expect(!withImages.text.contains("alert(1)"))
        await site.close()
    }

    @Test func `that fails tells a number and no details, and the log has them`() async throws {
        let site = try await TestSite()
        let owner = try await site.browser(site.test.owner())
        try await site.desk.database.write { tx in try tx.run("ALTER TABLE ticket RENAME TO gone") }
        for path in ["/ops/support", "/api/support/tickets"] {
            let answer = try await owner.get(path)
            #expect(answer.status == 500)
            for word in ["ticket.", "SELECT", "SQL", "gone", "no such", "Error("] {
                #expect(!answer.text.contains(word), "\(word)")
            }
            #expect(answer.text.contains("request-4711"))
        }
        let log = owner.journal.text.split(separator: "\n").filter { $0.hasPrefix("error") }
        #expect(log.count == 2 && log.allSatisfy { $0.contains("no such table") && $0.contains("request-4711") })
        await site.close()
    }

    @Test func `to a refused script is JSON that says how to get a token`() async throws {
        let site = try await TestSite()
        for visitor in [try await site.browser(), Visitor(site, token: "forged")] {
            for path in ["/api/support/tickets", "/support/api/tickets/", "/api/support"] {
                let answer = try await visitor.get(path)
                #expect(answer.status == 401)
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                let error = try answer.json()["error"]
                #expect(error["code"].text == "sign_in_needed")
                #expect(error["message"].text?.contains("Authorization: Bearer") == true)
                #expect(error["message"].text?.contains("deskbell token create") == true)
            }
        }
        await site.close()
    }
}

@Suite struct `A file that was attached` {
    /// What a browser gets of a file that claims to be of a type.
    private func download(_ filename: String, _ type: String, _ content: String = "<script>alert(1)</script>")
        async throws -> Answer
    {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        let visitor = try await site.browser(anna)
        let answer = try await visitor.post(
            "/support/tickets", ["subject": "File", "message": "see there"],
            files: [HelpDesk.Upload(filename: filename, mimeType: type, content: Array(content.utf8))])
        #expect(answer.status == 303)
        let ticket = try await visitor.get("/api/support/tickets").json()["items"][0]["number"].text ?? ""
        let detail = try await visitor.get("/api/support/tickets/\(ticket)/detail").json()
        let file = try await visitor.get(detail["messages"][0]["attachments"][0]["url"].text ?? "")
        await site.close()
        return file
    }

    @Test(arguments: [
        "text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/javascript", "TEXT/HTML",
        "application/pdf", "text/html\t; charset=utf-8", "image/png, text/html", "nonsense", "",
    ]) func `is saved and never shown where it could run`(_ type: String) async throws {
        let answer = try await download("page.html", type)
        #expect(answer.status == 200 && answer.text == "<script>alert(1)</script>")
        #expect(answer.headers[.contentType] == "application/octet-stream")
        #expect(answer.headers[.contentDisposition]?.hasPrefix("attachment;") == true)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("sandbox") == true)
    }

    @Test(arguments: ["image/png", "image/jpeg", "text/plain; charset=utf-8"])
    func `may open in the browser where nothing in it can run`(_ type: String) async throws {
        let answer = try await download("picture.png", type)
        #expect(answer.headers[.contentDisposition]?.hasPrefix("inline;") == true)
        #expect(answer.headers[.contentType]?.hasPrefix(String(type.prefix { $0 != ";" })) == true)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("sandbox") == true)
    }

    @Test func `of plain text is read as what it is`() async throws {
        let answer = try await download("Письмо.txt", "text/plain", "Здравствуйте")
        #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
        #expect(answer.headers[.contentDisposition]?.contains("filename*=UTF-8''%D0%9F%D0%B8%D1%81") == true)
    }

    @Test(arguments: [
        "..\\..\\evil.txt", "../../etc/passwd", "a%0D%0ASet-Cookie: x=y.txt", "\u{202e}txt.exe", ".htaccess",
        String(repeating: "n", count: 3_000),
    ]) func `has a name that does no harm`(_ name: String) async throws {
        let answer = try await download(name, "text/plain")
        let disposition = try #require(answer.headers[.contentDisposition])
        #expect(disposition.utf8.allSatisfy { $0 >= 32 && $0 < 127 })
        #expect(disposition.utf8.count < 1_000)
        for part in ["..", "/etc", "\\", "%E2%80%AE", "\".htaccess"] { #expect(!disposition.contains(part)) }
        #expect(answer.cookies.isEmpty)
    }
}

@Suite struct `A header` {
    @Test func `cannot be slipped into an answer or a mail by what somebody types`() async throws {
        let site = try await TestSite()
        let visitor = try await site.browser(site.test.customer(.anna))
        let trick = "Lamp\r\nBcc: victim@elsewhere.example\r\nX-Evil: 1"
        let answer = try await visitor.post("/support/tickets", ["subject": trick, "message": "Hello"])
        #expect(answer.headers[.init("X-Evil")!] == nil && answer.status == 303)
        let outbox = try await site.test.outbox()
        #expect(!outbox.isEmpty)
        #expect(outbox.allSatisfy { $0.delivery.recipient != "victim@elsewhere.example" })
        for mail in outbox {
            let raw = try await site.desk.read { tx in
                String(decoding: try tx.content(mail.delivery.mailHash), as: UTF8.self)
            }
            let head = raw.prefix(upTo: raw.range(of: "\r\n\r\n")?.lowerBound ?? raw.endIndex)
            #expect(!head.contains("\r\nBcc:") && !head.contains("\r\nX-Evil:"))
        }
        let number = try await visitor.get("/api/support").json()["items"][0]["number"].text ?? ""
        let odd = try await visitor.post("/support/tickets/\(number)%0D%0AX-Evil:%201/messages", ["message": "x"])
        #expect(odd.status == 404 && odd.headers[.init("X-Evil")!] == nil)
        await site.close()
    }
}
