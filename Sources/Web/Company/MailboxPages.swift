import Foundation
import HelpDesk
import Hummingbird

extension DeskTransaction {
    /// All mailboxes with how they do.
    func mailboxesPage(seenBy person: Person, site: Site, _ request: Request) throws -> MailboxesPage {
        MailboxesPage(
            frame: try staffFrame(seenBy: person, site: site, request, place: .settings),
            mailboxes: try zip(mailboxes(), health()).map { MailboxLine($0, $1) }, canSync: site.sync != nil)
    }

    /// One mailbox, or a new one, with what is typed.
    func mailboxPage(_ mailbox: Mailbox?, _ draft: MailboxDraft, seenBy person: Person, site: Site, _ request: Request)
        throws -> MailboxPage
    {
        var page = MailboxPage(
            frame: try staffFrame(seenBy: person, site: site, request, place: .settings), draft: draft)
        page.categories = try categories().filter { $0.isActive || $0.id == draft.categoryID }.map {
            .init(id: $0.id, name: $0.name)
        }
        page.departments = try departments().filter { $0.isActive || $0.id == draft.departmentID }.map {
            .init(id: $0.id, name: $0.name)
        }
        page.staff = try staff().map { .init(id: $0.id, name: $0.displayName) }
        page.redirectURI = site.desk.settings.publicURL + Route.oauthReturn
        page.canSync = site.sync != nil
        page.canSignIn = site.oauth != nil
        page.canTest = site.testConnection != nil
        guard let mailbox else { return page }
        let health = try health().first { $0.id == String(mailbox.id) }
        page.line = health.map { MailboxLine(mailbox, $0) }
        page.stored = MailboxPage.Stored(
            hasIMAPPassword: mailbox.hasIMAPPassword, hasSMTPPassword: mailbox.hasSMTPPassword,
            hasClientSecret: mailbox.hasOAuthClientSecret, isConnected: mailbox.isOAuthConnected,
            lostConsent: mailbox.oauthFailure)
        page.sending = try sending(of: mailbox)
        if let at = mailbox.plusTestedAt {
            page.plus = mailbox.hasPlusAddressing ? .works(at.date) : .fails(at.date)
        }
        return page
    }

    private func sending(of mailbox: Mailbox) throws -> MailboxPage.Sending {
        let account = try sendingAccount(of: mailbox.id)
        var sending = MailboxPage.Sending(standard: mailbox.smtp.map { SendingRate(server: $0.host) } ?? .unlimited)
        sending.perMinute = account?.rate.perMinute.map(String.init) ?? ""
        sending.perDay = account?.rate.perDay.map(String.init) ?? ""
        sending.failure = account?.failure
        sending.failedAt = account?.failure == nil ? nil : account?.failedAt?.date
        if let until = account?.pausedUntil, until > now { sending.pausedUntil = until.date }
        return sending
    }

    /// How each mailbox does, in the order of `mailboxes()`.
    func health() throws -> [MailboxHealth] {
        let waiting = try waitingMailCount(), stuck = try stuckMail()
        let accounts = try sendingAccounts().reduce(into: [:]) { $0[$1.mailboxID] = $1 }
        return try mailboxes().map { mailbox in
            var health = MailboxHealth(
                id: String(mailbox.id), address: mailbox.address, state: mailbox.state(waiting: waiting))
            health.lastFetch = mailbox.fetchedAt?.date
            health.tokenExpiresAt = mailbox.tokenExpiresAt?.date
            health.unsent = stuck[mailbox.id].map { .init(count: $0.count, reason: $0.reason) }
            if let account = accounts[mailbox.id], let reason = account.failure {
                health.refusal = .init(
                    reason: reason, until: account.pausedUntil > now ? account.pausedUntil.date : nil)
            }
            return health
        }
    }
}

extension Mailbox {
    fileprivate func state(waiting: Int) -> MailboxHealth.State {
        if isPaused { return .paused }
        if let oauthFailure { return .locked(reason: oauthFailure) }
        if let failure { return .failing(reason: failure) }
        if waiting > 20 { return .behind(messages: waiting) }
        return fetchedAt.map { .fine(lastFetch: $0.date) } ?? .starting
    }
}

extension MailboxLine {
    init(_ mailbox: Mailbox, _ health: MailboxHealth) {
        self.init(
            health: health, provider: mailbox.provider, name: mailbox.name, isEnvironments: mailbox.isEnvironments,
            isPaused: mailbox.isPaused)
    }
}
