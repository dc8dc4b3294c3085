import Foundation
import Mail
import TestKit
import Testing

@Suite(.serialized) struct `A full disk` {
    @Test(arguments: [(mails: 1, lines: 60_000), (mails: 60, lines: 2_000)])
    func `mail stays on its server unmarked until there is room, large mail and small`(
        _ mails: Int, _ lines: Int
    ) async throws {
        guard let disk = try await SmallDisk.mount(megabytes: 3) else { return }
        let mailbox = try await DovecotServer.shared().account("support")
        let installation = try await Installation(mailbox: mailbox, settings: ["DESKBELL_DATA": disk.path])
        let token = try await Staff.hired(at: installation), server = try await installation.serve()
        let staff = Staff(script: server.script(token: token)), customers = (1...mails).map(Sender.customer)
        for (number, customer) in customers.enumerated() {
            let text = String(repeating: "line \(number) of a text that needs its room on the disk\r\n", count: lines)
            try mailbox.deliver(TestMail.mail(from: customer, "Help", text, to: mailbox).bytes)
        }
        try await server.logs("Error connecting to inbox: ")
        let kept = try await staff.tickets().count
        #expect(kept < mails)
        #expect(server.log.contains("Free some space") || server.log.contains("Make room on its disk"), "\(server.log)")
        #expect(try await mailbox.unseenCount() >= mails - kept)

        try await disk.grow(toMegabytes: 200)
        try await eventually("all mail is here", within: .seconds(60)) {
            _ = try await staff.script.call("POST", "/api/support/sync-tickets")
            return try await staff.tickets().count == mails
        }
        try await installation.expectOneTicketEach(customers, by: staff)
        try await eventually("all mail is marked as read") { try await mailbox.unseenCount() == 0 }
        #expect(await server.stop() == 0)
    }
}
