import ArgumentParser
import HelpDesk
import Logging

/// Everything in one process, or some of it where several machines share the work.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the help desk: pages, API, mail in and mail out.",
        discussion: "Stops cleanly on SIGTERM and SIGINT. Exit codes: 0 stopped, 1 could not start, 78 a wrong setting."
    )

    @Flag(help: "Pages and API alone; another process does the mail.")
    var noWorkers = false

    @Flag(help: "Mail and background work alone, without pages.")
    var onlyWorkers = false

    func validate() throws {
        if noWorkers && onlyWorkers { throw ValidationError("--no-workers and --only-workers exclude each other") }
    }

    func run() async throws {
        let settings = try await readSettings()
        let desk = try await openDesk(settings, logger: Log.server)
        var server = Server(desk: desk, settings: settings)
        server.hasPages = !onlyWorkers
        server.hasWorkers = !noWorkers
        try await server.run()
    }
}
