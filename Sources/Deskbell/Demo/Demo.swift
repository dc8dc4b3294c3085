import ArgumentParser
import Database
import Foundation
import Glibc
import HelpDesk
import Logging
import Web

/// A complete trial without any mail account.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try Deskbell without any mail account.",
        discussion: """
            Starts with sample mail that goes through the real pipeline. Outgoing mail is caught and shown at /demo/caught, \
            and a form at /demo plays a customer. Everything lives in a folder of its own, data/demo, which is made anew \
            each time unless --keep is given. Listens on this machine only.
            """)

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 8080

    @Flag(help: "Go on with what was there last time.")
    var keep = false

    func run() async throws {
        let folder = URL(filePath: "data/demo", directoryHint: .isDirectory).absoluteURL
        if !keep { try? FileManager.default.removeItem(at: folder) }
        let environment = Environment([
            "DESKBELL_DATA": folder.path, "DESKBELL_ADDRESS": "127.0.0.1:\(port)",
            "SUPPORT_EMAIL": "support@lampwright.example",
        ])
        let settings = try Settings(environment)
        var logger = Log.server
        logger.logLevel = .warning
        let clock = DemoClock()
        let desk = try await openDesk(settings, logger: logger, name: "Lampwright", clock: { clock.now })
        let staff = try await DemoDeskMaker(desk: desk, clock: clock).prepare()
        var server = Server(desk: desk, settings: settings)
        server.demo = staff
        server.carrier = Shelf()
        server.started = { port in
            print("\nDeskbell is open: http://127.0.0.1:\(port)/demo\n")
            print(
                "  Staff   http://127.0.0.1:\(port)/ops/support   \(DemoDeskMaker.address), password \(DemoDeskMaker.password)"
            )
            print("  Customers   http://127.0.0.1:\(port)/support")
            print("  Stop with Ctrl-C.\n")
            fflush(nil)
        }
        try await server.run()
    }
}

/// Where the demo's outgoing mail lands instead of going out.
struct Shelf: MailCarrier {
    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async -> Double {
        for (delivery, _) in mails {
            guard (try? await desk.handOver(delivery)) == true else { continue }
            try? await desk.note(.accepted("250 caught by the demo"), of: delivery)
        }
        return 0
    }
}
