import Database
import HelpDesk
import Mail
import TestKit
import Testing

@Suite struct `Which ticket a mail belongs to` {
    /// What can point to a ticket, strongest first.
    private enum Clue: CaseIterable {
        case signedID, replyAddress, knownID, mark, number

        var code: Reason.Code {
            switch self {
            case .signedID: .signedMessageID
            case .replyAddress: .replyAddress
            case .knownID: .knownMessageID
            case .mark: .bodyToken
            case .number: .subjectTag
            }
        }
    }

    /// One of two tickets of Anna, with the mail that opened it and what we wrote back.
    private struct Case {
        let ticket: Ticket
        let first: TestMail
        let answer: OutboxMail

        var replyAddress: String { answer.email.replyTo.first?.address ?? "" }
        var mark: String {
            let html = answer.email.html ?? ""
            return html.firstRange(of: "deskbell-ref:").map { String(html[$0.lowerBound...].prefix { $0 != "<" }) }
                ?? ""
        }

        func put(_ clue: Clue, into mail: inout TestMail) {
            switch clue {
            case .signedID: mail.inReplyTo = answer.email.messageID
            case .replyAddress: mail.headers.append(("Delivered-To", replyAddress))
            case .knownID: mail.references.append(first.messageID ?? "")
            case .mark: mail.text += "\n\n> \(mark)\n"
            case .number: mail.subject += " [\(ticket.number)]"
            }
        }
    }

    private func desk() async throws -> (TestDesk, Case, Case) {
        let desk = try await TestDesk(.sqlite)
        try await desk.desk.write { tx in try tx.setPlusAddressing(true, of: 1) }
        let agent = try await desk.agent()
        func open(_ subject: String) async throws -> Case {
            let mail = TestMail(from: .anna, subject)
            let ticket = try await desk.ticket(of: desk.receives(mail))
            try await desk.replies(agent, to: ticket, "Which one?")
            return Case(
                ticket: ticket, first: mail,
                answer: try #require(try await desk.outbox(to: Sender.anna.address).last))
        }
        return (desk, try await open("Lamp"), try await open("Chair"))
    }

    @Test func `is told by nothing that is not ours, or was made for another ticket, purpose or address`() async throws
    {
        let (desk, lamp, chair) = try await desk()
        let address = lamp.replyAddress, token = address.split(separator: ".").dropFirst()
        let signature = String(address.prefix { $0 != "@" }.split(separator: ".").last ?? "")
        let id = String(lamp.ticket.id, radix: 36), other = String(chair.ticket.id, radix: 36)
        #expect(token.count >= 2 && signature.utf8.count == 16)
        var mails: [TestMail] = []
        for forged in [
            address.replacing(".\(id).", with: ".\(other)."),
            address.replacing(signature, with: "a" + signature.dropFirst()),
        ] where forged != address {
            mails.append(TestMail(from: .mallory, "To \(forged)").with("Delivered-To", forged))
        }
        // The signature of an address in the mark, and the other way round.
        mails.append(TestMail(from: .mallory, "Mark", "> deskbell-ref:\(id).\(signature)\n"))
        let ofMark = lamp.mark.split(separator: ".").last ?? ""
        mails.append(
            TestMail(from: .mallory, "Address").with("Delivered-To", address.replacing(signature, with: ofMark)))
        var asID = TestMail(from: .mallory, "Id")
        asID.inReplyTo = "t\(id).m1.\(signature)@desk.example"
        mails.append(asID)
        for mail in mails {
            let entry = try await desk.receives(mail)
            // A stranger's number in a plus address is known for what it is.
            #expect(entry.because?.code != .tokenOfSomebodyElse, "\(mail.subject)")
            #expect(entry.outcome == .created)
        }
        await desk.close()
    }

    @Test func `is never told by an equal subject, or a number in the text`() async throws {
        let (desk, lamp, _) = try await desk()
        let text = "As I said in [\(lamp.ticket.number)], \(lamp.ticket.number) is about a lamp."
        let entry = try await desk.receives(TestMail(from: .anna, "Re: \(lamp.first.subject)", text))
        #expect(entry.because?.code == .nothingPointsToATicket)
        #expect(try await desk.ticket(of: entry).linkedTo == nil)
        await desk.close()
    }

    @Test func `is not told by two numbers, unless something stronger does`() async throws {
        let (desk, lamp, chair) = try await desk()
        var mail = TestMail(from: .anna, "Re: [\(lamp.ticket.number)] [\(chair.ticket.number)]")
        let entry = try await desk.receives(mail)
        #expect(entry.because?.code == .evidenceContradicts)
        #expect(entry.outcome == .created)
        mail = TestMail(from: .anna, mail.subject).with("Delivered-To", chair.replyAddress)
        #expect(try await desk.receives(mail).ticketID == chair.ticket.id)
        await desk.close()
    }

    @Test func `is told by the strongest of what points to tickets`() async throws {
        let (desk, lamp, chair) = try await desk()
        for (rank, strong) in Clue.allCases.enumerated() {
            for weak in Clue.allCases.dropFirst(rank + 1) {
                for (right, wrong) in [(lamp, chair), (chair, lamp)] {
                    var mail = TestMail(from: .anna, "Re:", "\(strong) before \(weak)")
                    wrong.put(weak, into: &mail)
                    right.put(strong, into: &mail)
                    let entry = try await desk.receives(mail)
                    #expect(entry.ticketID == right.ticket.id, "\(strong) before \(weak)")
                    #expect(entry.because?.code == strong.code, "\(strong) before \(weak)")
                }
            }
        }
        await desk.close()
    }

    @Test func `is told by the nearest parent`() async throws {
        let (desk, lamp, chair) = try await desk()
        for (far, near) in [(lamp, chair), (chair, lamp)] {
            var mail = TestMail(from: .anna, "Re: both")
            mail.references = [far, near].compactMap(\.answer.email.messageID)
            #expect(try await desk.receives(mail).ticketID == near.ticket.id)
            mail = TestMail(from: .anna, "Re: both")
            mail.references = [far, near].compactMap(\.first.messageID)
            #expect(try await desk.receives(mail).ticketID == near.ticket.id)
        }
        await desk.close()
    }

    @Test(arguments: ["Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "To", "Cc"])
    func `is told by our reply address, in whatever letters`(_ field: String) async throws {
        let (desk, lamp, _) = try await desk()
        for address in [lamp.replyAddress, lamp.replyAddress.lowercased(), lamp.replyAddress.uppercased()] {
            var mail = TestMail(from: .anna, "Something else")
            switch field {
            case "To": mail.to = address
            case "Cc": mail.cc = address
            default: mail = mail.with(field, address)
            }
            let entry = try await desk.receives(mail)
            #expect(entry.ticketID == lamp.ticket.id)
            #expect(entry.because?.code == .replyAddress)
        }
        await desk.close()
    }

    /// Amazon SES puts ids of its own in place of ours, and Mail of iOS then drops References.
    @Test func `is told by our mark in the HTML alone, within what is quoted`() async throws {
        let (desk, lamp, _) = try await desk()
        let raw =
            "From: <\(Sender.anna.address)>\r\nTo: \(TestDesk.address)\r\nSubject: Re:\r\nMessage-ID: <html@x.example>\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\nYes.\r\n--b\r\nContent-Type: text/html\r\n\r\n"
            + "<p>Yes.</p><blockquote type=cite><p>Which one?</p><div style=\"display:none\">\(lamp.mark)</div></blockquote>"
            + "\r\n--b--\r\n"
        let entry = try await desk.receives(raw: Array(raw.utf8))
        #expect(entry.ticketID == lamp.ticket.id)
        #expect(entry.because?.code == .bodyToken)
        await desk.close()
    }

    @Test func `is told by a number to those who take part, wherever it stands, and to nobody else`() async throws {
        let (desk, lamp, _) = try await desk()
        let number = lamp.ticket.number
        var plus = TestMail(from: .anna, "By the address")
        plus.to = "support+\(number.lowercased())@desk.example"
        let mails: [(TestMail, Reason.Code)] = [
            (TestMail(from: .anna, "Re: [\(number)] Lamp"), .subjectTag),
            (TestMail(from: .anna, "By the field").with("X-Ticket-ID", number), .ticketHeader),
            (plus, .plainPlusAddress),
        ]
        for (mail, code) in mails {
            let entry = try await desk.receives(mail)
            #expect(entry.ticketID == lamp.ticket.id)
            #expect(entry.because?.code == code)
            var strangers = mail
            strangers.from = .mallory
            strangers.messageID = "of-mallory-\(code)@elsewhere.example"
            let stranger = try await desk.receives(strangers)
            #expect(stranger.because?.code == .senderIsNotInTheTicket)
            #expect(stranger.ticketID != lamp.ticket.id)
        }
        await desk.close()
    }

    @Test func `is told by foreign ids byte for byte, whatever they look like`() async throws {
        let desk = try await TestDesk(.sqlite)
        let ids =
            ["CaSe@One.example", "case@one.example", "two@signs@one.example", "with blank@one.example"]
            + [String(repeating: "x", count: 900) + "@one.example"]
        var tickets: [Int64?] = []
        for id in ids {
            var mail = TestMail(from: .anna, "About \(id.prefix(20))")
            mail.messageID = id
            tickets.append(try await desk.receives(mail).ticketID)
        }
        #expect(Set(tickets).count == ids.count)
        for (id, ticket) in zip(ids, tickets) {
            var answer = TestMail(from: .anna, "Re:", "Answer")
            answer.inReplyTo = id
            #expect(try await desk.receives(answer).ticketID == ticket, "\(id.prefix(30))")
        }
        await desk.close()
    }

    @Test func `is told by what was signed before the key was changed`() async throws {
        let (desk, lamp, _) = try await desk()
        var mail = TestMail(from: .anna, "Re:")
        for clue in [Clue.signedID, .replyAddress, .mark] { lamp.put(clue, into: &mail) }
        let old = "a secret for the tests of \(TestDesk.address) alone", new = "another secret of the same desk"
        func codes(_ keys: Keys) -> [Reason.Code] {
            UnderstoodMail(mail.bytes, keys: keys).clues.filter { clue in
                clue.code == .signedMessageID || clue.isMadeFor?(Sender.anna.address) == true
            }.map(\.code)
        }
        #expect(codes(try Keys(secret: new)).isEmpty)
        #expect(codes(try Keys(secret: new, previous: [old])) == [.signedMessageID, .replyAddress, .bodyToken])
        await desk.close()
    }
}
