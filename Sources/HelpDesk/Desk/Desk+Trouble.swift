import Database

extension Desk {
    /// Whether an error says that the database or the disk cannot be used just now, and that the same may work later.
    /// Nothing was changed then, or (a commit whose answer was lost) doing it again does no harm to mail.
    public static func isOutOfReach(_ error: any Error) -> Bool {
        switch error {
        case ContentStoreError.cannotWrite: return true
        case let error as DatabaseError:
            switch error {
            case .diskFull, .readOnly, .cannotOpen, .busy, .tooSlow, .conflict, .cannotConnect, .connectionLost,
                .commitUnknown, .closed:
                return true
            default: return false
            }
        default: return false
        }
    }
}
