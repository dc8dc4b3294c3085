import HelpDesk

/// By what an owner lets tickets be sorted.
enum Sorting: String, Sendable, CaseIterable {
    case categories, departments

    var section: CompanySection {
        switch self {
        case .categories: .categories
        case .departments: .departments
        }
    }
}

/// `/company/categories` and `/company/departments`: what tickets are sorted by.
struct SortingPage: Sendable {
    let frame: StaffFrame
    let sorting: Sorting
    /// In their order, those that are given up included.
    let items: [Item]
    /// What was typed and could not be kept.
    var typed: Typed?

    /// One category or department.
    struct Item: Sendable {
        let id: String
        let name: String
        /// A few words for those who choose; nil: there are none to give.
        var description: String?
        let isActive: Bool
    }

    /// What could not be kept, and why.
    struct Typed: Sendable {
        /// Nil: it was to be added.
        var id: String?
        let name: String
        var description = ""
        let problem: String
    }
}
