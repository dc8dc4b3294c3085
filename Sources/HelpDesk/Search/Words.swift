import CStemmer
import Foundation
import Synchronization

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
    private var known = KnownStems()
    private var seenWords = SeenHashes(), seenStems = SeenHashes()

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
        seenWords.removeAll()
        seenStems.removeAll()
        for text in texts {
            Words.each(in: text) { word in
                guard seenStems.count < Self.wordsPerMessage else { return }
                let hash = hash(word)
                guard seenWords.insert(hash) else { return }
                withStem(of: word, hash) { stem in
                    if seenStems.insert(self.hash(stem)) { take(stem) }
                }
            }
        }
    }

    /// Of thousands of words none meets another by chance, and nobody can make them: the hash is seeded anew by each process.
    private func hash(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(word))
        return hasher.finalize()
    }

    /// Hands over the stem of a folded word in UTF-8; short and endless ones stand for themselves.
    private func withStem(
        of word: UnsafeBufferPointer<UInt8>, _ hash: Int, _ take: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        guard word.count > 2, word.count <= 60 else { return take(whole(word)) }
        guard !known.find(hash, take) else { return }
        // Cyrillic letters begin with 0xd0 or 0xd1 in UTF-8.
        let stemmer = word[0] == 0xd0 || word[0] == 0xd1 ? russian : english
        guard let stemmed = sb_stemmer_stem(stemmer, word.baseAddress, Int32(word.count)) else { return take(word) }
        let stem = UnsafeBufferPointer(start: stemmed, count: Int(sb_stemmer_length(stemmer)))
        known.learn(hash, stem)
        take(stem)
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

/// The stems of the words that came lately: most words of a mail are those of other mails.
private struct KnownStems {
    private static let slots = 8_192
    /// A longer stem is worked out each time.
    private static let longest = 23
    private var hashes = [Int](repeating: 0, count: slots)
    /// For each slot the length of the stem and the stem.
    private var stems = [UInt8](repeating: 0, count: slots * (longest + 1))

    /// Calls `take` with the stem of the word of this hash.
    /// - Returns: false where it is not known.
    func find(_ hash: Int, _ take: (UnsafeBufferPointer<UInt8>) -> Void) -> Bool {
        let slot = hash & (Self.slots - 1), start = slot * (Self.longest + 1)
        guard hashes[slot] == hash, stems[start] > 0 else { return false }
        stems.withUnsafeBufferPointer { all in
            take(UnsafeBufferPointer(rebasing: all[(start + 1)..<(start + 1 + Int(all[start]))]))
        }
        return true
    }

    mutating func learn(_ hash: Int, _ stem: UnsafeBufferPointer<UInt8>) {
        guard stem.count <= Self.longest else { return }
        let slot = hash & (Self.slots - 1), start = slot * (Self.longest + 1)
        hashes[slot] = hash
        stems[start] = UInt8(stem.count)
        for (offset, byte) in stem.enumerated() { stems[start + 1 + offset] = byte }
    }
}

/// A set of hashes that is filled and emptied for each mail: open addressing, at most half full.
private struct SeenHashes {
    private static let startSlots = 1_024
    private var slots = [Int](repeating: 0, count: startSlots)
    private(set) var count = 0

    mutating func removeAll() {
        guard count > 0 else { return }
        count = 0
        if slots.count > 8 * Self.startSlots {
            slots = [Int](repeating: 0, count: Self.startSlots)
        } else {
            for index in slots.indices { slots[index] = 0 }
        }
    }

    /// - Returns: whether it is new.
    mutating func insert(_ hash: Int) -> Bool {
        // Zero marks an empty slot.
        let hash = hash == 0 ? 1 : hash
        var index = hash & (slots.count - 1)
        while slots[index] != 0 {
            if slots[index] == hash { return false }
            index = (index + 1) & (slots.count - 1)
        }
        slots[index] = hash
        count += 1
        if count * 2 > slots.count { grow() }
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = [Int](repeating: 0, count: old.count * 2)
        for hash in old where hash != 0 {
            var index = hash & (slots.count - 1)
            while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
            slots[index] = hash
        }
    }
}

/// A stemmer holds buffers and what it has learned, so one at a time works with it.
func withStemmer<T>(_ body: (Stemmer) throws -> sending T) rethrows -> sending T {
    try stemmer.withLock { try body($0) }
}

private let stemmer = Mutex(Stemmer())
