import Foundation
import Mail
import Testing

/// A collection of mail from many projects with what each of them reads in it. It is measured against, and no part of this
/// repository: where the folder `shared/corpus` does not stand beside the checkout, nothing is measured.
@Suite(.enabled(if: Corpus.folder != nil, "SKIPPED: there is no ../shared/corpus beside this checkout"))
struct `Measuring against other programs` {
    @Test(arguments: Corpus.kinds) func `every source stays at what was reached`(kind: String) throws {
        for source in Corpus.sources(of: kind) {
            let score = try CorpusScore(kind: kind, source: source)
            print(score.line)
            let floor = CorpusFloors.percent["\(kind) \(source)"] ?? 0
            #expect(score.percent >= floor, "\(kind) \(source): \(score.failures.joined(separator: "\n"))")
        }
    }

    @Test func `no bounce and no automatic mail would be answered`() throws {
        for kind in ["bounce", "auto"] {
            for source in Corpus.sources(of: kind) {
                let score = try CorpusScore(kind: kind, source: source)
                let answered = score.failures.filter {
                    $0.hasSuffix("never answered") || $0.hasSuffix("must not be answered")
                }
                #expect(answered.isEmpty)
            }
        }
    }
}

/// How many of the checks of one source hold.
struct CorpusScore {
    private(set) var cases = 0
    private(set) var good = 0
    private(set) var made = 0
    /// `case what`, one for each check that does not hold.
    private(set) var failures: [String] = []
    private let title: String

    init(kind: String, source: String) throws {
        title = "\(kind) \(source)"
        for item in try Corpus.cases(kind: kind, source: source) {
            let answer = try CorpusAnswer(Email(parsing: item.message))
            cases += 1
            for check in CorpusChecks.of(item, answer) {
                made += 1
                if check.holds { good += 1 } else { failures.append("\(item.name) \(check.what)") }
            }
        }
    }

    var percent: Double { made == 0 ? 100 : 100 * Double(good) / Double(made) }

    var line: String {
        let share = (percent * 10).rounded(.down) / 10
        return "corpus \(title): \(cases) cases, \(good) of \(made) checks, \(share) %"
    }
}
