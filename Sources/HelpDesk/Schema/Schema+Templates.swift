import Database

extension Schema {
    /// The words of outgoing mail that an owner has put in place of the standard ones.
    static func templates(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE mail_template (
                kind TEXT NOT NULL, language TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
                updated_at BIGINT NOT NULL, updated_by BIGINT, PRIMARY KEY (kind, language))
            """
        ]
    }
}
