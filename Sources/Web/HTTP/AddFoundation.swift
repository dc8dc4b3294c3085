import Hummingbird

/// The chain that every request passes, from the outside in.
///
/// - Parameters:
///   - router: with no routes yet: middlewares hold for what is added after them.
///   - translate: turns errors of lower layers into refusals; see `ErrorPages`.
func addFoundation<Context: DeskContext>(
    to router: Router<Context>, settings: WebSettings, translate: @escaping @Sendable (any Error) -> Refusal?
) {
    router.add(middleware: VisitMiddleware(settings: settings))
    router.add(middleware: RequestLog())
    router.add(middleware: SecurityHeaders(settings: settings))
    router.add(middleware: ErrorPages(settings: settings, translate: translate))
    router.add(middleware: SameOrigin(settings: settings))
    addAssets(to: router)
    addPreferences(to: router, settings: settings)
}
