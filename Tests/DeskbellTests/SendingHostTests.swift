import Testing

@testable import Deskbell

@Suite struct `The name of the sending host` {
    @Test(arguments: ["192.0.2.1", "2001:db8::beef", "fe80::a", "::1"])
    func `is none where the server is given by its number`(_ host: String) {
        #expect(SendingHostCheck.isNumber(host))
    }

    @Test(arguments: ["mail.example.com", "beef.example", "192.0.2.1.example"])
    func `is a name else`(_ host: String) {
        #expect(!SendingHostCheck.isNumber(host))
    }

    @Test func `is asked for by every address, short or long`() {
        #expect(SendingHostCheck.reverseName(of: "192.0.2.1") == "1.2.0.192.in-addr.arpa")
        let zeros = String(repeating: "0.", count: 19)
        #expect(SendingHostCheck.reverseName(of: "2001:db8::beef") == "f.e.e.b.\(zeros)0.8.b.d.0.1.0.0.2.ip6.arpa")
        #expect(
            SendingHostCheck.reverseName(of: "2001:0db8:0:0:0:0:0:beef")
                == SendingHostCheck.reverseName(of: "2001:db8::beef"))
        #expect(SendingHostCheck.reverseName(of: "::1").hasPrefix("1.0.0."))
    }

    @Test func `is a provider's only as a whole or under its domain`() {
        for host in ["mail.ru", "smtp.mail.ru", "smtp.gmail.com"] {
            #expect(SendingHostCheck.isProviders(host), "\(host)")
        }
        for host in ["hotmail.ru", "notmail.ru", "mail.ru.example", "mygmail.com"] {
            #expect(!SendingHostCheck.isProviders(host), "\(host)")
        }
    }
}
