import Foundation
import Mail
import Synchronization

/// One account on a Dovecot of the tests. Mail is delivered as every mail server does it: by a rename into the Maildir.
public final class DovecotAccount: Sendable {
    /// The user name, which is the mail address as well.
    public let user: String
    /// Its password.
    public let password: String
    /// The server it is on.
    public let server: DovecotServer

    private let maildir: String
    private let deliveries = Atomic(0)
    private let owner: String?

    /// How to sign in.
    public var credentials: Credentials { .password(user: user, password: password) }

    /// What `deskbell serve` needs to watch this mailbox over TLS.
    public var environment: [String: String] {
        [
            "IMAP_HOST": server.imaps.host, "IMAP_PORT": "\(server.imapsPort)", "IMAP_USERNAME": user,
            "IMAP_PASSWORD": password, "IMAP_USE_SSL": "true", "TLS_CA_FILE": server.imaps.caFile ?? "",
        ]
    }

    init(server: DovecotServer, user: String, password: String, folder: String, owner: String?) throws {
        self.server = server
        self.user = user
        self.password = password
        self.owner = owner
        maildir = "\(folder)/Maildir"
        for name in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(atPath: "\(maildir)/\(name)", withIntermediateDirectories: true)
        }
        for path in [folder, maildir, "\(maildir)/new", "\(maildir)/cur", "\(maildir)/tmp"] { try give(path) }
    }

    /// Delivers a message into the inbox.
    public func deliver(_ raw: [UInt8]) throws {
        let number = deliveries.wrappingAdd(1, ordering: .relaxed).newValue
        // Maildir names begin with the time; Dovecot numbers what it finds at once in their order.
        let time = Int(Date().timeIntervalSince1970)
        let name = "\(time).M\(String(format: "%08d", number))P\(getpid()).desk"
        try Data(raw).write(to: URL(filePath: "\(maildir)/tmp/\(name)"))
        try give("\(maildir)/tmp/\(name)")
        guard rename("\(maildir)/tmp/\(name)", "\(maildir)/new/\(name)") == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    /// Delivers a message into the inbox; a bare LF counts as a line end.
    public func deliver(_ text: String) throws {
        let bytes = text.utf8.reduce(into: [UInt8]()) { bytes, byte in
            if byte == 0x0A, bytes.last != 0x0D { bytes.append(0x0D) }
            bytes.append(byte)
        }
        try deliver(bytes)
    }

    /// How many messages are in the inbox, read or not.
    public var messageCount: Int {
        ["new", "cur"].reduce(0) { count, name in
            count + ((try? FileManager.default.contentsOfDirectory(atPath: "\(maildir)/\(name)"))?.count ?? 0)
        }
    }

    /// Makes all messages that are there older, as the server dates them. Nobody may have asked for their dates yet.
    public func age(byDays days: Double) throws {
        for name in ["new", "cur"] {
            for file in try FileManager.default.contentsOfDirectory(atPath: "\(maildir)/\(name)") {
                let path = "\(maildir)/\(name)/\(file)"
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                let date = (attributes[.modificationDate] as? Date ?? Date()).addingTimeInterval(-86_400 * days)
                try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
            }
        }
    }

    /// Makes the message with that subject one that the server cannot read, as on a broken disk: asked for it, Dovecot says
    /// BYE.
    public func makeUnreadable(subject: String) throws { try setMode(0, subject: subject) }

    /// The server can read all of its messages again.
    public func makeReadable() throws { try setMode(0o600, subject: nil) }

    /// - Parameter subject: nil: of all messages.
    private func setMode(_ mode: mode_t, subject: String?) throws {
        let encoded = subject.map { "Subject: =?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }
        for name in ["new", "cur"] {
            for file in try FileManager.default.contentsOfDirectory(atPath: "\(maildir)/\(name)") {
                let path = "\(maildir)/\(name)/\(file)"
                let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
                guard encoded.map({ text.contains($0) }) ?? true else { continue }
                guard chmod(path, mode) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM) }
            }
        }
    }

    /// Makes the server number the messages anew, under another UIDVALIDITY, as after a move of the mailbox. Nobody may
    /// be connected to the account.
    public func changeUIDValidity() throws {
        let list = "\(maildir)/dovecot-uidlist"
        let text = (try? String(contentsOfFile: list, encoding: .utf8)) ?? ""
        let words = text.prefix { $0 != "\n" }.split(separator: " ")
        let old = words.first { $0.hasPrefix("V") }.flatMap { UInt32($0.dropFirst()) } ?? 1
        for name in try FileManager.default.contentsOfDirectory(atPath: maildir) where name.hasPrefix("dovecot.index") {
            try FileManager.default.removeItem(atPath: "\(maildir)/\(name)")
        }
        try Data("3 V\(old + 1) N1\n".utf8).write(to: URL(filePath: list))
        try give(list)
    }

    private func give(_ path: String) throws {
        guard let owner, let entry = getpwnam(owner) else { return }
        guard chown(path, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
        }
    }
}
