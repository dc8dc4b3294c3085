import HTTPTypes

/// Who gets which answer at every address. A route that is missing here fails the test: rights are decided, not left over.
enum RightsTable {
    /// `other` is another customer, `disabled` an agent whose account was closed and whose cookie is still there.
    enum Guest: Int, CaseIterable, Sendable {
        case nobody, requester, other, agent, owner, disabled, revoked, forged
    }

    struct Row: Sendable {
        let method: HTTPRequest.Method
        /// As the router has it: `/attachments/{id}`.
        let path: String
        /// One status for each guest.
        let statuses: [Int]

        var name: String { "\(method) \(path)" }
    }

    static let rows: [Row] = site + mounted("/api/support") + mounted("/support/api")

    /// 303 leads to the sign-in (or to where a form goes on), 404 hides what is somebody else's.
    private static let site = parsed(
        """
                                                         nobody requester other agent owner disabled revoked forged
        GET  /                                              303       303   303   303   303      303     401    401
        GET  /health                                        200       200   200   200   200      200     401    401
        GET  /assets/{name}                                 200       200   200   200   200      200     200    200
        GET  /favicon.ico                                   200       200   200   200   200      200     200    200
        POST /language                                      303       303   303   303   303      303     303    303
        POST /theme                                         303       303   303   303   303      303     303    303

        GET  /ops                                           303       303   303   303   303      303     401    401
        GET  /ops/sign-in                                   200       200   200   200   200      200     401    401
        POST /ops/sign-in                                   401       401   401   401   401      401     401    401
        POST /ops/sign-out                                  303       303   303   303   303      303     401    401
        GET  /ops/welcome                                   403       403   403   403   403      403     401    401
        POST /ops/welcome                                   422       422   422   422   422      422     401    401
        GET  /ops/support                                   303       403   403   200   200      303     401    401
        GET  /ops/support/live                              401       403   403   200   200      401     401    401
        POST /ops/support/sync                              401       403   403   303   303      401     401    401
        GET  /ops/support/tickets/{number}                  303       403   403   200   200      303     401    401
        POST /ops/support/tickets/{number}/messages         401       403   403   303   303      401     401    401
        POST /ops/support/tickets/{number}/status           401       403   403   303   303      401     401    401
        POST /ops/support/tickets/{number}/assignee         401       403   403   303   303      401     401    401
        POST /ops/support/tickets/{number}/properties       401       403   403   303   303      401     401    401
        POST /ops/support/tickets/{number}/join             401       403   403   422   422      401     401    401
        POST /ops/support/tickets/{number}/unlink           401       403   403   303   303      401     401    401
        GET  /ops/support/messages/{id}/frame               401       403   403   200   200      401     401    401

        GET  /ops/support/ledger                            303       403   403   200   200      303     401    401
        GET  /ops/support/ledger/{id}                       303       403   403   200   200      303     401    401
        GET  /ops/support/ledger/{id}/raw                   401       403   403   200   200      401     401    401
        GET  /ops/support/ledger/{id}/frame                 401       403   403   200   200      401     401    401
        GET  /ops/support/ledger/blocked                    303       403   403   200   200      303     401    401
        POST /ops/support/ledger/blocked/remove             401       403   403   404   404      401     401    401
        POST /ops/support/ledger/{id}/retry                 401       403   403   303   303      401     401    401
        POST /ops/support/ledger/{id}/release               401       403   403   303   303      401     401    401
        POST /ops/support/ledger/{id}/block                 401       403   403   303   303      401     401    401
        POST /ops/support/ledger/{id}/move                  401       403   403   422   422      401     401    401
        POST /ops/support/ledger/{id}/detach                401       403   403   303   303      401     401    401
        POST /ops/support/messages/{id}/move                401       403   403   422   422      401     401    401
        POST /ops/support/messages/{id}/detach              401       403   403   303   303      401     401    401
        POST /ops/support/messages/{id}/take-back           401       403   403   403   403      401     401    401
        POST /ops/support/deliveries/{id}/resend            401       403   403   303   303      401     401    401
        GET  /ops/profile                                   303       403   403   200   200      303     401    401
        POST /ops/profile                                   401       403   403   303   303      401     401    401
        POST /ops/profile/password                          401       403   403   422   422      401     401    401

        GET  /company                                       303       303   303   303   303      303     401    401
        GET  /company/mailboxes                             303       403   403   403   200      303     401    401
        GET  /company/mailboxes/new                         303       403   403   403   200      303     401    401
        POST /company/mailboxes                             401       403   403   403   422      401     401    401
        POST /company/mailboxes/test                        401       403   403   403   409      401     401    401
        GET  /company/mailboxes/{id}                        303       403   403   403   200      303     401    401
        POST /company/mailboxes/{id}                        401       403   403   403   422      401     401    401
        POST /company/mailboxes/{id}/test                   401       403   403   403   409      401     401    401
        POST /company/mailboxes/{id}/sync                   401       403   403   403   303      401     401    401
        POST /company/mailboxes/{id}/pause                  401       403   403   403   303      401     401    401
        POST /company/mailboxes/{id}/resume                 401       403   403   403   303      401     401    401
        POST /company/mailboxes/{id}/plus-test              401       403   403   403   303      401     401    401
        POST /company/mailboxes/{id}/resume-sending         401       403   403   403   303      401     401    401
        POST /company/mailboxes/{id}/sending-rate           401       403   403   403   303      401     401    401
        POST /company/mailboxes/{id}/remove                 401       403   403   403   409      401     401    401
        POST /company/mailboxes/{id}/oauth                  401       403   403   403   409      401     401    401
        GET  /company/oauth                                 303       403   403   403   303      303     401    401
        GET  /company/categories                            303       403   403   403   200      303     401    401
        POST /company/categories                            401       403   403   403   422      401     401    401
        POST /company/categories/{id}                       401       403   403   403   422      401     401    401
        POST /company/categories/{id}/retire                401       403   403   403   303      401     401    401
        POST /company/categories/{id}/restore               401       403   403   403   303      401     401    401
        POST /company/categories/{id}/up                    401       403   403   403   303      401     401    401
        GET  /company/departments                           303       403   403   403   200      303     401    401
        POST /company/departments                           401       403   403   403   422      401     401    401
        POST /company/departments/{id}                      401       403   403   403   422      401     401    401
        POST /company/departments/{id}/retire               401       403   403   403   303      401     401    401
        POST /company/departments/{id}/restore              401       403   403   403   303      401     401    401
        GET  /company/team                                  303       403   403   403   200      303     401    401
        POST /company/team                                  401       403   403   403   200      401     401    401
        POST /company/team/{id}/link                        401       403   403   403   200      401     401    401
        POST /company/team/{id}/make-owner                  401       403   403   403   303      401     401    401
        POST /company/team/{id}/make-agent                  401       403   403   403   303      401     401    401
        POST /company/team/{id}/retire                      401       403   403   403   303      401     401    401
        POST /company/team/{id}/restore                     401       403   403   403   303      401     401    401
        GET  /company/templates                             303       403   403   403   200      303     401    401
        GET  /company/templates/{kind}/{language}           303       403   403   403   200      303     401    401
        POST /company/templates/{kind}/{language}           401       403   403   403   422      401     401    401
        POST /company/templates/{kind}/{language}/reset     401       403   403   403   303      401     401    401
        GET  /company/templates/{kind}/{language}/preview   401       403   403   403   200      401     401    401
        POST /company/templates/{kind}/{language}/preview   401       403   403   403   200      401     401    401

        GET  /support                                       200       200   200   200   200      200     401    401
        GET  /support/live                                  401       200   200   200   200      401     401    401
        POST /support/sign-in                               200       200   200   200   200      200     401    401
        GET  /support/enter                                 403       403   403   403   403      403     401    401
        POST /support/enter                                 403       403   403   403   403      403     401    401
        POST /support/sign-out                              303       303   303   303   303      303     401    401
        GET  /support/new                                   303       200   200   200   200      303     401    401
        POST /support/tickets                               401       303   303   303   303      401     401    401
        GET  /support/tickets/{number}                      303       200   404   303   303      303     401    401
        POST /support/tickets/{number}/messages             401       303   404   303   303      401     401    401
        POST /support/tickets/{number}/close                401       303   404   303   303      401     401    401
        POST /support/tickets/{number}/reopen               401       303   404   303   303      401     401    401
        GET  /attachments/{id}                              401       200   404   200   200      401     401    401
        POST /api/email-integrations/{id}/sync              401       403   403   200   200      401     401    401

        GET  /demo                                          200       200   200   200   200      200     401    401
        POST /demo/mail                                     303       303   303   303   303      303     401    401
        GET  /demo/caught                                   200       200   200   200   200      200     401    401
        GET  /demo/caught/{id}                              200       200   200   200   200      200     401    401
        GET  /demo/caught/{id}/frame                        200       200   200   200   200      200     401    401
        """)

    private static func mounted(_ mount: String) -> [Row] {
        parsed(
            """
                                                         nobody requester other agent owner disabled revoked forged
            GET   ~                                         401       200   200   200   200      401     401    401
            POST  ~                                         401       201   201   201   201      401     401    401
            GET   ~/tickets                                 401       200   200   200   200      401     401    401
            POST  ~/tickets                                 401       201   201   201   201      401     401    401
            GET   ~/tickets/my_tickets                      401       200   200   200   200      401     401    401
            GET   ~/tickets/{id}                            401       200   404   200   200      401     401    401
            GET   ~/tickets/{id}/detail                     401       200   404   200   200      401     401    401
            POST  ~/tickets/{id}                            401       201   404   201   201      401     401    401
            POST  ~/tickets/{id}/reply                      401       201   404   201   201      401     401    401
            GET   ~/tickets/{id}/messages                   401       200   404   200   200      401     401    401
            POST  ~/tickets/{id}/messages                   401       201   404   201   201      401     401    401
            PUT   ~/tickets/{id}                            401       403   404   200   200      401     401    401
            PATCH ~/tickets/{id}                            401       403   404   200   200      401     401    401
            POST  ~/tickets/{id}/close                      401       200   404   200   200      401     401    401
            POST  ~/tickets/{id}/reopen                     401       200   404   200   200      401     401    401
            POST  ~/tickets/{id}/resolve                    401       403   404   200   200      401     401    401
            POST  ~/tickets/{id}/assign                     401       403   404   200   200      401     401    401
            POST  ~/tickets/{id}/attachments                401       201   404   201   201      401     401    401
            GET   ~/attachments/{id}                        401       200   404   200   200      401     401    401
            GET   ~/categories                              401       200   200   200   200      401     401    401
            GET   ~/departments                             401       200   200   200   200      401     401    401
            POST  ~/sync-tickets                            401       403   403   200   200      401     401    401
            GET   ~/ledger                                  401       403   403   200   200      401     401    401
            GET   ~/ledger/{id}                             401       403   403   200   200      401     401    401
            GET   ~/ledger/{id}/raw                         401       403   403   200   200      401     401    401
            POST  ~/ledger/{id}/retry                       401       403   403   409   409      401     401    401
            POST  ~/ledger/{id}/release                     401       403   403   409   409      401     401    401
            POST  ~/ledger/{id}/move                        401       403   403   422   422      401     401    401
            POST  ~/ledger/{id}/detach                      401       403   403   409   409      401     401    401
            GET   ~/staff                                   401       403   403   403   200      401     401    401
            POST  ~/staff                                   401       403   403   403   409      401     401    401
            GET   ~/staff/{id}                              401       403   403   403   200      401     401    401
            PATCH ~/staff/{id}                              401       403   403   403   200      401     401    401
            DELETE ~/staff/{id}                             401       403   403   403   204      401     401    401
            GET   ~/tokens                                  401       403   403   403   200      401     401    401
            POST  ~/tokens                                  401       403   403   403   201      401     401    401
            GET   ~/tokens/{id}                             401       403   403   403   200      401     401    401
            PATCH ~/tokens/{id}                             401       403   403   403   200      401     401    401
            DELETE ~/tokens/{id}                            401       403   403   403   204      401     401    401
            GET   ~/templates                               401       403   403   403   200      401     401    401
            POST  ~/templates                               401       403   403   403   201      401     401    401
            GET   ~/templates/{id}                          401       403   403   403   200      401     401    401
            PATCH ~/templates/{id}                          401       403   403   403   200      401     401    401
            DELETE ~/templates/{id}                         401       403   403   403   204      401     401    401
            GET   ~/mailboxes                               401       403   403   403   200      401     401    401
            POST  ~/mailboxes                               401       403   403   403   422      401     401    401
            GET   ~/mailboxes/{id}                          401       403   403   403   200      401     401    401
            PATCH ~/mailboxes/{id}                          401       403   403   403   200      401     401    401
            DELETE ~/mailboxes/{id}                         401       403   403   403   409      401     401    401
            POST  ~/webhook                                 401       403   403   403   403      401     401    401
            POST  ~/process-email                           401       403   403   403   403      401     401    401
            """.replacing("~", with: mount))
    }

    private static func parsed(_ table: String) -> [Row] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 2 + Guest.allCases.count, let method = HTTPRequest.Method(String(words[0])) else {
                return nil
            }
            return Row(method: method, path: String(words[1]), statuses: words.dropFirst(2).compactMap { Int($0) })
        }
    }
}
