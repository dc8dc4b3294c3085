import Foundation
import HelpDesk
import Testing

@testable import Web

@Suite struct `Every page` {
    static let names = Samples.pages.map(\.name)

    static func html(_ name: String, _ language: Language) throws -> String {
        let page = try #require(Samples.pages.first { $0.name == name })
        return page.html(Samples.reader(language)).text
    }

    @Test(arguments: names) func `holds no inline style, script or handler`(_ name: String) throws {
        for language in Language.allCases {
            let html = try Self.html(name, language)
            #expect(!html.contains(" style=") && !html.contains("<style"))
            #expect(html.matches(of: /<script(?![^>]*src="\/assets\/)/).isEmpty)
            #expect(html.matches(of: /<[^>]* on[a-z]+=/).isEmpty)
            #expect(html.matches(of: /\s(href|src|action)="(?!\/|#|mailto:|tel:|https?:)/).isEmpty)
            #expect(!html.contains("javascript:"))
        }
    }

    @Test(arguments: names) func `keeps hostile values as text`(_ name: String) throws {
        let html = try Self.html(name, .english)
        #expect(!html.contains("<script>alert"))
        #expect(!html.contains("лампа <b>"))
    }

    @Test(arguments: names) func `has one main, one first heading, a title and a language`(_ name: String) throws {
        for language in Language.allCases {
            let html = try Self.html(name, language)
            #expect(html.matches(of: /<main[ >]/).count == 1)
            #expect(html.matches(of: /<h1[ >]/).count <= 1)
            #expect(html.contains("<html lang=\"\(language.rawValue)\""))
            #expect(html.contains("<title>"))
        }
    }

    @Test(arguments: names) func `gives every control a name and every id once`(_ name: String) throws {
        let html = try Self.html(name, .russian)
        let ids = html.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
        #expect(ids.count == Set(ids).count)
        let labelled = Set(html.matches(of: /<label for="([^"]*)"/).map { String($0.output.1) })
        for input in html.matches(of: /<(input|textarea|select)\b([^>]*)>/) {
            let attributes = String(input.output.2)
            if attributes.contains("type=\"hidden\"") { continue }
            let id = attributes.firstMatch(of: /\sid="([^"]*)"/).map { String($0.output.1) } ?? ""
            let before = html[..<input.range.lowerBound]
            let isInLabel =
                (before.range(of: "<label", options: .backwards)?.lowerBound ?? html.startIndex)
                > (before.range(of: "</label", options: .backwards)?.lowerBound ?? html.startIndex)
            #expect(labelled.contains(id) || attributes.contains("aria-") || isInLabel, "\(attributes)")
        }
        for target in html.matches(of: /popovertarget="([^"]*)"/) { #expect(ids.contains(String(target.output.1))) }
        for described in html.matches(of: /aria-describedby="([^"]*)"/) {
            #expect(ids.contains(String(described.output.1)))
        }
    }

    @Test(arguments: names) func `closes what it opens`(_ name: String) throws {
        var open: [Substring] = []
        let html = try Self.html(name, .english)
        let void: Set<Substring> = ["meta", "link", "input", "img", "br", "hr", "wbr", "use"]
        for tag in html.matches(of: /<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/) {
            let (closing, element, selfClosing) = (tag.output.1, tag.output.2, tag.output.3)
            if void.contains(element) || !selfClosing.isEmpty { continue }
            if closing.isEmpty { open.append(element) } else { #expect(open.popLast() == element) }
        }
        #expect(open.isEmpty)
        #expect(html.matches(of: /<form[^>]*>(?:(?!<\/form>)[\s\S])*<form/).isEmpty, "a form in a form")
    }

    @Test(arguments: names) func `is wholly in its language`(_ name: String) throws {
        let sources = try Self.sampleText()
        let english = Self.words(of: try Self.html(name, .english), matching: /[А-Яа-яЁё]{2,}/)
        #expect(
            english.subtracting(Self.words(of: sources, matching: /[А-Яа-яЁё]{2,}/)).subtracting([
                "По", "русски", "Русский",
            ])
            .isEmpty)
        let russian = Self.words(of: try Self.html(name, .russian), matching: /[A-Za-z]{2,}/)
        let known: Set<String> = [
            "Deskbell", "deskbell", "In", "English", "Ctrl", "Enter", "Esc", "HTML", "API", "example", "com", "anna",
            "init", "IMAP", "eml", "TKT", "SMTP", "TLS", "STARTTLS", "CA", "FILE", "SUPPORT", "EMAIL", "Gmail", "Yahoo",
            "Mail", "ru", "imap", "yandex", "smtp", "Google", "Microsoft", "Entra", "OAuth", "Web", "ID", "client",
            "tenant",
            "AccessAsUser", "Reply", "To", "forms", "All", "Send", "offline", "access", "Markdown", "INBOX", "office",
            "outlook", "gmail",
            "googlemail",
            "yahoo", "mail", "number", "subject", "status", "priority", "requester", "from", "message", "files", "link",
            "button", "signature", "agent", "company", "minutes",
        ]
        let latin = Self.words(of: sources, matching: /[A-Za-z]{2,}/)
        #expect(russian.subtracting(latin).subtracting(known).isEmpty)
    }

    @Test(arguments: names) func `links and posts only to known addresses`(_ name: String) throws {
        let html = try Self.html(name, .english)
        let targets = html.matches(of: /(?:href|src|action|formaction|data-live|data-path)="(\/[^"]*)"/).map {
            String($0.output.1)
        }
        for target in targets {
            let path = String(target.prefix { $0 != "?" && $0 != "#" })
            #expect(isKnown(path), "\(target)")
        }
    }

    /// The values of the samples: what may stand in a page in any language.
    private static func sampleText() throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return try ["Samples", "Samples+Inbox", "Samples+Customers", "Samples+Ledger", "Samples+Company"]
            .map { try String(contentsOf: folder.appending(path: "\($0).swift"), encoding: .utf8) }
            .joined().replacing("\\n", with: " ")
    }

    /// The words that people see or hear: text, and the attributes that are read out.
    private static func words(of html: String, matching pattern: some RegexComponent<Substring>) -> Set<String> {
        let body = html.replacing(/<(style|script)[\s\S]*?<\/(style|script)>/, with: "")
        // Initials in avatars are no words.
        let spoken = body.replacing(/<span class="avatar[^>]*>[^<]*<\/span>/, with: "")
        let text = spoken.replacing(/<[^>]*>/, with: " ")
        let attributes = body.matches(of: /(?:title|aria-label|placeholder|alt)="([^"]*)"/).map { String($0.output.1) }
        let isMarkup = html.hasPrefix("<!doctype")
        let all = isMarkup ? ([text] + attributes).joined(separator: " ") : html
        return Set(all.replacing(/&[a-z#0-9]+;/, with: " ").matches(of: pattern).map { String($0.output) })
    }
}

/// Whether a route is registered for `path`.
private func isKnown(_ path: String) -> Bool {
    let patterns = [
        #"/ops/(sign-in|sign-out|welcome|support|support/sync|support/live)"#,
        #"/ops/support/tickets/[^/]+(/(messages|status|assignee|properties|join|unlink))?"#,
        #"/ops/support/messages/[^/]+/(frame|move|detach|take-back)"#,
        #"/ops/support/deliveries/[0-9]+/resend"#,
        #"/ops/profile(/password)?"#,
        #"/company(/mailboxes(/(new|test))?)?"#,
        #"/company/mailboxes/[0-9]+(/(test|sync|pause|resume|plus-test|resume-sending|sending-rate|remove|oauth))?"#,
        #"/company/(categories|departments)(/[0-9]+(/(retire|restore))?)?"#,
        #"/company/categories/[0-9]+/up"#,
        #"/company/team(/[0-9]+/(link|make-owner|make-agent|retire|restore))?"#,
        #"/company/templates(/[a-z_]+/(en|ru)(/(reset|preview))?)?"#,
        #"/ops/support/ledger(/blocked(/remove)?|/[0-9]+(/(raw|frame|retry|release|move|detach|block))?)?"#,
        #"/attachments/[^/]+"#,
        #"/support(/(sign-in|enter|sign-out|new|tickets|live))?"#,
        #"/support/tickets/[^/]+(/(messages|close|reopen))?"#,
        #"/demo(/(mail|caught|caught/[^/]+|caught/[^/]+/frame))?"#,
        #"/language|/theme"#,
        #"/assets/[a-z]+-[0-9a-f]{16}\.(css|js|svg)"#,
    ]
    return patterns.contains { path.range(of: "^(\($0))$", options: .regularExpression) != nil }
}

@Suite struct `Addresses` {
    @Test(arguments: ["../../etc", "a/b?c=d#e", "%2e%2e", "Ж", "\"><script>"])
    func `take any number or id as one segment`(_ number: String) {
        let path = Route.ticket(number)
        #expect(path.hasPrefix("/ops/support/tickets/"))
        #expect(path.dropFirst("/ops/support/tickets/".count).allSatisfy { $0.isASCII && !"/?#\"<>& ".contains($0) })
    }

    @Test func `leave out what is not set, and encode what is`() {
        #expect(Route.inbox(view: .open) == "/ops/support?view=open")
        let place = InboxPlace(view: .all, status: .inProgress, query: "a&b=c d", department: "3")
        let filters = "?view=all&status=in_progress&q=a%26b%3Dc%20d&department=3"
        #expect(place.list() == "/ops/support" + filters && place.ticket("T-1") == "/ops/support/tickets/T-1" + filters)
        #expect(
            Route.with("/support?q=1", notice: .synced(created: 3, appended: 1)) == "/support?q=1&notice=synced-3-1")
    }

    @Test(arguments: [
        "", "synced", "synced--1-2", "synced-1", "synced-99999999999999999999-1", "other", "synced-1-2-3",
    ])
    func `an unknown notice is none`(_ code: String) {
        #expect(Notice(code: code) == nil)
    }

    @Test func `a notice comes back from its code`() {
        for notice in [Notice.replied, .noted, .closed, .syncFailed, .synced(created: 0, appended: 12)] {
            #expect(Notice(code: notice.code) == notice)
        }
    }
}

@Suite struct `A list of 200 rows` {
    @Test func `is drawn within a few milliseconds`() {
        let rows = (0..<200).map { Samples.rows[$0 % Samples.rows.count] }
        let list = TicketListView(place: InboxPlace(view: .all), rows: rows, total: 200)
        let clock = ContinuousClock()
        let fastest = (0..<5).map { _ in clock.measure { _ = list.html(for: Samples.reader(.russian)) } }.min()
        // A debug build takes ten times what the product takes.
        #expect(fastest! < .milliseconds(200))
    }
}
