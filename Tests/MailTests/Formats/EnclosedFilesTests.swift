import Mail
import Testing

@Suite struct `Opening containers` {
    @Test func `winmail_dat gives its files and its text`() {
        let stream = TNEFWriter.stream([
            TNEFWriter.message([(0x1000, 0x001F, TNEFWriter.unicode("Hello from Outlook"))]),
            TNEFWriter.file(title: "OFFER~1.PDF", content: [1, 2, 3], longName: "Offer for Ann.pdf"),
        ])
        let mail = Self.mail(type: "application/ms-tnef; name=winmail.dat", body: stream)
        #expect(mail.text == "Hello from Outlook")
        #expect(mail.attachments.map(\.filename) == ["Offer for Ann.pdf"])
        #expect(mail.attachments.map(\.mimeType) == ["application/pdf"])
        #expect(mail.attachments.map(\.content) == [[1, 2, 3]])
    }

    @Test func `winmail_dat under the type of any file is opened too`() {
        let stream = TNEFWriter.stream([TNEFWriter.file(title: "a.txt", content: Array("x".utf8), longName: nil)])
        let mail = Self.mail(type: "application/octet-stream; name=winmail.dat", body: stream)
        #expect(mail.attachments.map(\.filename) == ["a.txt"])
    }

    @Test func `names and types in winmail_dat are hostile`() {
        let stream = TNEFWriter.stream([
            TNEFWriter.file(title: "x", content: [1], longName: "..\\..\\<script>.svg\u{202E}gpj.exe")
        ])
        let file = Self.mail(type: "application/ms-tnef", body: stream).attachments.first
        #expect(file?.filename == "_script_.svggpj.exe")
        #expect(file?.mimeType == "application/octet-stream")
    }

    @Test func `the HTML of winmail_dat is the HTML of the mail`() {
        let html = TNEFWriter.message([(0x1013, 0x0102, Array("<p>Rich &amp; poor</p>".utf8))])
        let mail = Self.mail(type: "application/ms-tnef", body: TNEFWriter.stream([html]))
        #expect(mail.html == "<p>Rich &amp; poor</p>")
        #expect(mail.text == "Rich & poor")
    }

    @Test func `RTF of Outlook gives back the HTML in it`() {
        let rtf =
            #"{\rtf1\ansi\ansicpg1251\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}"#
            + #"{\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 \'cf\'f0\u1080?\'e2\'e5\'f2 < 3{\*\htmltag92 </b>}"#
            + #"\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}"#
        let stream = TNEFWriter.stream([TNEFWriter.message([(0x1009, 0x0102, TNEFWriter.storedRTF(rtf))])])
        let mail = Self.mail(type: "application/ms-tnef", body: stream)
        #expect(mail.html == "<p><b>Привет &lt; 3</b></p>")
    }

    @Test func `compressed RTF is expanded`() {
        // The example of MS-OXRTFCP §4.1.1.
        let compressed: [UInt8] = [
            0x2D, 0, 0, 0, 0x2B, 0, 0, 0, 0x4C, 0x5A, 0x46, 0x75, 0xF1, 0xC5, 0xC7, 0xA7, 0x03, 0x00, 0x0A, 0x00, 0x72,
            0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0A, 0xF3, 0x20, 0x68, 0x65, 0x6C, 0x09, 0x00, 0x20, 0x62,
            0x77, 0x05, 0xB0, 0x6C, 0x64, 0x7D, 0x0A, 0x80, 0x0F, 0xA0,
        ]
        let stream = TNEFWriter.stream([TNEFWriter.message([(0x1009, 0x0102, compressed)])])
        #expect(Self.mail(type: "application/ms-tnef", body: stream).text == "hello world")
    }

    @Test func `a cut winmail_dat gives what is there, junk stays a file`() {
        let stream = TNEFWriter.stream([
            TNEFWriter.message([(0x1000, 0x001F, TNEFWriter.unicode("Hello"))]),
            TNEFWriter.file(title: "a.bin", content: [UInt8](repeating: 7, count: 100), longName: nil),
        ])
        for length in 0..<stream.count {
            _ = Self.mail(type: "application/ms-tnef", body: Array(stream.prefix(length)))
        }
        let cut = Self.mail(type: "application/ms-tnef", body: Array(stream.dropLast(60)))
        #expect(cut.text == "Hello")
        #expect(cut.attachments.map(\.filename) == ["a.bin"])
        let junk = Self.mail(type: "application/ms-tnef; name=winmail.dat", body: [1, 2, 3])
        #expect(junk.attachments.map(\.filename) == ["winmail.dat"])
    }

    @Test(arguments: [false, true])
    func `opaque S_MIME shows the message that was signed`(isIndefinite: Bool) {
        let inner = Array("Content-Type: text/plain\r\n\r\nSigned words\r\n".utf8)
        let mail = Self.mail(
            type: "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
            body: CMSWriter.signedData(inner, isIndefinite: isIndefinite))
        #expect(mail.text == "Signed words")
        #expect(mail.attachments.isEmpty)
        #expect(mail.signatureFiles.map(\.filename) == ["smime.p7m"])
        #expect(!mail.defects.contains(.encrypted))
    }

    @Test func `enveloped S_MIME stays closed`() {
        let enveloped: [UInt8] = [
            0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03, 0xA0, 0,
        ]
        let mail = Self.mail(type: "application/pkcs7-mime; name=smime.p7m", body: enveloped)
        #expect(mail.defects.contains(.encrypted))
        #expect(mail.attachments.map(\.filename) == ["smime.p7m"])
    }

    @Test func `signatures around signatures end somewhere`() {
        var message = Array("Content-Type: text/plain\r\n\r\nwords\r\n".utf8)
        for _ in 0..<20 {
            message =
                Array("Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n\r\n".utf8)
                + CMSWriter.signedData(message, isIndefinite: false)
        }
        #expect(Email(parsing: message).attachments.count == 1)
    }

    @Test func `yEnc files in a text are taken out`() {
        let content = Array("Hello = yEnc".utf8)
        var encoded: [UInt8] = []
        for byte in content {
            let shifted = byte &+ 42
            if [0, 10, 13, 61].contains(shifted) { encoded += [61, shifted &+ 64] } else { encoded.append(shifted) }
        }
        let head = Array(
            "Content-Type: text/plain\r\n\r\nSee below\r\n=ybegin line=128 size=12 name=a file.bin\r\n".utf8)
        let mail = Email(parsing: head + encoded + Array("\r\n=yend size=12\r\nBye\r\n".utf8))
        #expect(mail.text == "See below\nBye")
        #expect(mail.attachments.map(\.filename) == ["a file.bin"])
        #expect(mail.attachments.map(\.content) == [content])
    }

    @Test func `BinHex gives the data fork`() {
        let mail = Mails.parse(
            """
            Content-Type: application/mac-binhex40; name=x.hqx

            (This file must be converted with BinHex 4.0)

            :\(BinHexWriter.digits(name: "note.txt", content: Array("Hello\u{90}\u{90}aaaaaa".utf8))):
            """)
        #expect(mail.attachments.map(\.filename) == ["note.txt"])
        #expect(mail.attachments.map(\.content) == [Array("Hello\u{90}\u{90}aaaaaa".utf8)])
    }

    @Test func `of AppleDouble the data fork is the file`() {
        let mail = Mails.parse(
            """
            Content-Type: multipart/appledouble; boundary=b

            --b
            Content-Type: application/applefile; name="%photo.jpg"

            junk
            --b
            Content-Type: image/jpeg; name=photo.jpg

            data
            --b--
            """)
        #expect(mail.attachments.map(\.filename) == ["photo.jpg"])
        #expect(mail.attachments.map(\.content) == [Array("data".utf8)])
    }

    @Test func `what is called base64 and is none stays as it is`() {
        let mail = Mails.parse(
            "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nHello, this is - no! - base64.")
        #expect(mail.text == "Hello, this is - no! - base64.")
        #expect(mail.defects.contains(.damagedTransferEncoding))
    }

    private static func mail(type: String, body: [UInt8]) -> Email {
        Email(
            parsing: Array(
                "From: ann@customer.example\r\nContent-Type: \(type)\r\nContent-Transfer-Encoding: binary\r\n\r\n".utf8)
                + body)
    }
}
