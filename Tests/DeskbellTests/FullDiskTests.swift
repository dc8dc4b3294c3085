import Foundation
import HelpDesk
import Mail
import TestKit
import Testing

@Suite(.serialized, .enabled(if: SmallDisk.isPossible, "only root may mount a small disk")) struct `A full disk` {
    @Test(arguments: [(mails: 3, kilobytes: 2_000), (mails: 60, kilobytes: 150)])
    func `mail stays on its server unmarked until there is room, large mail and small`(
        _ mails: Int, _ kilobytes: Int
    ) async throws {
        let disk = try SmallDisk(megabytes: 3)
        let mailbox = try await DovecotServer.shared().account("support")
        let installation = try await Installation(mailbox: mailbox, settings: ["DESKBELL_DATA": disk.path])
        let token = try await Staff.hired(at: installation), server = try await installation.serve()
        let staff = Staff(script: server.script(token: token)), customers = (1...mails).map(Sender.customer)
        var random = SeededRandom(1)
        for customer in customers {
            let mail = TestMail.mail(from: customer, "Help", to: mailbox)
            try mailbox.deliver(mail.bytes(withFile: random.bytes(kilobytes * 700)))
        }
        try await server.logs("mail waits on its server")
        #expect(try await staff.tickets().count < mails)
        let isTold = ["No space left on device. Free some space", "Make room on its disk"].contains {
            server.log.contains($0)
        }
        #expect(isTold, "\(server.log)")
        // Looked at in this order: meanwhile a little more may find room.
        let seen = try await mails - mailbox.unseenCount()
        let kept = try await installation.inspect { tx in try tx.ledger(LedgerQuery(limit: 1_000)).count }
        #expect(seen <= kept && kept < mails, "marked is what is kept and nothing else")

        try disk.grow(toMegabytes: 200)
        try await eventually("all mail is here", within: .seconds(60)) {
            _ = try await staff.script.call("POST", "/api/support/sync-tickets")
            return try await staff.tickets().count == mails
        }
        try await installation.expectOneTicketEach(customers, by: staff)
        try await eventually("all mail is marked as read") { try await mailbox.unseenCount() == 0 }
        #expect(await server.stop() == 0)
    }
}
