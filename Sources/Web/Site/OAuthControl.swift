import HelpDesk

/// How an owner lets Deskbell into a mailbox at Microsoft or Google; done outside of the pages, which only send the
/// browser there and take it back.
public struct OAuthControl: Sendable {
    /// Where to send the browser. Takes the mailbox, the address that the provider sends it back to, and who asks.
    public let begin: @Sendable (Mailbox, String, Viewer) async throws -> String
    /// Redeems `state` and `code` of the browser's return.
    /// - Returns: the mailbox, connected.
    public let finish: @Sendable (String, String) async throws -> Mailbox

    /// What begins and what finishes.
    public init(
        begin: @escaping @Sendable (Mailbox, String, Viewer) async throws -> String,
        finish: @escaping @Sendable (String, String) async throws -> Mailbox
    ) {
        self.begin = begin
        self.finish = finish
    }
}
