/// Cuts the bytes of one direction of a connection into whole protocol units. Pure, so that it can be fuzzed.
protocol WireFraming: Sendable {
    associatedtype Frame: Sendable

    /// Takes the next bytes as they came, in pieces of any size, and hands out each unit that they complete.
    /// - Throws: `ConnectionError.tooLong`, or the protocol's own error where the bytes cannot be one of its units.
    mutating func feed(_ bytes: UnsafeRawBufferPointer, emit: (Frame) -> Void) throws

    /// How much memory a unit holds, for the limit on what waits to be read.
    static func byteCount(of frame: Frame) -> Int
}
