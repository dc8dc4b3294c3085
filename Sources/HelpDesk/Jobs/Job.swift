import Database
import Logging

/// A piece of background work that is not mail. It may run twice after a crash, so whatever performs it is idempotent.
struct Job: Sendable, Identifiable, RowDecodable {
    let id: Int64
    let kind: Kind?
    let payload: String
    let attempts: Int

    enum Kind: String, Sendable, CaseIterable {
        /// Removes what has expired: sessions, links, counters, uploads that no message named.
        case sweep
        /// The time of a test of plus addresses is over.
        case endPlusTest = "end_plus_test"
    }

    init(row: Row) throws {
        id = try row["id"]
        kind = Kind(rawValue: try row["kind"])
        payload = try row["payload"]
        attempts = try row["attempts"]
    }

    static let claimSeconds = 300.0
    static let attemptsAtMost = 12

    /// Seconds to wait before try number `attempt`: a minute, doubling, a day at most.
    static func retrySeconds(afterAttempt attempt: Int) -> Double {
        min(86_400, 60 * Double(1 << min(max(attempt - 1, 0), 12)))
    }
}

extension DeskTransaction {
    /// Writes a job in the caller's transaction.
    /// - Parameter unique: while a job of this name waits, another is not added.
    func enqueue(_ kind: Job.Kind, payload: String = "", unique: String? = nil, at time: Instant? = nil) throws {
        try run(
            """
            INSERT INTO job (kind, payload, unique_name, state, run_at, created_at)
            VALUES (\(kind), \(payload), \(unique), 'ready', \(time ?? now), \(now)) ON CONFLICT (unique_name) DO NOTHING
            """)
    }

    /// Takes jobs that are due, for five minutes; two servers never take the same one.
    func claimJobs(limit: Int) throws -> [Job] {
        let skip: SQL = sql.engine == .postgres ? "FOR UPDATE SKIP LOCKED" : .empty
        return try all(
            Job.self,
            """
            UPDATE job SET claimed_by = \(desk.holder.description), claimed_until = \(now + Job.claimSeconds), attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM job WHERE state = 'ready' AND run_at <= \(now)
                    AND (claimed_until IS NULL OR claimed_until <= \(now))
                ORDER BY run_at LIMIT \(limit) \(skip))
            RETURNING *
            """)
    }

    func finish(_ job: Job) throws { try run("DELETE FROM job WHERE id = \(job.id)") }

    /// Tries again later, or buries the job where somebody can see it.
    func fail(_ job: Job, _ problem: String) throws {
        let isBuried = job.attempts >= Job.attemptsAtMost
        try run(
            """
            UPDATE job SET state = \(isBuried ? "buried" : "ready"),
                unique_name = CASE WHEN \(isBuried) = 1 THEN NULL ELSE unique_name END, failure = \(String(problem.prefix(1_000))),
                run_at = \(now + Job.retrySeconds(afterAttempt: job.attempts)), claimed_by = NULL, claimed_until = NULL
            WHERE id = \(job.id)
            """)
    }
}

extension Desk {
    /// Performs jobs that are due.
    /// - Returns: how many there were.
    @discardableResult
    public func runJobs(limit: Int = 20) async throws -> Int {
        let jobs = try await write { tx in try tx.claimJobs(limit: limit) }
        for job in jobs { try await run(job) }
        return jobs.count
    }

    private func run(_ job: Job) async throws {
        do {
            // The attempt is counted before the work: a job that takes the process with it ends here.
            guard job.attempts <= Job.attemptsAtMost else {
                throw DeskError.internalInconsistency("the job made us stop")
            }
            guard let kind = job.kind else { throw DeskError.internalInconsistency("a job of a newer version") }
            switch kind {
            case .sweep: try await sweep()
            case .endPlusTest: try await write { tx in try tx.endPlusTest(job.payload) }
            }
            try await write { tx in try tx.finish(job) }
        } catch {
            logger.error("[background-tasks] Job \(job.id) failed: \(error)", metadata: ["attempt": "\(job.attempts)"])
            try await write { tx in try tx.fail(job, "\(error)") }
        }
    }
}
