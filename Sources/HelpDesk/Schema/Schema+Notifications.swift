import Database

extension Schema {
    /// What staff have chosen to be told by mail; whoever has chosen nothing gets the defaults of the code.
    static func notifications(_ engine: Engine) -> [SQL] {
        [
            """
            CREATE TABLE notification_choice (
                person_id BIGINT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, is_on BIGINT NOT NULL,
                PRIMARY KEY (person_id, kind))
            """
        ]
    }
}
