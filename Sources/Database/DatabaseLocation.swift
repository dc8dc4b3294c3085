import Foundation

/// Where a database is.
public enum DatabaseLocation: Sendable, Equatable {
    /// A file, made where there is none.
    case sqlite(path: String)
    /// A server and a database on it, as libpq's URL: `postgres://user:password@host:5432/name?sslmode=verify-full`.
    case postgres(url: String)

    /// Reads `DATABASE_URL`.
    /// - Parameters:
    ///   - text: `sqlite:`, `sqlite:file`, `sqlite:/absolute/file`, `postgres://…` or `postgresql://…`.
    ///   - folder: the data folder, where `sqlite:` means the file `deskbell.sqlite` and relative paths begin.
    /// - Throws: `DatabaseError.wrongLocation` with a text that says what to write.
    public init(parsing text: String, relativeTo folder: String) throws {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        let rest = text.dropFirst(scheme.count + 1)
        switch scheme {
        case "sqlite" where text.contains(":"):
            self = .sqlite(path: try Self.file(String(rest), in: folder))
        case "postgres", "postgresql":
            guard rest.hasPrefix("//"), rest.count > 2 else { throw Self.wrong("The URL is not complete.") }
            self = .postgres(url: "\(scheme):\(rest)")
        default:
            // The text itself may have a password in it.
            throw Self.wrong("It begins with none of the known words.")
        }
    }

    private static func file(_ path: String, in folder: String) throws -> String {
        if path.hasPrefix("//"), !path.hasPrefix("///") { throw wrong("There is no host in the name of a file.") }
        let name = path.hasPrefix("///") ? String(path.dropFirst(2)) : path
        if name.hasSuffix("/") { throw wrong("The name of a file cannot end with a slash.") }
        if name.utf8.contains(0) { throw wrong("The name of a file cannot have a NUL in it.") }
        if name.hasPrefix("/") { return name }
        return URL(filePath: folder).appending(path: name.isEmpty ? "deskbell.sqlite" : name).path
    }

    private static func wrong(_ reason: String) -> DatabaseError {
        .wrongLocation(
            """
            \(reason) Write sqlite: for a file in the data folder, sqlite:/path/to/file, \
            or postgres://user:password@host:5432/database.
            """)
    }
}

extension DatabaseLocation: CustomStringConvertible, CustomDebugStringConvertible {
    /// The location without user and password.
    public var description: String {
        switch self {
        case .sqlite(let path): return "sqlite:\(path)"
        case .postgres(let url):
            let parts = URLComponents(string: url)
            return "postgres://\(parts?.host ?? "")\(parts?.port.map { ":\($0)" } ?? "")\(parts?.path ?? "")"
        }
    }

    /// The same as `description`: a password must not get into a log by way of a dump.
    public var debugDescription: String { description }
}
