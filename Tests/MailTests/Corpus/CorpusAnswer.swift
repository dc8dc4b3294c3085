import Foundation
import Mail

/// What `deskbell explain --json` says of a message.
struct CorpusAnswer: Decodable {
    struct Person: Decodable {
        var name: String?
        var address: String
    }

    struct File: Decodable {
        var filename: String
        var sha256: String
        var file_size: Int
    }

    struct Automatic: Decodable {
        var may_answer: Bool
        var out_of_office: Bool
    }

    struct Recipient: Decodable {
        var address: String
        var hard: Bool
    }

    struct Bounce: Decodable {
        var `is`: Bool
        var recipients: [Recipient]
    }

    struct Forwarded: Decodable {
        var `is`: Bool
        var name: String?
        var address: String?
        var subject: String?
        var text: String?
    }

    var subject: String?
    var from: Person?
    var reply_to: [Person]
    var to: [Person]
    var cc: [Person]
    var date: String?
    var message_id: String?
    var in_reply_to: [String]
    var references: [String]
    var text: String
    var html: String?
    var reply: String
    var quote: String
    var signature: String
    var attachments: [File]
    var automatic: Automatic
    var bounce: Bounce
    var forwarded: Forwarded

    init(_ mail: Email) throws {
        self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(Explanation(mail)))
    }

    /// The people of a field.
    func people(_ field: String) -> [Person] {
        switch field {
        case "to": to
        case "cc": cc
        default: reply_to
        }
    }
}
