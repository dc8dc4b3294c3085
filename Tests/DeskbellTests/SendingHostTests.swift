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

    @Test func `is a provider's only as a whole or under its domain`() {
        for host in ["mail.ru", "smtp.mail.ru", "smtp.gmail.com"] {
            #expect(SendingHostCheck.isProviders(host), "\(host)")
        }
        for host in ["hotmail.ru", "notmail.ru", "mail.ru.example", "mygmail.com"] {
            #expect(!SendingHostCheck.isProviders(host), "\(host)")
        }
    }
}
