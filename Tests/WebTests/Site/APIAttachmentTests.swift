import Database
import Foundation
import HTTPTypes
import HelpDesk
import TestKit
import Testing

@testable import Web

@Suite struct `Files in the API` {
    private static let file = HelpDesk.Upload(
        filename: "Чертёж.pdf", mimeType: "application/pdf", content: Array("drawing".utf8))

    @Test(arguments: Engine.everyEngine) func `are uploaded first and named by a message then`(_ engine: Engine)
        async throws
    {
        let site = try await TestSite(engine)
        let anna = try await site.test.customer(.anna)
        let path = "/api/support/tickets/\(try await site.ticket(of: anna).number)"
        let script = try await site.script(anna)
        let uploaded = try await script.post(path + "/attachments", [:], files: [Self.file])
        #expect(uploaded.status == 201)
        let file = try uploaded.json()["items"][0]
        #expect(file["filename"].text == "Чертёж.pdf" && file["file_size"].number == 7)
        let id = try #require(file["id"].text)
        let url = try #require(file["url"].text)
        #expect(try await script.get(url).status == 404, "no message names it yet")

        let body = "{\"message\":\"See there.\",\"attachments\":[\"\(id)\"]}"
        let message = try await script.call(.post, path + "/reply", body).json()
        #expect(message["attachments"][0]["id"].text == id)
        #expect(try await script.get(url).text == "drawing")
        let again = try await script.call(.post, path + "/reply", body)
        #expect(again.status == 422, "a file belongs to one message")
        #expect(try again.json()["error"]["fields"]["attachments"].text != nil)
        await site.close()
    }

    @Test func `of others, and of other tickets, cannot be named`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna), boris = try await site.test.customer(.boris)
        let first = try await site.ticket(of: anna).number, second = try await site.ticket(of: anna).number
        let foreign = try await site.ticket(of: boris).number
        let script = try await site.script(anna)
        let id = try await script.post("/api/support/tickets/\(first)/attachments", [:], files: [Self.file]).json()[
            "items"][0]
        let body = "{\"message\":\"m\",\"attachments\":[\"\(id["id"].text ?? "")\"]}"
        #expect(try await script.call(.post, "/api/support/tickets/\(second)/reply", body).status == 422)
        #expect(try await site.script(boris).call(.post, "/api/support/tickets/\(foreign)/reply", body).status == 422)
        let agent = try await site.script(site.test.agent())
        #expect(try await agent.call(.post, "/api/support/tickets/\(first)/reply", body).status == 422)
        let unknown = "{\"message\":\"m\",\"attachments\":[\"\(UUID())\"]}"
        #expect(try await script.call(.post, "/api/support/tickets/\(first)/reply", unknown).status == 422)
        #expect(try await script.get("/api/support/tickets/\(first)/messages").json()["total"].number == 1)
        await site.close()
    }

    @Test func `are refused where the form is none, or empty, or too large`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        _ = try await site.ticket(of: anna)
        let script = try await site.script(anna)
        let path = "/api/support/tickets/1/attachments"
        #expect(try await script.call(.post, path, "{}").status == 415)
        let empty = try await script.post(path, ["message": "x"], files: [])
        #expect(empty.status == 422)
        #expect(try empty.json()["error"]["fields"]["file"].text != nil)
        let large = HelpDesk.Upload(
            filename: "a", mimeType: "a/b", content: [UInt8](repeating: 0, count: 25_000_001))
        let refused = try await script.post(path, [:], files: [large])
        #expect(refused.status == 413)
        #expect(try refused.json()["error"]["code"].text == "too_large")
        await site.close()
    }

    @Test func `may stand in a message instead of words, and their content in it as base64`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        _ = try await site.ticket(of: anna)
        let script = try await site.script(anna)
        let body = "{\"message\":\"\",\"attachments\":[{\"filename\":\"../x\\u0000.bin\",\"content\":\"AAEC\"}]}"
        let answer = try await script.call(.post, "/api/support/tickets/1/reply", body)
        #expect(answer.status == 201, "\(answer.text)")
        let file = try answer.json()["attachments"][0]
        #expect(file["filename"].text == "x.bin" && file["mime_type"].text == "application/octet-stream")
        #expect(try await script.get(file["url"].text ?? "").body == [0, 1, 2])
        await site.close()
    }

    @Test func `are counted: a hundred and one are too many`() async throws {
        let site = try await TestSite()
        let anna = try await site.test.customer(.anna)
        _ = try await site.ticket(of: anna)
        let files = [String](repeating: "{\"filename\":\"a\",\"content\":\"AA==\"}", count: 101).joined(separator: ",")
        let answer = try await site.script(anna).call(
            .post, "/api/support/tickets/1/reply", "{\"message\":\"m\",\"attachments\":[\(files)]}")
        #expect(answer.status == 422)
        #expect(try answer.json()["error"]["fields"]["attachments"].text?.contains("100") == true)
        await site.close()
    }
}
