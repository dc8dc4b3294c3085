import Foundation
import Mail

/// A file that holds an id, address or mark which was made for staff or a mailbox: whoever has it may answer customers. Mail
/// programs attach the notification itself to an answer, and people save it and send it on.
///
/// Each signature is checked, so that no other file is taken for one. What is packed (a PDF, an archive) is not looked into.
struct StaffTokenScan {
    let keys: Keys

    /// Messages in messages are looked into as far as this.
    private static let depthAtMost = 3
    /// A local part of an address has 64 bytes at most, and so has the longest id.
    private static let wordBytesAtMost = 80

    /// - Parameter isMail: it is a message, whose texts and files may be encoded.
    func finds(in content: [UInt8], isMail: Bool, depth: Int = 0) -> Bool {
        if content.withUnsafeBytes({ holdsToken(in: $0) }) { return true }
        guard isMail, depth < Self.depthAtMost else { return false }
        let email = Email(parsing: content)
        let texts = [email.text, email.html ?? ""]
        if texts.contains(where: { Array($0.utf8).withUnsafeBytes { holdsToken(in: $0) } }) { return true }
        return email.attachments.contains {
            finds(in: $0.content, isMail: Self.isMail($0.filename, $0.mimeType), depth: depth + 1)
        }
    }

    /// The same for a file of a mail.
    func finds(in file: Mail.Attachment) -> Bool {
        finds(in: file.content, isMail: Self.isMail(file.filename, file.mimeType))
    }

    static func isMail(_ filename: String, _ mimeType: String) -> Bool {
        mimeType.lowercased().hasPrefix("message/") || filename.lowercased().hasSuffix(".eml")
    }

    /// Also where every other byte is zero, as Outlook's own files have it. Only what has the shape of a token is looked at: files
    /// are large.
    private func holdsToken(in bytes: UnsafeRawBufferPointer) -> Bool {
        var start = 0
        while let at = Self.next(UInt8(ascii: "@"), from: start, in: bytes) {
            for step in [1, 2] where isStaffs(word(before: at, step, in: bytes)) { return true }
            start = at + 1
        }
        start = 0
        while let at = Self.next(UInt8(ascii: ":"), from: start, in: bytes) {
            for step in [1, 2] where isStaffsMark(around: at, step, in: bytes) { return true }
            start = at + 1
        }
        return false
    }

    private static func next(_ byte: UInt8, from start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count,
            let found = memchr(base + start, Int32(byte), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// What stands before an `@`: the local part of an address, or the left half of an id.
    private func word(before end: Int, _ step: Int, in bytes: UnsafeRawBufferPointer) -> String {
        var word: [UInt8] = [], index = end - step
        while index >= 0, word.count < Self.wordBytesAtMost, isTokenByte(bytes[index]) {
            word.append(bytes[index])
            index -= step
        }
        return String(decoding: word.reversed(), as: UTF8.self)
    }

    /// Whether the colon ends `deskbell-ref:`, with a token for staff behind it.
    private func isStaffsMark(around colon: Int, _ step: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard word(before: colon, step, in: bytes).lowercased().hasSuffix("deskbell-ref") else { return false }
        var word: [UInt8] = [], index = colon + step
        while index < bytes.count, word.count < Self.wordBytesAtMost, isTokenByte(bytes[index]) {
            word.append(bytes[index])
            index += step
        }
        let text = "deskbell-ref:\(String(decoding: word, as: UTF8.self))"
        return BodyToken.clues(in: text, html: nil, keys: keys).contains { $0.audience != .customer }
    }

    private func isStaffs(_ word: String) -> Bool {
        // A signature stands behind a dot in both.
        guard word.utf8.count > 16, word.utf8.contains(UInt8(ascii: ".")) else { return false }
        let id = MessageIdentifier("\(word)@x", keys: keys)?.audience
        let address = ReplyAddress.clue(of: "\(word)@x", keys: keys)?.audience
        return [id, address].contains { $0 != nil && $0 != .customer }
    }
}

extension Desk {
    /// The draft, with the note of which of its files hold nothing that was made for staff. Files are large: what was looked into here
    /// is not looked into again by the transaction that writes the answer.
    public func lookedThrough(_ draft: Draft, by author: Person) async throws -> Draft {
        guard author.isStaff, !draft.isInternal, !draft.uploads.isEmpty || !draft.attachmentIDs.isEmpty else {
            return draft
        }
        let kept = try await read { tx in
            try tx.uploads(draft.attachmentIDs, by: author).map {
                (id: $0.uuid, file: Upload($0, try tx.content($0.contentHash)))
            }
        }
        let scan = StaffTokenScan(keys: keys)
        return await offThePool {
            var draft = draft
            for index in draft.uploads.indices {
                draft.uploads[index].isHarmless = !scan.finds(in: draft.uploads[index])
            }
            draft.harmlessIDs = Set(kept.filter { !scan.finds(in: $0.file) }.map(\.id))
            return draft
        }
    }
}

extension StaffTokenScan {
    fileprivate func finds(in upload: Upload) -> Bool {
        finds(in: upload.content, isMail: Self.isMail(upload.filename, upload.mimeType))
    }
}

extension Upload {
    /// A file that is kept already.
    fileprivate init(_ file: Attachment, _ content: [UInt8]) {
        self.init(filename: file.filename, mimeType: file.mimeType, content: content)
    }
}

extension DeskTransaction {
    /// - Throws: `DeskError.invalid` for a file that would let the customer answer as staff.
    func refuseStaffTokens(in draft: Draft, by author: Person) throws {
        let scan = StaffTokenScan(keys: desk.keys)
        for upload in draft.uploads where !upload.isHarmless && scan.finds(in: upload) {
            throw Self.isForStaffAlone(upload.filename)
        }
        for file in try uploads(draft.attachmentIDs, by: author) where !draft.harmlessIDs.contains(file.uuid) {
            if scan.finds(in: Upload(file, try content(file.contentHash))) { throw Self.isForStaffAlone(file.filename) }
        }
    }

    private static func isForStaffAlone(_ filename: String) -> DeskError {
        DeskError.invalid(
            "attachments",
            "“\(filename)” is, or holds, one of our mails to staff: whoever has it can answer as staff. Add it to a note"
        )
    }

    /// The files of a mail of staff that must not go on to the customer. Large ones are looked into before the transaction.
    func filesForStaff(of mail: UnderstoodMail) -> [Mail.Attachment] {
        mail.filesForStaff ?? mail.email.attachments.filter(StaffTokenScan(keys: desk.keys).finds)
    }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
        true
    default: false
    }
}
