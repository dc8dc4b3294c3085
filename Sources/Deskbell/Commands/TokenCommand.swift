import ArgumentParser
import HelpDesk

/// Tokens of the API, without the page.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make API tokens.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Make a bearer token that acts as a member of staff.",
            discussion: "The token is printed once and cannot be read again. Use it as `Authorization: Bearer TOKEN`.")

        @Option(help: "Mail address of the person whom the token acts as.")
        var user: String

        @Option(help: "What the token is for.")
        var name = "command line"

        @Option(
            help:
                "What it is limited to, may be repeated: mail:in (bring mail in). Else it may do all that its person may."
        )
        var scope: [Token.Scope] = []

        func run() async throws {
            try await withDesk(isMade: false) { desk, _ in
                let (user, name, scopes) = (user, name, Set(scope))
                let secret = try await desk.write { tx in
                    guard let person = try tx.person(address: user), person.isStaff, !person.isDisabled else {
                        throw DeskError.conflict("Nobody of the staff has the address \(user).")
                    }
                    return try tx.makeToken(of: person, name: name, scopes: scopes)
                }
                print(secret.text)
            }
        }
    }
}

extension Token.Scope: ExpressibleByArgument {}
