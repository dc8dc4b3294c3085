import Database
import Foundation
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `What staff write in Markdown` {
    @Test func `stands formatted on both sides' pages, and does nothing there that it should not`() async throws {
        let site = try await TestSite()
        let agent = try await site.test.agent(), anna = try await site.test.customer(.anna)
        let ticket = try await site.ticket(of: anna)
        try await site.test.replies(
            agent, to: ticket,
            """
            **Bold**, then <script>alert(1)</script> and <b onclick="x()">raw</b> and [a link](javascript:alert(2))
            and ![a picture](https://tracker.example/p.gif) and [ours](https://help.desk.example/x).

            - first
            """)
        let pages = [
            try await site.browser(agent).get("/ops/support/tickets/\(ticket.number)"),
            try await site.browser(anna).get("/support/tickets/\(ticket.number)"),
        ]
        for page in pages {
            #expect(page.text.contains("<strong>Bold</strong>") && page.text.contains("<li>first"))
            #expect(page.text.contains("href=\"https://help.desk.example/x\""))
            for trick in ["<script>alert", "onclick", "href=\"javascript:", " src=\"https://tracker.example"] {
                #expect(!page.text.contains(trick), "\(trick)")
            }
        }
        await site.close()
    }

    @Test func `is not what a customer writes: that stays as it was typed`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        let ticket = try await site.ticket(of: anna, "Stars", "**not bold** <i>nor slanted</i>")
        let page = try await site.browser(anna).get("/support/tickets/\(ticket.number)")
        #expect(page.text.contains("**not bold** &lt;i&gt;nor slanted&lt;/i&gt;"))
        await site.close()
    }
}
