import Foundation

extension IMAPClient {
    /// Opens a folder for reading and for setting flags.
    /// - Throws: `IMAPError.noSuchFolder`.
    public func select(_ folder: String) async throws -> SelectedFolder {
        try await open(folder, with: "SELECT")
    }

    /// Opens a folder for reading only.
    /// - Throws: `IMAPError.noSuchFolder`.
    public func examine(_ folder: String) async throws -> SelectedFolder {
        try await open(folder, with: "EXAMINE")
    }

    /// All folders of the account.
    public func list() async throws -> [Folder] {
        try begin()
        defer { end() }
        // Without this some servers keep silent about which folder holds sent mail (RFC 6154 §2).
        let isExtended = capabilities.isSuperset(of: ["SPECIAL-USE", "LIST-EXTENDED"])
        var folders: [Folder] = []
        try await run(IMAPCommand("LIST", "\"\" \"*\"\(isExtended ? " RETURN (SPECIAL-USE)" : "")")) { response in
            if case .folder(let folder) = response, folders.count < 10_000 { folders.append(folder) }
        }
        return folders
    }

    /// Puts a message into a folder, for the copy of a sent mail.
    /// - Throws: `IMAPError.noSuchFolder`; `.refused` where the server does not want this message, or has no room.
    public func append(_ message: [UInt8], to folder: String, flags: [Flag] = [.seen], date: Date? = nil) async throws {
        try begin()
        defer { end() }
        let flags = flags.map(\.rawValue).joined(separator: " ")
        var command = IMAPCommand("APPEND").with(folder: folder).with("(\(flags))")
        if let date { command = command.with(IMAPDate.dateTime(date)) }
        do { try await run(command.with(literal: message)) } catch let error as IMAPError { throw error.naming(folder) }
    }

    private func open(_ name: String, with verb: String) async throws -> SelectedFolder {
        try begin()
        defer { end() }
        selected = nil
        hasNews = false
        fetching = nil
        var folder = SelectedFolder(
            name: name, uidValidity: 0, uidNext: nil, exists: 0, permanentFlags: [], isReadOnly: verb == "EXAMINE")
        let status: StatusResponse
        do { status = try await run(IMAPCommand(verb).with(folder: name)) { folder.note($0) } } catch let error
            as IMAPError
        { throw error.naming(name) }
        if status.code == .readOnly { folder.isReadOnly = true }
        guard folder.uidValidity > 0 else { throw IMAPError.notSupported("UIDVALIDITY") }
        selected = folder
        hasNews = false
        return folder
    }
}

extension SelectedFolder {
    /// RFC 9051 §6.3.2: what comes before the tagged answer to SELECT. Without PERMANENTFLAGS all flags can be kept.
    fileprivate mutating func note(_ response: IMAPResponse) {
        switch response {
        case .exists(let count): exists = count
        case .flags(let flags): if permanentFlags.isEmpty { permanentFlags = flags }
        case .status(let status):
            switch status.code {
            case .uidValidity(let number): uidValidity = number
            case .uidNext(let uid): uidNext = uid
            case .permanentFlags(let flags): permanentFlags = flags
            default: break
            }
        default: break
        }
    }
}
