extension IMAPClient {
    /// The messages of the open folder that meet all criteria, in ascending order; all messages without criteria.
    public func search(_ criteria: SearchCriterion...) async throws -> [UID] { try await search(criteria) }

    /// The messages of the open folder that meet all criteria, in ascending order; all messages without criteria.
    public func search(_ criteria: [SearchCriterion]) async throws -> [UID] {
        try begin()
        defer { end() }
        let keys = criteria.isEmpty ? "ALL" : criteria.map(\.command).joined(separator: " ")
        var found: Set<UID> = []
        // Whatever arrives from now on may be missing in the answer.
        hasNews = false
        try await run(IMAPCommand("UID SEARCH", keys)) { response in
            if case .found(let uids) = response { found.formUnion(uids) }
        }
        return found.filter { uid in criteria.allSatisfy { $0.allows(uid) } }.sorted()
    }

    /// Adds flags to messages, without asking for the result.
    public func store(_ uids: [UID], adding flags: [Flag]) async throws {
        try await store(uids, "+FLAGS.SILENT", flags)
    }

    /// Takes flags from messages.
    public func store(_ uids: [UID], removing flags: [Flag]) async throws {
        try await store(uids, "-FLAGS.SILENT", flags)
    }

    private func store(_ uids: [UID], _ verb: String, _ flags: [Flag]) async throws {
        guard !uids.isEmpty, !flags.isEmpty else { return }
        try begin()
        defer { end() }
        let list = flags.map(\.rawValue).joined(separator: " ")
        for set in UIDSet(uids).split() { try await run(IMAPCommand("UID STORE", "\(set) \(verb) (\(list))")) }
    }
}
