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
        var result: [String] = []
        eachStem(of: texts) { result.append(String(decoding: $0, as: UTF8.self)) }
        return result
    }

    /// The same, joined by blanks.
    func joinedStems(of texts: [String]) -> String {
        var joined: [UInt8] = []
        joined.reserveCapacity(2_048)
        eachStem(of: texts) { stem in
            if !joined.isEmpty { joined.append(0x20) }
            joined.append(contentsOf: stem)
        }
        return String(decoding: joined, as: UTF8.self)
    }

    private func eachStem(of texts: [String], _ take: (UnsafeBufferPointer<UInt8>) -> Void) {
        // Their hashes; of 3,000 none meets another by chance.
        var seenWords = Set<Int>(minimumCapacity: 256), seenStems = Set<Int>(minimumCapacity: 256)
        for text in texts {
            Words.each(in: text) { word in
                guard seenStems.count < Self.wordsPerMessage, seenWords.insert(hash(word)).inserted else { return }
                let stem = stem(word)
                if seenStems.insert(hash(stem)).inserted { take(stem) }
            }
        }
    }

    private func hash(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(word))
        return hasher.finalize()
    }

    /// The stem of a folded word in UTF-8, valid until the next one is asked for; short and endless ones stand for themselves.
    private func stem(_ word: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard word.count > 2, word.count <= 60 else { return whole(word) }
        // Cyrillic letters begin with 0xd0 or 0xd1 in UTF-8.
        let stemmer = word[0] == 0xd0 || word[0] == 0xd1 ? russian : english
        guard let stemmed = sb_stemmer_stem(stemmer, word.baseAddress, Int32(word.count)) else { return word }
        return UnsafeBufferPointer(start: stemmed, count: Int(sb_stemmer_length(stemmer)))
    }

    /// At most 60 bytes of a word, cut between characters.
    private func whole(_ word: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard word.count > 60 else { return word }
        var end = 60
        while end > 0, word[end] & 0xc0 == 0x80 { end -= 1 }
        return UnsafeBufferPointer(rebasing: word[..<end])
    }
}

/// Cuts texts into words: runs of letters and digits, folded.
enum Words {
    /// Calls `take` with each word in UTF-8, valid for the time of the call. ASCII and Cyrillic are folded byte by byte,
    /// since most mail is in them; other scripts take the slow road of Unicode's tables.
    static func each(in text: String, _ take: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text, word: [UInt8] = []
        word.reserveCapacity(64)
        text.withUTF8 { all in
            let bytes = UnsafeBufferPointer(rebasing: all.prefix(Stemmer.bytesPerText))
            var index = 0
            while index < bytes.count {
                let start = index
                while index < bytes.count, isFolded(bytes[index]) { index += 1 }
                guard index < bytes.count, isLetterToFold(bytes[index]) else {
                    // Most words stand there as they are needed.
                    if index > start { take(UnsafeBufferPointer(rebasing: bytes[start..<index])) }
                    index += 1
                    continue
                }
                let isForeign: Bool
                (index, isForeign) = fold(bytes, from: start, into: &word)
                if isForeign {
                    for part in parts(ofForeign: word) { Array(part.utf8).withUnsafeBufferPointer(take) }
                } else if !word.isEmpty {
                    word.withUnsafeBufferPointer(take)
                }
            }
        }
    }

    /// Folds the word at `start`.
    /// - Returns: where it ends, and whether it holds letters or signs of other scripts.
    private static func fold(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into word: inout [UInt8]
    ) -> (end: Int, isForeign: Bool) {
        word.removeAll(keepingCapacity: true)
        var index = start, isForeign = false
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39, 0x61...0x7a: word.append(byte)
            case 0x41...0x5a: word.append(byte | 0x20)
            case 0xd0, 0xd1:
                index += 1
                if index < bytes.count { appendCyrillic(byte, bytes[index], to: &word) }
            case 0x80...:
                word.append(byte)
                isForeign = true
            default: return (index, isForeign)
            }
            index += 1
        }
        return (index, isForeign)
    }

    private static func isFolded(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39)
    }

    private static func isLetterToFold(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) }

    /// А–Я to а–я, Ё and ё to е; two bytes each in UTF-8.
    private static func appendCyrillic(_ lead: UInt8, _ byte: UInt8, to word: inout [UInt8]) {
        switch (lead, byte) {
        case (0xd0, 0x81), (0xd1, 0x91): word += [0xd0, 0xb5]
        case (0xd0, 0x90...0x9f): word += [0xd0, byte + 0x20]
        case (0xd0, 0xa0...0xaf): word += [0xd1, byte - 0x20]
        default: word += [lead, byte]
        }
    }

    /// Non-ASCII runs may hold dashes, quotes and blanks of Unicode beside letters.
    private static func parts(ofForeign word: [UInt8]) -> [String] {
        String(decoding: word, as: UTF8.self).lowercased().replacing("ё", with: "е").unicodeScalars
            .split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }.map { String($0) }
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
