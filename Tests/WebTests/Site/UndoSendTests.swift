import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Undoing an answer` {
    private struct Scene {
        let site: TestSite
        let agent: Visitor
        let number: String

        init(_ engine: Engine = .sqlite) async throws {
            site = try await TestSite(engine)
            agent = try await site.browser(site.test.agent())
            number = try await site.ticket(of: site.test.customer(.anna), "Lamp", "It flickers.").number
        }

        var path: String { "/ops/support/tickets/\(number)" }

        /// Answers in the composer, with a file.
        func answer(_ text: String, kind: String = "reply") async throws {
            let file = HelpDesk.Upload(filename: "plan.txt", mimeType: "text/plain", content: Array("north".utf8))
            let sent = try await agent.post(path + "/messages", ["kind": kind, "message": text], files: [file])
            try #require(sent.status == 303)
        }

        func lastMessage() async throws -> Message {
            try #require(try await lastEntry()?.message)
        }

        func lastEntry() async throws -> Conversation.Entry? {
            try await site.test.conversation(of: site.test.ticket(number)).messages.last
        }

        /// What goes out now to Anna.
        func claimed() async throws -> [String] {
            try await site.desk.claimDeliveries(limit: 50).map(\.delivery)
                .filter { $0.recipient == Sender.anna.address && $0.kind == .reply }.map(\.recipient)
        }

        func takeBack(by visitor: Visitor? = nil, _ headers: HTTPFields = [:]) async throws -> Answer {
            let id = try await lastMessage().uuid.uuidString.lowercased()
            return try await (visitor ?? agent).post("/ops/support/messages/\(id)/take-back", headers: headers)
        }
    }

    @Test func `is too late once the time has run out, and the page says so`() async throws {
        let scene = try await Scene()
        try await scene.answer("Change the **bulb**.")
        scene.site.test.clock.advance(seconds: 15)
        #expect(try await !scene.agent.get(scene.path).text.contains("/take-back"))
        let late = try await scene.takeBack()
        #expect(late.status == 303 && late.location == scene.path + "?notice=too-late")
        #expect(try await scene.agent.get(late.location ?? "").text.contains("Too late: the answer is on its way."))
        #expect(try await scene.lastMessage().text == "Change the **bulb**.")
        await scene.site.close()
    }

    @Test func `is for its author alone`() async throws {
        let scene = try await Scene()
        try await scene.answer("Change the bulb.")
        let colleague = try await scene.site.browser(scene.site.test.agent("Second Agent"))
        let seen = try await colleague.get(scene.path).text
        #expect(seen.contains("Sends in 15") && !seen.contains("take-back"))
        #expect(try await scene.takeBack(by: colleague).status == 403)
        #expect(try await scene.lastMessage().text == "Change the bulb.")
        await scene.site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `gives text and files back to the composer, and nothing is mailed`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        try await scene.answer("Change the **bulb**.")
        #expect(try await scene.agent.get(scene.path).text.contains("Sends in 15\u{a0}s"))
        let back = try await scene.takeBack()
        #expect(back.status == 200 && back.text.contains("Change the **bulb**.</textarea>"))
        #expect(back.text.contains("Not sent. Your text is below again."))
        let kept = try #require(back.text.firstMatch(of: /name="kept" value="([0-9a-f-]{36})"/)?.output.1)
        scene.site.test.clock.advance(seconds: 60)
        #expect(try await scene.claimed().isEmpty)
        #expect(try await scene.lastMessage().text == "It flickers.")
        // Sent again, it has its file.
        try await scene.agent.post(
            scene.path + "/messages", ["kind": "reply", "message": "Change the fuse.", "kept": String(kept)])
        let entry = try #require(try await scene.lastEntry())
        #expect(entry.message.text == "Change the fuse." && entry.attachments.map(\.filename) == ["plan.txt"])
        await scene.site.close()
    }

    @Test func `leads to the ticket when it is pressed a second time`() async throws {
        let scene = try await Scene()
        try await scene.answer("Change the bulb.")
        let id = try await scene.lastMessage().uuid.uuidString.lowercased()
        let path = "/ops/support/messages/\(id)/take-back"
        #expect(try await scene.agent.get(scene.path).text.contains("name=\"ticket\" value=\"\(scene.number)\""))
        #expect(try await scene.agent.post(path, ["ticket": scene.number]).status == 200)
        let again = try await scene.agent.post(path, ["ticket": scene.number])
        #expect(again.status == 303 && again.location == scene.path + "?notice=already-taken-back")
        #expect(try await scene.agent.get(again.location ?? "").text.contains("taken back already"))
        #expect(try await scene.agent.post(path, ["ticket": "TKT-2026-09999"]).status == 404)
        #expect(try await scene.agent.post(path).status == 404)
        await scene.site.close()
    }

    @Test func `keeps the files of an answer that is refused`() async throws {
        let scene = try await Scene()
        try await scene.answer("Change the bulb.")
        let back = try await scene.takeBack().text
        let kept = try #require(back.firstMatch(of: /name="kept" value="([0-9a-f-]{36})"/)?.output.1)
        let refused = try await scene.agent.post(
            scene.path + "/messages",
            ["kind": "reply", "message": "Again.", "kept": String(kept), "kept": UUID().uuidString])
        #expect(refused.status == 422 && refused.text.contains("name=\"kept\" value=\"\(kept)\""))
        let malformed = try await scene.agent.post(
            scene.path + "/messages", ["kind": "reply", "message": "Again.", "kept": "no-id"])
        #expect(malformed.status == 422)
        #expect(try await scene.lastMessage().text == "It flickers.")
        await scene.site.close()
    }

    @Test(arguments: Engine.everyEngine)
    func `leaves no trace with the customer, who sees an answer once it is due`(_ engine: Engine) async throws {
        let scene = try await Scene(engine)
        let person = try await scene.site.test.customer(.anna)
        let anna = try await scene.site.browser(person)
        try await scene.answer("Change the bulb.")
        let entry = try #require(try await scene.lastEntry())
        let file = try #require(entry.attachments.first?.uuid)
        func seen() async throws -> [Bool] {
            let found = try await scene.site.desk.read { tx in
                try tx.tickets(TicketFilter(search: "bulb"), seenBy: .person(person)).rows.count
            }
            let download = try? await scene.site.desk.read { tx in try tx.attachment(file, seenBy: .person(person)) }
            return [
                try await anna.get("/support/tickets/\(scene.number)").text.contains("bulb"),
                try await anna.get("/support").text.contains("bulb"), found > 0, download != nil,
            ]
        }
        #expect(try await seen() == [false, false, false, false])
        #expect(try await anna.get("/support").text.contains("It flickers."))
        #expect(try await scene.agent.get(scene.path).text.contains("bulb"))
        scene.site.test.clock.advance(seconds: 15)
        #expect(try await seen() == [true, true, true, true])
        await scene.site.close()
    }

    @Test func `answers a script with the ticket alone`() async throws {
        let scene = try await Scene()
        try await scene.answer("Change the bulb.")
        let part = try await scene.takeBack([.part: "ticket"])
        #expect(part.status == 200 && !part.text.contains("<html") && part.text.contains("Change the bulb.</textarea>"))
        await scene.site.close()
    }

    @Test func `is not offered for notes, nor where the owner wants no delay`() async throws {
        let scene = try await Scene()
        try await scene.answer("Between us.", kind: "note")
        #expect(try await !scene.agent.get(scene.path).text.contains("/take-back"))
        try await scene.site.desk.write { tx in try tx.set(.undoSendSeconds, to: 0) }
        try await scene.answer("At once.")
        #expect(try await !scene.agent.get(scene.path).text.contains("data-countdown"))
        #expect(try await scene.claimed().count == 1)
        await scene.site.close()
    }
}
