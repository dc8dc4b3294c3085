// The desk speaks of moments everywhere; whoever uses the desk need not know where they are kept.
@_exported import struct Database.Instant
