extension HTML {
    /// ` name="value"`, escaped, or nothing where `value` is absent.
    static func attribute(_ name: StaticString, _ value: String?) -> HTML {
        guard let value else { return .empty }
        return " \(HTML(safe: name.description))=\"\(value)\""
    }

    /// ` name`, a boolean attribute, or nothing.
    static func flag(_ name: StaticString, if isSet: Bool) -> HTML {
        isSet ? HTML(safe: " \(name)") : .empty
    }

    /// ` aria-current="page"` on the link that leads to where one is.
    static func current(_ isCurrent: Bool) -> HTML {
        isCurrent ? " aria-current=\"page\"" : .empty
    }
}
