import TestKit
import Testing

@Suite struct `In a real browser` {
    @Test(.timeLimit(.minutes(3)))
    func `a ticket goes the whole road between a customer and staff, and no page has a trouble or a barrier`()
        async throws
    {
        try await walk("road.py", within: .seconds(170))
    }

    @Test(.timeLimit(.minutes(3)))
    func `two agents at one ticket see each other's answers, and nothing that is typed is lost`() async throws {
        try await walk("two_agents.py", within: .seconds(170))
    }

    @Test(.timeLimit(.minutes(8)))
    func `no page has a barrier or sticks out, in both languages and themes, wide and narrow`() async throws {
        try await walk("looks.py", within: .seconds(460))
    }

    private func walk(_ script: String, within limit: Duration) async throws {
        let chromium = try Executable.find("chromium")
        let demo = try await DemoProcess()
        let walk = try await PythonScript.run(
            "Tests/Browser/\(script)", [demo.address], environment: ["CHROMIUM": chromium], within: limit)
        #expect(walk.isFine, "\(walk.output)\nThe server's log:\n\(demo.log)")
        await demo.stop()
    }
}
