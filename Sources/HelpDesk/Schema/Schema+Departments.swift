import Database

extension Schema {
    /// A department that is given up stays with its tickets and is offered no more.
    static let departments: [SQL] = ["ALTER TABLE department ADD COLUMN is_active BIGINT NOT NULL DEFAULT 1"]

    /// The lists of a department, of all states and of one. Tickets without a department cost nothing here.
    static let departmentLists: [SQL] = [
        """
        CREATE INDEX ticket_by_department ON ticket (department_id, active_at, id) WHERE department_id IS NOT NULL
        """,
        """
        CREATE INDEX ticket_by_department_status ON ticket (department_id, status, active_at, id)
            WHERE department_id IS NOT NULL
        """,
    ]
}
