import Testing

@Suite struct `The habits of the code` {
    @Test func `no file outgrows its one purpose`() {
        let long = (SourceTree.sources + SourceTree.tests).filter { $0.lines.count > 401 }
            .map { "\($0.path): \($0.lines.count - 1) lines" }
        #expect(long.isEmpty, "over 400 lines a file holds two things")
    }

    @Test func `nothing is left for later`() {
        // In two pieces each, so that this file does not find itself.
        let leftovers = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
        let endings: Set<String> = ["swift", "js", "css", "py", "sh", "h", "md", ""]
        let places = ["Sources", "Tests", "Plugins", "benchmarks", "bin", "docs"]
            .flatMap { SourceTree.files(under: $0, endings: endings) }
            .flatMap { file in
                file.lines.enumerated()
                    .filter { line in line.element.split { !$0.isLetter }.contains { leftovers.contains(String($0)) } }
                    .map { "\(file.path):\($0.offset + 1)" }
            }
        #expect(places.isEmpty, "finish it, or write an issue")
    }

    @Test func `only commands print`() {
        let places = SourceTree.sources.filter { $0.target != "Deskbell" }
            .flatMap { $0.places(of: #/(?:^|[^.\w`])(?:print|debugPrint|dump)\(/#) }
        #expect(places.isEmpty, "log it with fields, or throw it; printed text may carry secrets")
    }

    @Test func `nothing gives up on what comes from outside`() {
        let places = SourceTree.sources.filter { $0.target != "TestKit" }
            .flatMap { $0.places(of: #/\btry!|\bas!|\bfatalError\(/#) }
        #expect(places.isEmpty, "throw an error that says what to do")
    }

    @Test func `a test looks inside the module it is named for and no other`() {
        let strangers = SourceTree.tests.flatMap { file in
            file.imports.filter { $0.isTestable && $0.module + "Tests" != file.target }
                .map { "\(file.path) looks inside \($0.module)" }
        }
        let inSources = SourceTree.sources.filter { $0.imports.contains(where: \.isTestable) }.map(\.path)
        #expect(strangers + inSources == [])
    }

    @Test func `no test sleeps`() {
        let places = SourceTree.tests.flatMap { $0.places(of: #/\bTask\.sleep|\busleep\(|\bThread\.sleep|\bsleep\(/#) }
            .filter { !$0.hasPrefix("Tests/ArchitectureTests/") }
        #expect(places.isEmpty, "wait for the event, with a deadline (TestKit/Support)")
    }
}
