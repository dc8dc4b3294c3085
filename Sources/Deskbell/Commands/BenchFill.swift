import ArgumentParser
import HelpDesk

/// Fills a database for the benchmarks; not for a desk that is in use.
struct BenchFill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-fill", abstract: "Fill an empty database with made-up tickets, for benchmarks.",
        shouldDisplay: false)

    @Option(help: "How many tickets.")
    var tickets: Int

    func run() async throws {
        try await withDesk { desk, _ in try await BenchDesk(desk: desk).fill(tickets: tickets) }
    }
}
