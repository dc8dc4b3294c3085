import Foundation

/// What the system says of a file that cannot be used ("No space left on device"), without what Foundation puts around it.
package func systemWords(_ error: any Error) -> String {
    if let error = error as? POSIXError { return String(cString: strerror(error.code.rawValue)) }
    let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    return inner.map(systemWords) ?? "\(error)"
}
