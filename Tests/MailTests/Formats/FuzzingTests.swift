import Foundation
import Mail
import Testing

/// The entry points of the fuzzer with inputs that are the same in each run: our own mails, damaged at random.
@Suite struct `Damaged input` {
    private static let rounds = 1200
    private static let patience = Duration.seconds(1)

    @Test(arguments: FuzzTarget.allCases) func `is read to the end, and soon`(target: FuzzTarget) {
        var numbers = SeededNumbers(seed: 2026)
        let clock = ContinuousClock()
        for round in 0..<Self.rounds {
            let input = Self.damaged(Self.seeds(of: target), by: &numbers)
            let time = clock.measure { target.run(input) }
            #expect(time < Self.patience, "round \(round): \(time) for \(input.count) bytes")
        }
    }

    private static func seeds(of target: FuzzTarget) -> [[UInt8]] {
        switch target {
        case .message, .reply: mails
        case .sanitizer: pages
        case .imap: conversations
        }
    }

    /// Some bytes changed, runs cut out, doubled, moved, and pieces of another seed put in.
    private static func damaged(_ seeds: [[UInt8]], by numbers: inout SeededNumbers) -> [UInt8] {
        var bytes = seeds[Int.random(in: 0..<seeds.count, using: &numbers)]
        for _ in 0...Int.random(in: 0..<12, using: &numbers) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &numbers)
            let end = min(bytes.count, start + 1 + Int.random(in: 0..<64, using: &numbers))
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: bytes[start] = UInt8(Int.random(in: 0..<256, using: &numbers))
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 3: bytes.insert(contentsOf: words[Int.random(in: 0..<words.count, using: &numbers)], at: start)
            case 4: bytes = Array(bytes[start...]) + bytes[..<start]
            default:
                let other = seeds[Int.random(in: 0..<seeds.count, using: &numbers)]
                let from = Int.random(in: 0..<max(1, other.count), using: &numbers)
                bytes.insert(contentsOf: other[from..<min(other.count, from + 200)], at: start)
            }
        }
        return bytes
    }

    /// What parsers stumble over.
    private static let words: [[UInt8]] = [
        "\r\n", "\r\n\r\n", "--", "--b--\r\n", "\u{0}", "=?utf-8?b?", "?=", "=", "<", ">", "\"", "(", ")", ";", ":",
        "<style>", "</", "<!--", "style=\"", "&#", "> ", "On ", " wrote:", "-----", "{99999999999}\r\n", "* 1 FETCH (",
        "begin 644 a\r\n",
        "=ybegin line=1 size=1 name=a\r\n", "multipart/mixed; boundary=b", "message/rfc822", "base64", "\u{202E}",
    ].map { Array($0.utf8) }

    private static let mails: [[UInt8]] = {
        let texts = [
            "From: Ann <ann@x.example>\nTo: \"B, C\" <b@x.example>, D: e@x.example;\nSubject: =?utf-8?q?=D0=9F?= a\n\nHello\n\nOn Mon, 9 Nov 2026 at 10:00, Ben <ben@x.example> wrote:\n> old\n-- \nAnn\n",
            "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <1@x.example>\n\nold\n--b--\n",
            "Content-Type: multipart/alternative; boundary=\"a b\"\n\n--a b\nContent-Type: text/plain; charset=koi8-r; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\nsoft =\nbreak =D0=CF\n--a b\nContent-Type: text/html\n\n<p style='color:red'>x<blockquote type=cite>y</blockquote>\n--a b--\n",
            "From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream; name*0*=utf-8''%D0%9F; name*1=b.bin\nContent-Transfer-Encoding: base64\n\nAAEC/w==\n--b\n\nbegin 644 a.txt\n#0V%T\n`\nend\n--b--\n",
        ]
        let tnef = TNEFWriter.stream([
            TNEFWriter.message([
                (0x1000, 0x001F, TNEFWriter.unicode("Hello")),
                (0x1009, 0x0102, TNEFWriter.storedRTF("{\\rtf1\\fromhtml1 {\\*\\htmltag <p>}x}")),
            ]),
            TNEFWriter.file(title: "a.txt", content: [1, 2, 3], longName: "b.txt"),
        ])
        let head = { (type: String) in Array("Content-Type: \(type)\r\nContent-Transfer-Encoding: binary\r\n\r\n".utf8)
        }
        return texts.map(Mails.raw) + [
            head("application/ms-tnef") + tnef,
            head("application/pkcs7-mime")
                + CMSWriter.signedData(Mails.raw("Subject: x\n\nSigned"), isIndefinite: true),
            head("application/mac-binhex40")
                + Array(":\(BinHexWriter.digits(name: "a", content: [1, 2, 3])):".utf8),
        ]
    }()

    private static let pages: [[UInt8]] = [
        "<html><head><style>p.a,td > b{color:red;margin:1px}@media all{p{x:y}}</style></head><body class=a><p style=\"font:12px 'A'\">x</p><img src=cid:1><img src='https://x.example/a.png'></body></html>",
        "<table><tr><td>a<td>b</table><ul><li>x<ol start=3><li>y</ul><pre> z\n</pre><a href=\"java&#115;cript:x\">l</a>",
        "<svg><style><img src=x onerror=alert(1)></svg><math><mtext><!--x--><template><p>y</template><noscript>z",
    ].map { Array($0.utf8) }

    private static let conversations: [[UInt8]] = [
        "@* OK [CAPABILITY IMAP4rev1 IDLE] hi\r\na1 OK [UIDNEXT 5] done\r\n* LIST (\\HasNoChildren) \"/\" \"INBOX\"\r\n",
        "\u{7}* 12 FETCH (UID 7 FLAGS (\\Seen) RFC822.SIZE 4 INTERNALDATE \"10-Nov-2026 10:00:00 +0300\" BODY[] {4}\r\nabcd)\r\n",
        "a* SEARCH 1 2 3\r\n* STATUS INBOX (MESSAGES 1 UIDVALIDITY 5)\r\n+ idling\r\n* BYE\r\n",
    ].map { Array($0.utf8) }
}
