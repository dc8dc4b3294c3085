import Hummingbird

/// The part of the site that a path belongs to. It decides the looks of refusals.
enum Mount: Sendable {
    case staff, portal, api

    init(path: String) {
        let isAPI =
            path == "/api" || path.hasPrefix("/api/") || path == "/support/api" || path.hasPrefix("/support/api/")
            || path.hasPrefix("/manager/") || path.hasPrefix("/integrations/")
        let isStaff = path == "/ops" || path.hasPrefix("/ops/") || path.hasPrefix("/company")
        self = isAPI ? .api : isStaff ? .staff : .portal
    }
}
