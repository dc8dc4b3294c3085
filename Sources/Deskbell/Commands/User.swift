import ArgumentParser
import HelpDesk

/// Staff, without the page.
struct User: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add, list and disable staff.", subcommands: [Add.self, List.self, Disable.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a member of staff, or change a known one's role.")

        @Argument(help: "Mail address.")
        var address: String

        @Option(help: "Name that customers see.")
        var name = ""

        @Flag(help: "May change settings.")
        var owner = false

        @Flag(help: "Read the password from standard input.")
        var passwordStdin = false

        func run() async throws {
            try await withDesk { desk, _ in
                let (address, name, isOwner) = (address, name, owner)
                let person = try await desk.write { tx in
                    // Who works here already gets another link, and keeps the rights.
                    let known = try tx.person(address: address).flatMap { $0.isStaff ? $0.role : nil }
                    return try tx.addStaff(address, name: name, role: isOwner ? .owner : known ?? .agent)
                }
                try await Access.give(to: person, in: desk, fromStandardInput: passwordStdin)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List staff.")

        @Flag(help: "One JSON object a line.")
        var json = false

        func run() async throws {
            try await withDesk(isMade: false) { desk, _ in
                for person in try await desk.read({ tx in try tx.staff() }) {
                    if json {
                        print(
                            try JSONLine.text(
                                Row(id: person.id, email: person.email, name: person.name, role: person.role.rawValue)))
                    } else {
                        print("\(person.role.rawValue)\t\(person.email ?? "")\t\(person.name)")
                    }
                }
            }
        }

        private struct Row: Encodable {
            let id: Int64
            let email: String?
            let name: String
            let role: String
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Take all access away from a member of staff; what they wrote stays.")

        @Argument(help: "Mail address.")
        var address: String

        func run() async throws {
            try await withDesk(isMade: false) { desk, _ in
                let address = address
                try await desk.write { tx in
                    guard let person = try tx.person(address: address), person.isStaff else {
                        throw DeskError.notFound("A member of staff with the address \(address)")
                    }
                    try tx.disable(person)
                }
                print("\(address) can no longer sign in.")
            }
        }
    }
}
