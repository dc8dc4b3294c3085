extension IMAPClient {
    /// Whether single messages can be deleted without touching what other programs have marked (UIDPLUS, RFC 4315).
    public var canExpungeByUID: Bool { capabilities.contains("UIDPLUS") || capabilities.contains("IMAP4REV2") }

    /// Deletes these messages and no others. What is gone already is no error.
    /// - Throws: `IMAPError.notSupported` without UIDPLUS: a plain EXPUNGE would delete what others have marked.
    public func delete(_ uids: [UID]) async throws {
        guard canExpungeByUID else { throw IMAPError.notSupported("UIDPLUS") }
        try await store(uids, adding: [.deleted])
        try begin()
        defer { end() }
        for set in UIDSet(uids).split() where !set.uids.isEmpty {
            try await run(IMAPCommand("UID EXPUNGE", "\(set)"))
        }
    }

    /// Moves messages to another folder: by MOVE (RFC 6851), else by copying and deleting them.
    /// - Throws: `IMAPError.noSuchFolder`; `.notSupported` with neither MOVE nor UIDPLUS.
    public func move(_ uids: [UID], to folder: String) async throws {
        let canMove = capabilities.contains("MOVE") || capabilities.contains("IMAP4REV2")
        guard canMove || canExpungeByUID else { throw IMAPError.notSupported("MOVE") }
        for set in UIDSet(uids).split() where !set.uids.isEmpty {
            try await transfer(set, canMove ? "UID MOVE" : "UID COPY", to: folder)
            if !canMove { try await delete(set.uids) }
        }
    }

    private func transfer(_ set: UIDSet, _ verb: String, to folder: String) async throws {
        try begin()
        defer { end() }
        do {
            try await run(IMAPCommand(verb, "\(set)").with(folder: folder))
        } catch let error as IMAPError {
            throw error.naming(folder)
        }
    }

    /// Makes a folder; one that is there already is no error.
    public func create(_ folder: String) async throws {
        try begin()
        defer { end() }
        do { try await run(IMAPCommand("CREATE").with(folder: folder)) } catch let error as IMAPError {
            guard case .refused(_, _, let text) = error, text.uppercased().contains("EXISTS") else {
                throw error.naming(folder)
            }
        }
    }
}
