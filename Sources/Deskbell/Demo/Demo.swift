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
        commandName: "demo", abstract: "Try Deskbell without any mail account.",
        discussion: """
            Starts with sample mail that goes through the real pipeline. Outgoing mail is caught and shown at /demo/caught, \
            and a form at /demo plays a customer. Everything lives in a folder of its own, data/demo, which is made anew \
            each time unless --keep is given. Listens on this machine only.
            """)

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 8080

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port wants a number from 0 to 65535") }
    }

    @Flag(help: "Go on with what was there last time.")
    var keep = false

    func run() async throws {
        let folder = URL(filePath: "data/demo", directoryHint: .isDirectory).absoluteURL
        // The links in mails need the port before anything listens, and a demo that runs already needs its folder.
        guard let port = freePort(port) else {
            complain(
                "deskbell: Port \(port) is taken, maybe by a demo that runs already. Stop it, or name another: --port 8081"
            )
            throw ExitCode.failure
        }
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

/// The port of this machine, or any for 0; nil where somebody listens on it.
private func freePort(_ wanted: Int) -> Int? {
    let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(probe) }
    // As the server itself does: what is left of connections that are closed is no listener.
    var isReused: Int32 = 1
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &isReused, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: wanted).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            bind(probe, pointer, length) == 0 ? getsockname(probe, pointer, &length) : -1
        }
    }
    return code == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
}

/// Where the demo's outgoing mail lands instead of going out.
struct Shelf: MailCarrier {
    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async {
        for (delivery, _) in mails {
            guard (try? await desk.handOver(delivery)) == true else { continue }
            try? await desk.note(.accepted("250 caught by the demo"), of: delivery)
        }
    }

    func rate(of mailbox: Mailbox) -> SendingRate { .unlimited }
}
