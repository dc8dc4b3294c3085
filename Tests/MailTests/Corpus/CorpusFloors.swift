/// What has been reached, in per cent of the checks of each source: a change may raise these figures and never lower them.
/// Sources contradict one another, so nothing is added up; docs/email.md tells where we differ on purpose.
enum CorpusFloors {
    static let percent: [String: Double] = [
        "mime chatwoot": 93.7,
        "mime django_helpdesk": 90.9,
        "mime enmime": 77.7,
        "mime flanker": 100,
        "mime mime4j": 100,
        "mime nodemailer_mailparser": 96.2,
        "mime postal_mime": 98.2,
        "mime ruby_mail": 90.3,
        "mime stalwart": 90.7,
        "header stalwart": 94.2,
        "bounce chatwoot": 100,
        "bounce enmime": 58.8,
        "bounce flanker": 100,
        "bounce ruby_mail": 66.6,
        "bounce sisimai": 98.1,
        "auto chatwoot": 100,
        "auto is_autoreply": 100,
        "auto sisimai": 100,
        "reply crisp_email_reply_parser": 96.7,
        "reply github_email_reply_parser": 99.9,
        "reply quotequail": 95.1,
        "reply talon": 92.3,
        "reply zapier_email_reply_parser": 100,
        "forward crisp_email_forward_parser": 99.7,
        "forward quotequail": 99.9,
    ]
}
