/// What demo mode shows: the staff account that anybody may use on this machine.
public struct DemoDesk: Sendable {
    let staffAddress: String
    let staffPassword: String

    /// The account, as the sign-in page shows it.
    public init(staffAddress: String, staffPassword: String) {
        self.staffAddress = staffAddress
        self.staffPassword = staffPassword
    }
}
