import Database
import TestKit
import Testing

@testable import HelpDesk

@Suite struct `The right to work through mail` {
    @Test(arguments: Engine.everyEngine)
    func `is given back by nobody while somebody of the same process is at it`(_ engine: Engine) async throws {
        let desk = try await TestDesk(engine).desk
        #expect(try await desk.write { tx in try tx.takeLease(Desk.mailroomLease, seconds: 20) })
        #expect(desk.processing.enter())
        await desk.stopProcessing()
        #expect(try await desk.read { tx in try tx.workerAtMail() } != nil)
        desk.processing.leave()
        await desk.stopProcessing()
        #expect(try await desk.read { tx in try tx.workerAtMail() } == nil)
        await desk.database.close()
    }
}
