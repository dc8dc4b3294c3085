import TestKit
import Testing

@Suite struct `In a real browser` {
    @Test(.timeLimit(.minutes(3)))
    func `a ticket goes the whole road between a customer and staff, and no page has a trouble or a barrier`()
        async throws
    {
        let chromium = try Executable.find("chromium")
        let demo = try await DemoProcess()
        let walk = try await PythonScript.run(
            "Tests/Browser/road.py", [demo.address], environment: ["CHROMIUM": chromium], within: .seconds(170))
        #expect(walk.isFine, "\(walk.output)\nThe server's log:\n\(demo.log)")
        await demo.stop()
    }
}
