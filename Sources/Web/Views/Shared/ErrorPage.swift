/// A refusal, or a fault of ours, as a page.
struct ErrorPage: Sendable {
    /// `nil`: a fault of ours.
    let refusal: Refusal?
    /// By which the log line is found.
    let requestID: String
    let mount: Mount
    let siteName: String
    let path: String
}
