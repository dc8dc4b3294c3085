extension Email {
    /// The mail that a report returns, or that somebody has forwarded as a file: whole or its header alone; the first one.
    /// It is as foreign as what encloses it. Nil where there is none.
    public func enclosedMail() -> Email? {
        content.enclosed.first.map { Email(parsing: $0) }
    }
}
