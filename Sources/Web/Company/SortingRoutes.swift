import Foundation
import HelpDesk
import Hummingbird

/// `/company/categories` and `/company/departments`.
struct SortingRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        for sorting in Sorting.allCases {
            let path = RouterPath(Route.sortings(sorting))
            router.get(path) { request, context in
                guard let person = try context.ownerOrNobody() else { return Response.signInFirst(request) }
                return try await page(sorting, person, request, context)
            }
            router.post(path) { request, context in
                try await keep(sorting, request, context) { form, _, actor, tx in
                    switch sorting {
                    case .categories:
                        try tx.addCategory(form.text("name"), description: form.text("description"), by: actor)
                    case .departments: try tx.addDepartment(form.text("name"), by: actor)
                    }
                }
            }
            router.post("\(path)/:id") { request, context in
                let words = context.reader.words
                return try await keep(sorting, request, context) { form, id, actor, tx in
                    try tx.change(sorting, id, form, words, by: actor)
                }
            }
            for verb in ["retire", "restore", "up"] where verb != "up" || sorting == .categories {
                router.post("\(path)/:id/\(verb)") { request, context in
                    try await act(sorting, verb, request, context)
                }
            }
        }
    }

    private func page(
        _ sorting: Sorting, _ person: Person, _ request: Request, _ context: SiteContext,
        typed: SortingPage.Typed? = nil
    ) async throws -> Response {
        let page = try await site.desk.read { tx in
            var page = SortingPage(
                frame: try tx.staffFrame(seenBy: person, site: site, request, place: .settings), sorting: sorting,
                items: try tx.items(sorting))
            page.typed = typed
            return page
        }
        return .page(page.html(for: context.reader), status: typed == nil ? .ok : .unprocessableContent)
    }

    /// Adds or changes; what cannot be kept is shown with what is wrong.
    private func keep(
        _ sorting: Sorting, _ request: Request, _ context: SiteContext,
        _ verb: @escaping @Sendable (Form, Int64, Viewer, DeskTransaction) throws -> Void
    ) async throws -> Response {
        let person = try context.requireOwner()
        let form = try await Form(of: request, limits: .small)
        let id = try Self.id(context)
        do {
            try await site.desk.write { tx in try verb(form, id ?? 0, .person(person), tx) }
            return .redirect(to: Route.with(Route.sortings(sorting), notice: .saved))
        } catch DeskError.invalid(let fields) {
            let words = context.reader.words
            let isTaken = fields["name"]?.hasPrefix("is taken") == true
            let typed = SortingPage.Typed(
                id: id.map(String.init), name: form.text("name"), description: form.text("description"),
                problem: isTaken ? words.takenName : words.badName)
            return try await page(sorting, person, request, context, typed: typed)
        }
    }

    private func act(
        _ sorting: Sorting, _ verb: String, _ request: Request, _ context: SiteContext
    ) async throws -> Response {
        let person = try context.requireOwner()
        guard let id = try Self.id(context) else { throw Refusal.notFound }
        do {
            try await site.desk.write { tx in try tx.act(verb, sorting, id, by: .person(person)) }
        } catch DeskError.conflict {
            return .redirect(to: Route.with(Route.sortings(sorting), notice: .notPossible))
        }
        return .redirect(to: Route.with(Route.sortings(sorting), notice: .saved))
    }

    private static func id(_ context: SiteContext) throws -> Int64? {
        guard let text = context.parameters.get("id") else { return nil }
        guard let id = Int64(text) else { throw Refusal.notFound }
        return id
    }
}

extension DeskTransaction {
    fileprivate func items(_ sorting: Sorting) throws -> [SortingPage.Item] {
        switch sorting {
        case .categories:
            try categories().map {
                .init(id: String($0.id), name: $0.name, description: $0.description, isActive: $0.isActive)
            }
        case .departments: try departments().map { .init(id: String($0.id), name: $0.name, isActive: $0.isActive) }
        }
    }

    fileprivate func change(
        _ sorting: Sorting, _ id: Int64, _ form: Form, _ words: Words, by actor: Viewer
    ) throws {
        let name = form.text("name")
        switch sorting {
        case .categories:
            let category = try category(id)
            let (old, typed) = (category.description, form["description"]?.trimmingBlanks() ?? category.description)
            // The standard ones are shown in the reader's language: that alone changes none.
            try category.change(
                name: name == words.categoryName(category.name) ? category.name : name,
                description: typed == words.categoryDescription(old) ? old : typed, by: actor, in: self)
        case .departments: try department(id).rename(name, by: actor, in: self)
        }
    }

    fileprivate func act(_ verb: String, _ sorting: Sorting, _ id: Int64, by actor: Viewer) throws {
        switch (sorting, verb) {
        case (.categories, "up"): try category(id).moveUp(by: actor, in: self)
        case (.categories, _): try category(id).offer(verb == "restore", by: actor, in: self)
        case (.departments, _): try department(id).offer(verb == "restore", by: actor, in: self)
        }
    }

    private func category(_ id: Int64) throws -> HelpDesk.Category {
        guard let found = try categories().first(where: { $0.id == id }) else { throw Refusal.notFound }
        return found
    }

    private func department(_ id: Int64) throws -> Department {
        guard let found = try departments().first(where: { $0.id == id }) else { throw Refusal.notFound }
        return found
    }
}
