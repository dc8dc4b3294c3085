import Foundation
import Mail

/// What is fuzzed, by the environment variable FUZZ_TARGET.
private let target =
    ProcessInfo.processInfo.environment["FUZZ_TARGET"].flatMap(FuzzTarget.init(rawValue:)) ?? .message

/// libFuzzer calls this with bytes of its own making, and stops at whatever crashes or hangs.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
