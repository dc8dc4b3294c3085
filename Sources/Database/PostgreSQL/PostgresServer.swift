internal import CLibPQ
import Foundation

/// Where the server is and what every connection to it begins with.
struct PostgresServer: Sendable {
    private let url: String

    /// - Throws: `DatabaseError.wrongLocation` where libpq does not understand the URL.
    init(url: String) throws {
        self.url = url
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            let text = message.map { String(cString: $0) } ?? ""
            PQfreemem(message)
            throw DatabaseError.wrongLocation(Self.advice(text))
        }
        PQconninfoFree(options)
    }

    /// Connects; blocks for ten seconds at most.
    /// - Throws: `DatabaseError.cannotConnect`.
    func connect() throws -> OpaquePointer {
        // What stands before the URL is what holds unless the URL says otherwise.
        let settings = [
            ("connect_timeout", "10"), ("fallback_application_name", "deskbell"), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "60000"), ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
        let raw = withCStrings(settings.map(\.0)) { keys in
            withCStrings(settings.map(\.1)) { PQconnectdbParams(keys, $0, 1) }
        }
        guard let raw else { throw DatabaseError.cannotConnect(reason: "there is no memory left") }
        do {
            try prepare(raw)
            return raw
        } catch {
            PQfinish(raw)
            throw error
        }
    }

    private func prepare(_ raw: OpaquePointer) throws {
        guard PQstatus(raw) == CONNECTION_OK else { throw DatabaseError.cannotConnect(reason: message(of: raw)) }
        guard PQserverVersion(raw) >= 150_000 else {
            throw DatabaseError.cannotConnect(reason: "PostgreSQL is older than version 15")
        }
        guard let encoding = PQparameterStatus(raw, "server_encoding"), String(cString: encoding) == "UTF8" else {
            throw DatabaseError.cannotConnect(
                reason: "the database is not in UTF-8; create it with TEMPLATE template0 ENCODING 'UTF8'")
        }
        // Compiling a statement (jit) costs more than our short statements take.
        let result = PQexec(
            raw,
            """
            SET statement_timeout = '30s'; SET lock_timeout = '15s'; SET idle_in_transaction_session_timeout = '60s';
            SET client_min_messages = error; SET jit = off; SET TimeZone = 'UTC'
            """)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw DatabaseError.cannotConnect(reason: message(of: raw))
        }
    }

    private func message(of raw: OpaquePointer) -> String {
        String(cString: PQerrorMessage(raw)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// libpq quotes the whole URL, with the password, in all messages but this one.
    private static func advice(_ message: String) -> String {
        let reason = message.hasPrefix("invalid URI query parameter") ? " (\(message.filter { !$0.isNewline }))" : ""
        return """
            It is not a URL that PostgreSQL understands\(reason). Write \
            postgres://user:password@host:5432/database, and percent-encode what is special in the password.
            """
    }
}

/// The strings as a list that ends with NULL, as long as `body` runs.
private func withCStrings<T>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T) -> T {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { list in
        guard let start = list.baseAddress else { preconditionFailure("the list ends with NULL") }
        return body(start)
    }
}
