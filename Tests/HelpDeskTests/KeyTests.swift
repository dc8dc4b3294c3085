import Foundation
import HelpDesk
import Testing

@Suite struct `Keys of an installation` {
    private let old = "the secret of last year, long enough", new = "the secret of this year, long enough"

    @Test func `what was sealed cannot be opened with another secret, another purpose or a changed byte`() throws {
        let keys = try Keys(secret: new)
        let sealed = try keys.seal(Array("пароль".utf8), for: "imap password of mailbox 2")
        #expect(throws: DeskError.self) { try Keys(secret: old).open(sealed, for: "imap password of mailbox 2") }
        #expect(throws: DeskError.self) { try keys.open(sealed, for: "imap password of mailbox 3") }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: DeskError.self) { try keys.open(changed, for: "imap password of mailbox 2") }
        }
        #expect(throws: DeskError.self) { try keys.open([], for: "imap password of mailbox 2") }
    }

    @Test func `what the previous secret has sealed can still be read after a change`() throws {
        let sealed = try Keys(secret: old).seal(Array("hunter2".utf8), for: "password")
        let rotated = try Keys(secret: new, previous: [old])
        #expect(try rotated.open(sealed, for: "password") == Array("hunter2".utf8))
        #expect(throws: DeskError.self) {
            try Keys(secret: old).open(rotated.seal([1], for: "password"), for: "password")
        }
    }

    @Test func `a short secret is refused, also as a previous one`() {
        #expect(throws: DeskError.self) { try Keys(secret: "short") }
        #expect(throws: DeskError.self) { try Keys(secret: new, previous: ["short"]) }
    }
}
