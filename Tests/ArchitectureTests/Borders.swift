/// What each target may import, beside what everybody may. A border is worth its absence: the comment says which.
enum Borders {
    static let everywhere: Set<String> = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Logging", "Musl", "Synchronization",
    ]

    static let allowed: [String: Set<String>] = [
        // The only one that knows a database library. No ticket, no mail.
        "Database": ["CLibPQ", "CSQLite", "GRDB", "GRDBSQLite"],
        // The only one with mail sockets and mail parsers. No ticket, no database.
        "Mail": ["CCMarkGFM", "CGumbo", "Crypto", "NIOCore", "NIOPosix", "NIOSSL"],
        // The product and all SQL. No HTTP, no sockets: nothing here can wait for a network inside a change.
        "HelpDesk": ["CArgon2", "CStemmer", "Crypto", "Database", "Mail"],
        // Pages. No SQL, no database, no mail: what it shows comes through HelpDesk.
        "Web": ["HTTPTypes", "HelpDesk", "Hummingbird", "HummingbirdCore", "NIOCore", "ServiceLifecycle"],
        // Composition: commands and workers. No library that a module below hides.
        "Deskbell": [
            "ArgumentParser", "AsyncHTTPClient", "Configuration", "Database", "HTTPTypes", "HelpDesk", "Hummingbird",
            "HummingbirdCore",
            "Mail", "NIOCore", "NIOHTTP1", "ServiceLifecycle", "SystemPackage", "UnixSignals", "Web",
        ],
        // Real servers for the tests: sockets, yes, but databases only through the layer under test.
        "TestKit": ["Crypto", "Database", "FoundationNetworking", "HelpDesk", "Mail", "NIOCore", "NIOPosix", "NIOSSL"],
        // Runs at build time, on files.
        "EmbedFiles": ["CZlib"],
    ]

    /// Module maps without code.
    static let systemLibraries: Set<String> = [
        "CArgon2", "CCMarkGFM", "CGumbo", "CLibPQ", "CSQLite", "CStemmer", "CZlib",
    ]

    /// Where the two databases may be told apart. Everything else is written once for both.
    static let dialectHomes = [
        "Sources/HelpDesk/Schema/",
        "Sources/HelpDesk/Search/",
        "Sources/HelpDesk/Backup/",
        "Sources/HelpDesk/Jobs/",
        "Sources/HelpDesk/Outbox/Outbox.swift",  // a queue, claimed like the jobs
        "Sources/HelpDesk/Tickets/TicketNumber.swift",  // a sequence on PostgreSQL, so that writers do not queue
    ]
}
