import Synchronization

/// Raw mail between the transaction that keeps it and the one that works through it, so that it is not read back from the
/// database. What is not here, because another process has kept it or there was too much, is read from there.
final class FreshMail: Sendable {
    private static let bytesAtMost = 8 << 20

    private let mails = Mutex(Mails())

    private struct Mails {
        var byHash: [[UInt8]: [UInt8]] = [:]
        var bytes = 0
    }

    func add(_ raw: [UInt8], hash: [UInt8]) {
        guard raw.count <= Self.bytesAtMost / 4 else { return }
        mails.withLock { mails in
            // What is left from before belongs to mail that another server has worked through.
            if mails.bytes + raw.count > Self.bytesAtMost { mails = Mails() }
            if mails.byHash.updateValue(raw, forKey: hash) == nil { mails.bytes += raw.count }
        }
    }

    /// The mail of this hash, once.
    func take(_ hash: [UInt8]) -> [UInt8]? {
        mails.withLock { mails in
            guard let raw = mails.byHash.removeValue(forKey: hash) else { return nil }
            mails.bytes -= raw.count
            return raw
        }
    }
}
