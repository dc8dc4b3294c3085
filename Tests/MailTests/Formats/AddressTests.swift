import Mail
import Testing

@Suite struct `Reading addresses` {
    private func list(_ header: String) -> [String] {
        Address.list(parsing: header).map { "\($0.name ?? "")|\($0.address)" }
    }

    @Test func `an encoded word cannot become an address`() {
        let found = Address.list(parsing: "=?utf-8?q?admin=40bank=2Eexample=3E?= <mallory@evil.example>")
        #expect(found.map(\.address) == ["mallory@evil.example"])
        #expect(Address.list(parsing: "=?utf-8?q?admin=40bank=2Eexample?=").isEmpty)
    }

    @Test func `no mark inside an encoded word counts`() {
        #expect(list("=?utf-8?Q?Firma:_Team?= <john@a.example>") == ["Firma: Team|john@a.example"])
        #expect(list("=?utf-8?Q?a;b?= <john@a.example>") == ["a;b|john@a.example"])
        #expect(
            list("=?utf-8?Q?Doe,_J?= <j@x.example>, =?utf-8?Q?Roe;_A?= <a@x.example>") == [
                "Doe, J|j@x.example", "Roe; A|a@x.example",
            ])
        #expect(
            list("=?utf-8?Q?Doe_<boss@victim.example>_?= <john@a.example>") == [
                "Doe <boss@victim.example>|john@a.example"
            ])
        // What nobody ends is no word.
        #expect(
            list("=?utf-8?Q?Ann <ann@a.example>, Ben <ben@b.example>").map { $0.split(separator: "|").last } == [
                "ann@a.example", "ben@b.example",
            ])
    }

    @Test func `of two addresses without a comma neither is hidden`() {
        #expect(list("<a@x.example><b@y.example>") == ["|a@x.example", "|b@y.example"])
        #expect(list("Ann <a@x.example> Bob <b@y.example>") == ["Ann|a@x.example", "Bob|b@y.example"])
        #expect(list("Ann <a@x.example> <a@x.example>") == ["Ann|a@x.example"])
        let mail = Mails.parse("From: \"Boss\" <boss@victim.example> <x@evil.example>\n\nx")
        #expect(!mail.hasOneFrom)
        #expect(Mails.parse("From: \"Boss\" <boss@victim.example>\n\nx").hasOneFrom)
    }

    @Test func `no address is taken out of a quoted name`() {
        #expect(Address.list(parsing: "\"root@localhost\" <root>").isEmpty)
        #expect(Address.list(parsing: "\"boss@victim.example\" <not an address>").isEmpty)
        #expect(list("\"ann@a.example\" <>") == ["|ann@a.example"])
        #expect(Mails.parse("From: \"boss@victim.example\" <x>\n\nx").from == nil)
    }

    @Test(arguments: [
        "", " ", ",", "<>", "undisclosed-recipients:;", "no address here", "@", "a@", "@b", "\"", "(", "<", "a b c <",
    ])
    func `what is no address gives none`(header: String) {
        #expect(Address.list(parsing: header).isEmpty)
    }

    @Test func `a comma in an unquoted name does not split it`() {
        #expect(
            list("Doe, John <john@a.example>, Ann <ann@b.example>") == [
                "Doe, John|john@a.example", "Ann|ann@b.example",
            ])
    }

    @Test func `several commas in an unquoted name do not split it`() {
        #expect(list("Ann Lee, CEO, Acme Inc. <ann@a.example>") == ["Ann Lee, CEO, Acme Inc.|ann@a.example"])
        #expect(list("ann@a.example, Lee, Ben <ben@b.example>") == ["|ann@a.example", "Lee, Ben|ben@b.example"])
    }

    @Test func `what nobody sees is no part of an address`() {
        #expect(
            list("Ann <\u{200B}ann@a.example>, <ben@b.example\u{200B}>") == ["Ann|ann@a.example", "|ben@b.example"])
        #expect(list("<ann@a\u{3002}example>") == ["|ann@a.example"])
        #expect(list("<аня@почта.example>") == ["|аня@почта.example"])
    }

    @Test func `a comma in a quoted name does not split it`() {
        #expect(list(#""Doe, \"J\" John" <john@a.example>"#) == [#"Doe, "J" John|john@a.example"#])
    }

    @Test func `semicolons separate as Outlook writes them`() {
        #expect(list("ann@a.example; Ben <ben@b.example>") == ["|ann@a.example", "Ben|ben@b.example"])
    }

    @Test func `a group is dissolved`() {
        #expect(
            list("Team: ann@a.example, Ben <ben@b.example>; carl@c.example") == [
                "|ann@a.example", "Ben|ben@b.example", "|carl@c.example",
            ])
    }

    @Test func `comments may stand anywhere and name an address that has no name`() {
        #expect(list("ann@a.example (Ann)") == ["Ann|ann@a.example"])
        #expect(
            list("Pete(a \\) chap) <pete(his account)@silly.example(his host)>") == [
                "Pete (a ) chap his account his host)|pete@silly.example"
            ])
    }

    @Test func `a comment tells people apart in a list, and is no part of the sender's name`() {
        #expect(
            list("Ann (Sales) <a@x.example>, Ann (Billing) <b@x.example>") == [
                "Ann (Sales)|a@x.example", "Ann (Billing)|b@x.example",
            ])
        #expect(Mails.parse("From: Ann (private) <a@x.example>\n\nx").from?.name == "Ann")
        #expect(Mails.parse("From: Ann <a@x.example> (Анна)\n\nx").from?.name == "Ann (Анна)")
    }

    @Test func `the quotes and brackets of careless programs are not part of name or address`() {
        #expect(list("'Ann Lee' <ann@a.example>") == ["Ann Lee|ann@a.example"])
        #expect(list("'Ann' via 'Desk' <ann@a.example>") == ["'Ann' via 'Desk'|ann@a.example"])
        #expect(list("Ann <<ann@a.example>>, Ben <ben@b.example>>") == ["Ann|ann@a.example", "Ben|ben@b.example"])
        #expect(
            list("Ann Lee [ann@a.example], Ben [mailto:ben@b.example]") == [
                "Ann Lee|ann@a.example", "Ben|ben@b.example",
            ])
    }

    @Test func `a link that does something is nobody's address`() {
        #expect(Address.list(parsing: "<mailto:list@x.example?subject=subscribe>, <http://x.example/@list>").isEmpty)
    }

    @Test func `an address without brackets behind a name counts`() {
        #expect(list("Ann Customer ann@a.example") == ["Ann Customer|ann@a.example"])
    }

    @Test func `a missing bracket does not swallow the next address`() {
        #expect(list("Ann <ann@a.example, Ben <ben@b.example>") == ["Ann|ann@a.example", "Ben|ben@b.example"])
    }

    @Test func `a quote that nobody ends hides no address`() {
        #expect(list("\"Ann <ann@a.example>, Ben <ben@b.example>") == ["Ann|ann@a.example", "Ben|ben@b.example"])
        #expect(list("Ann\" <ann@a.example>") == ["Ann|ann@a.example"])
        let hostile = String(repeating: "\\\"", count: 200_000)
        #expect(list(hostile).isEmpty)
    }

    @Test func `addresses with nothing but blanks between them are several`() {
        #expect(list("ann@a.example ben@b.example") == ["|ann@a.example", "|ben@b.example"])
        #expect(list("ann@home ann@a.example") == ["|ann@home", "|ann@a.example"])
        #expect(list("call ann@a.example") == ["call|ann@a.example"])
    }

    @Test func `routes, mailto and blanks around marks are tolerated`() {
        #expect(list("<@one.example,@two.example:ann@a.example>") == ["|ann@a.example"])
        #expect(list("<mailto:ann@a.example>") == ["|ann@a.example"])
        #expect(list("ann @ a . example") == ["|ann@a.example"])
    }

    @Test func `a quoted local part stays quoted`() {
        #expect(list(#""ann b"@a.example"#) == [#"|"ann b"@a.example"#])
    }

    @Test func `an address as its own name is read`() {
        #expect(list(#""ann@a.example" <ann@a.example>"#) == ["ann@a.example|ann@a.example"])
    }

    @Test func `names are decoded, and marks that turn text around are gone`() {
        #expect(list("=?koi8-r?B?4c7OwQ==?= <a@b.example>") == ["Анна|a@b.example"])
        #expect(list("=?utf-8?Q?Ann=E2=80=AEgpj?= <a@b.example>") == ["Anngpj|a@b.example"])
    }

    @Test(arguments: [
        ("ann@xn--80a1acny.xn--p1ai", "ann@почта.рф"), ("ann@XN--BCHER-KVA.example", "ann@bücher.example"),
        ("ann@xn--fiqs8s.xn--fiqs8s", "ann@中国.中国"), ("ann@mail.xn--bcher-kva.example", "ann@mail.bücher.example"),
        // "аррӏе" in Cyrillic, "gооgle" with two Cyrillic letters, what is no Punycode, letters that read from the right.
        ("ann@xn--80ak6aa92e.com", "ann@xn--80ak6aa92e.com"), ("ann@xn--ggle-55da.com", "ann@xn--ggle-55da.com"),
        ("ann@xn--a.example", "ann@xn--a.example"), ("ann@xn--99999999999.example", "ann@xn--99999999999.example"),
        ("ann@xn--4dbrk0ce.example", "ann@xn--4dbrk0ce.example"),
    ])
    func `an international domain is shown in its letters where they deceive nobody`(written: String, shown: String) {
        let parsed = Address.list(parsing: "Ann <\(written)>")
        #expect(parsed.map(\.address) == [shown])
        #expect(parsed.first?.key == written.lowercased())
    }

    @Test func `the key folds case, the trailing dot and international domains`() {
        #expect(Address(address: "Ann@Example.ORG.").key == "ann@example.org")
        // Letters that lower case brings into ASCII: the Kelvin sign, the dotted I.
        #expect(Address(address: "mi\u{212A}e@example.org").key != "mike@example.org")
        #expect(!Address(address: "mi\u{212A}e@example.org").key.utf8.contains(UInt8(ascii: "k")))
        #expect(!Address(address: "M\u{130}ke@example.org").key.hasPrefix("mi"))
        #expect(Address(address: "ИВАН@example.org").key == "иван@example.org")
        #expect(Address(address: "ann@bücher.example").key == "ann@xn--bcher-kva.example")
        #expect(Address(address: "ann@Почта.рф").key == Address.key(of: "ann@xn--80a1acny.xn--p1ai"))
    }

    @Test func `at most two thousand addresses are taken`() {
        let header = String(repeating: "a@b.example,", count: 10_000)
        #expect(Address.list(parsing: header).count == 2000)
    }
}
