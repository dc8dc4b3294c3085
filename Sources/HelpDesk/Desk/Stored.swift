import Database

// Enumerations that are kept in the database under their raw values.
extension Language: SQLConvertible {}
extension Person.Role: SQLConvertible {}
extension LinkPurpose: SQLConvertible {}
extension Status: SQLConvertible {}
extension Priority: SQLConvertible {}
extension Channel: SQLConvertible {}
extension Event.Kind: SQLConvertible {}
extension Job.Kind: SQLConvertible {}
extension LedgerEntry.Outcome: SQLConvertible {}
extension LedgerEntry.Source: SQLConvertible {}
extension Delivery.Kind: SQLConvertible {}
extension Delivery.State: SQLConvertible {}
extension MailTemplate.Kind: SQLConvertible {}
extension NotificationChoice.Kind: SQLConvertible {}
extension FolderRole: SQLConvertible {}
extension AddressTrouble.Kind: SQLConvertible {}
