import Foundation

/// `/demo`: a form that plays a customer who writes a mail. Fields of `POST /demo/mail`: `name`, `address`, `subject`,
/// `message`, `files`, `reply` (the id of the caught mail that it answers).
struct PlayCustomerPage: Sendable {
    /// The caught mail that is answered; its subject and sender fill the form.
    var answered: CaughtMailLine?
    var name: String = ""
    var address: String = ""
    var subject: String = ""
    var message: String = ""
    /// Our mailboxes, to write to; posted as `to`.
    let mailboxes: [String]
    var problems: [String: String] = [:]
    var notice: Notice?
    /// The ticket that the last played mail made or joined.
    var lastTicket: String?
}

/// `/demo/caught`: every mail that would have left the house, newest first.
struct CaughtMailsPage: Sendable {
    let mails: [CaughtMailLine]
    var notice: Notice?
}

/// One caught mail in the list.
struct CaughtMailLine: Sendable {
    let id: String
    let to: String
    let from: String
    let subject: String
    let at: Date
}

/// `/demo/caught/{id}`: one caught mail as the customer sees it.
struct CaughtMailPage: Sendable {
    let mail: CaughtMailLine
    var replyTo: String?
    /// The plain text form.
    let text: String
    /// Whether there is an HTML form, served by `…/frame`.
    let hasHTML: Bool
    var files: [FileChip] = []
    /// A sign-in or ticket link in the mail, offered as a button; a path of ours.
    var link: String?
}
