/// One step of the schema. The list of steps only ever grows at its end; a step that has been released never changes.
public struct Migration: Sendable {
    /// The name that the database remembers, such as `0001-tickets`.
    public let name: String
    /// What it does, in one transaction.
    public let step: @Sendable (Transaction) throws -> Void

    /// A step and its name.
    public init(_ name: String, _ step: @escaping @Sendable (Transaction) throws -> Void) {
        self.name = name
        self.step = step
    }
}
