/// What surrounds every customer page.
struct PortalFrame: Sendable {
    /// The name in the head: the company's.
    let siteName: String
    /// Who is signed in.
    var me: Face?
    var isDemo: Bool = false
    /// The address of this page, to come back to after a switch of language or theme.
    var path: String = Route.portal
    var notice: Notice?
}
