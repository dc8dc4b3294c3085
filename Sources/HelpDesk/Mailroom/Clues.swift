import Database
import Foundation
import Mail

/// What in a mail points to a ticket, strongest first, before any ticket is looked up (EMAIL-RULES: order of evidence).
public struct Clue: Sendable, Equatable {
    /// How the ticket is named: by its id where a valid signature of ours says it, by a number that anybody can write,
    /// or by a Message-ID that the ticket may know.
    public enum Target: Sendable, Equatable {
        case ticket(Int64)
        case number(String)
        case messageID(String)
    }

    /// The ticket that it points to, as far as the mail can name it.
    public let target: Target
    /// By what it points there.
    public let code: Reason.Code
    /// The Message-ID, address or number, as it stands in the mail.
    public let detail: String
    /// For whom the signed id or address was made.
    public var audience: Audience = .customer
    /// The message that the signed id is of; nil for other clues.
    public var messageID: Int64?
    /// The folded address that a signed reply address was made for.
    public var isMadeFor: (@Sendable (String) -> Bool)?

    /// Compares what is said; `isMadeFor` follows from it.
    public static func == (one: Clue, other: Clue) -> Bool {
        one.target == other.target && one.code == other.code && one.detail == other.detail
            && one.audience == other.audience
    }
}

extension Email {
    /// Every clue of this mail. Signatures that do not verify count as none.
    public func clues(keys: Keys) -> [Clue] {
        // The nearest parents; a reference that is fifty answers old decides nothing.
        let answered = Array((inReplyTo.prefix(10) + references.reversed()).prefix(50))
        var clues = answered.compactMap { id in
            MessageIdentifier(id, keys: keys).map {
                Clue(
                    target: .ticket($0.ticketID), code: .signedMessageID, detail: id, audience: $0.audience,
                    messageID: $0.messageID)
            }
        }
        let recipients = (envelopeRecipients + to.map(\.address) + cc.map(\.address)).prefix(100)
        clues += recipients.compactMap { ReplyAddress.clue(of: $0, keys: keys) }
        clues += answered.map { Clue(target: .messageID($0), code: .knownMessageID, detail: $0) }
        clues += BodyToken.clues(in: text, html: html, keys: keys)
        let tags = Subject.ticketTags(in: subject)
        clues += tags.prefix(10).map { Clue(target: .number($0), code: .subjectTag, detail: $0) }
        if let number = headers.first("X-Ticket-ID"), number.utf8.count <= 60 {
            clues.append(Clue(target: .number(number.uppercased()), code: .ticketHeader, detail: number))
        }
        clues += recipients.compactMap { ReplyAddress.plainClue(of: $0) }
        return clues.reduce(into: []) { kept, clue in if !kept.contains(clue) { kept.append(clue) } }
    }
}
