extension Email {
    /// One field, with one mailbox in it. What a server says of a From that names several may be said of any of them (RFC 7489
    /// §6.6.1).
    public var hasOneFrom: Bool {
        let fields = headers.allRaw("From")
        return fields.count == 1 && Address.list(parsing: fields[0]).count == 1
    }
}
