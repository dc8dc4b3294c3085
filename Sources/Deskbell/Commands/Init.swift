import ArgumentParser
import Foundation
import Glibc
import HelpDesk

/// Prepares a desk; safe to run again.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Create the database, the categories and the first owner.",
        discussion: """
            Without a password from the terminal or from --password-stdin, a one-time link is printed by which the owner \
            chooses one. Safe to run again.
            """)

    @Option(help: "Mail address of the owner.")
    var owner: String?

    @Option(help: "Name of the owner.")
    var name = ""

    @Flag(help: "Read the owner's password from standard input.")
    var passwordStdin = false

    func run() async throws {
        try await withDesk { desk, settings in
            print("Database ready: \(settings.database)")
            guard let owner else {
                if let link = try await desk.welcomeLink() { print("Open this once to become the owner: \(link)") }
                return
            }
            let name = name
            let person = try await desk.write { tx in try tx.addStaff(owner, name: name, role: .owner) }
            try await Access.give(to: person, in: desk, fromStandardInput: passwordStdin)
        }
    }
}

/// How a new member of staff gets a password.
enum Access {
    static func give(to person: Person, in desk: Desk, fromStandardInput: Bool) async throws {
        if let password = try password(fromStandardInput: fromStandardInput) {
            try await desk.setPassword(password, of: person)
            print("\(person.email ?? person.displayName) can sign in at \(desk.settings.publicURL)/ops/sign-in")
        } else {
            let secret = try await desk.write { tx in try tx.makeLink(.welcome, person: person) }
            print("\(person.email ?? person.displayName) chooses a password here, once, within three days:")
            print("\(desk.settings.publicURL)/ops/welcome?token=\(secret.text)")
        }
    }

    /// Nil where nobody is there to type one.
    private static func password(fromStandardInput: Bool) throws -> String? {
        if fromStandardInput {
            guard let line = readLine(), !line.isEmpty else {
                throw ValidationError("standard input holds no password")
            }
            return line
        }
        guard isatty(STDIN_FILENO) == 1, let typed = getpass("Password (empty: print a one-time link instead): ") else {
            return nil
        }
        let text = String(cString: typed)
        return text.isEmpty ? nil : text
    }
}
