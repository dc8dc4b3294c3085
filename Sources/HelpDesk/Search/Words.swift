import CStemmer
import Foundation

/// The words of a text as the search compares them: lower case, ё as е, stemmed by Snowball for Russian and English.
///
/// Stemming happens here and not in the databases, so that both engines find the same.
final class Stemmer {
    /// Distinct stems kept of one message; what a mail of megabytes holds beyond cannot be searched for.
    static let wordsPerMessage = 3_000
    /// Bytes of one text that are looked at.
    static let bytesPerText = 256 << 10

    private let english = sb_stemmer_new("english", "UTF_8")
    private let russian = sb_stemmer_new("russian", "UTF_8")

    deinit {
        sb_stemmer_delete(english)
        sb_stemmer_delete(russian)
    }

    /// Distinct stems, in the order in which they first occur.
    func stems(of texts: [String]) -> [String] {
        var seen = Set<String>(), result: [String] = []
        for text in texts {
            for word in Self.words(in: text) {
                let stem = stem(word)
                if seen.insert(stem).inserted { result.append(stem) }
                if result.count == Self.wordsPerMessage { return result }
            }
        }
        return result
    }

    func stem(_ word: String) -> String {
        let bytes = Array(word.utf8)
        guard bytes.count > 2, bytes.count <= 60 else { return String(word.prefix(60)) }
        // Cyrillic letters begin with 0xd0 or 0xd1 in UTF-8.
        let stemmer = bytes[0] == 0xd0 || bytes[0] == 0xd1 ? russian : english
        guard let stemmed = sb_stemmer_stem(stemmer, bytes, Int32(bytes.count)) else { return word }
        let length = Int(sb_stemmer_length(stemmer))
        return String(decoding: UnsafeBufferPointer(start: stemmed, count: length), as: UTF8.self)
    }

    /// Runs of letters and digits, folded. ASCII is handled byte by byte, since most mail is mostly ASCII.
    static func words(in text: String) -> [String] {
        var words: [String] = [], current: [UInt8] = [], isASCII = true
        func finish() {
            if !current.isEmpty {
                let word = String(decoding: current, as: UTF8.self)
                words.append(isASCII ? word : fold(word))
            }
            current.removeAll(keepingCapacity: true)
            isASCII = true
        }
        for byte in text.utf8.prefix(bytesPerText) {
            switch byte {
            case 0x30...0x39, 0x61...0x7a: current.append(byte)
            case 0x41...0x5a: current.append(byte | 0x20)
            case 0x80...: current.append(byte); isASCII = false
            default: finish()
            }
        }
        finish()
        return words.flatMap { $0.utf8.allSatisfy { $0 < 0x80 } ? [$0] : splitAtMarks($0) }
    }

    private static func fold(_ word: String) -> String { word.lowercased().replacing("ё", with: "е") }

    /// Non-ASCII words may still hold dashes, quotes and blanks of Unicode.
    private static func splitAtMarks(_ word: String) -> [String] {
        word.unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }.map { String($0) }
    }
}

/// Stemmers hold buffers, so each thread has its own.
func withStemmer<T>(_ body: (Stemmer) throws -> T) rethrows -> T {
    let key = "deskbell.stemmer"
    if let known = Thread.current.threadDictionary[key] as? Stemmer { return try body(known) }
    let stemmer = Stemmer()
    Thread.current.threadDictionary[key] = stemmer
    return try body(stemmer)
}
