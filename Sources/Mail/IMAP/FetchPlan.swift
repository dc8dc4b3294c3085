/// How a list of messages is fetched: first the sizes, then the bodies in batches of bounded size, what is too large in
/// part, and what the server refuses in ever smaller batches until the one message is found that it cannot hand out. What it
/// says nothing of is asked for once more: it is gone, or refused without a word, and never passed over.
/// A value: it says what to send and takes what comes.
struct FetchPlan {
    /// One command.
    enum Step: Sendable, Hashable {
        case sizes([UID])
        case bodies([UID])
        case excerpt(UID)
        /// Whether those are still there of which the server has sent no content.
        case presence([UID])

        var uids: [UID] {
            switch self {
            case .sizes(let uids), .bodies(let uids), .presence(let uids): uids
            case .excerpt(let uid): [uid]
            }
        }
    }

    private static let commandsUnderWay = 2

    let limits: FetchLimits
    private var steps: [Step]
    private var underWay: [(tag: String, step: Step)] = []
    /// What has not been handed out yet, in the order in which it will be.
    private var order: ArraySlice<UID>
    private var known: [UID: FetchedMessage] = [:]
    private var answers: [UID: FetchedMessage] = [:]

    init(_ uids: [UID], limits: FetchLimits) {
        let sets = UIDSet(uids).split(count: 250)
        self.limits = limits
        order = sets.flatMap(\.uids)[...]
        steps = sets.map { .sizes($0.uids) }.reversed()
    }

    /// Whether the server still owes an answer.
    var isUnderWay: Bool { !underWay.isEmpty }

    /// Whether everything has been handed out and the server owes nothing.
    var isDone: Bool { order.isEmpty && underWay.isEmpty }

    /// The next message in ascending order, as soon as it is there.
    mutating func next() -> FetchedMessage? {
        guard let uid = order.first, let message = answers.removeValue(forKey: uid) else { return nil }
        order.removeFirst()
        known[uid] = nil
        return message
    }

    /// What to send now, unless enough is under way.
    mutating func nextStep() -> Step? {
        underWay.count < Self.commandsUnderWay ? steps.popLast() : nil
    }

    mutating func sent(_ step: Step, tag: String) {
        underWay.append((tag, step))
    }

    /// Takes what the server says of a message. What we did not ask for (new flags of others) changes nothing.
    mutating func take(_ response: FetchResponse) {
        guard let uid = response.uid, underWay.contains(where: { $0.step.uids.contains(uid) }) else { return }
        var message = known[uid] ?? FetchedMessage(uid: uid, flags: [], content: .missing)
        if let flags = response.flags { message.flags = Set(flags.map(Flag.init)).subtracting([.recent]) }
        if let date = response.internalDate { message.internalDate = date }
        if let size = response.size { message.size = size }
        known[uid] = message
        guard let content = content(response, size: message.size) else { return }
        message.content = content
        answers[uid] = message
    }

    private func content(_ response: FetchResponse, size: Int?) -> FetchedMessage.Content? {
        if let body = response.sections[""] {
            guard let body else { return nil }
            guard body.isWhole, body.announced <= limits.messageBytes else {
                return .tooLarge(LargeMessage(beginning: body.bytes, size: body.announced, limits))
            }
            return .whole(body.bytes)
        }
        guard let header = response.sections["HEADER"] ?? nil else { return nil }
        let part = (response.sections["1"] ?? nil)?.bytes ?? []
        let partHeader = (response.sections["1.MIME"] ?? nil)?.bytes ?? []
        return .tooLarge(
            LargeMessage(size: size ?? 0, headers: header.bytes, firstPartHeaders: partHeader, firstPart: part))
    }

    /// Takes the end of a command.
    /// - Throws: `IMAPError.throttled`, which is no fault of the messages; `.protocolViolation` for a strange tag.
    mutating func finish(_ tag: String, _ status: StatusResponse) throws {
        guard let index = underWay.firstIndex(where: { $0.tag == tag }) else {
            throw IMAPError.protocolViolation("it answered a command nobody gave")
        }
        let step = underWay.remove(at: index).step
        if status.kind == .ok {
            succeed(step)
        } else if let pause = ThrottlingNotice(status), pause.isExplicit {
            throw IMAPError(status, to: "FETCH")
        } else {
            fail(step, text: status.text)
        }
    }

    private mutating func succeed(_ step: Step) {
        let open = step.uids.filter { answers[$0] == nil }
        switch step {
        case .sizes:
            for uid in open where known[uid] == nil { answer(uid, .missing) }
            steps += batches(open.filter { known[$0] != nil }).reversed()
        case .bodies, .excerpt:
            // NIL may stand for a message that others have expunged (RFC 2180 §4.1), or for one that the server cannot read.
            for uid in open { known[uid] = nil }
            if !open.isEmpty { steps.append(.presence(open)) }
        case .presence:
            for uid in open { answer(uid, known[uid] == nil ? .missing : .refused(Self.withoutContent)) }
        }
    }

    private static let withoutContent = "The server sent no content of the message."

    private mutating func fail(_ step: Step, text: String) {
        let left = step.uids.filter { answers[$0] == nil }
        guard left.count > 1 else {
            for uid in left { answer(uid, .refused(String(text.prefix(500)))) }
            return
        }
        let middle = left.count / 2
        let halves = [Array(left[..<middle]), Array(left[middle...])]
        for half in halves.reversed() {
            switch step {
            case .sizes: steps.append(.sizes(half))
            case .presence: steps.append(.presence(half))
            case .bodies, .excerpt: steps.append(.bodies(half))
            }
        }
    }

    private mutating func answer(_ uid: UID, _ content: FetchedMessage.Content) {
        var message = known[uid] ?? FetchedMessage(uid: uid, flags: [], content: content)
        message.content = content
        answers[uid] = message
    }

    /// Neighbours together, as many as the limits allow; a message of unknown size goes alone.
    private func batches(_ uids: [UID]) -> [Step] {
        var steps: [Step] = []
        var batch: [UID] = []
        var bytes = 0
        func flush() {
            if !batch.isEmpty { steps.append(.bodies(batch)) }
            (batch, bytes) = ([], 0)
        }
        for uid in uids {
            let size = known[uid]?.size ?? limits.batchBytes
            if size > limits.messageBytes {
                flush()
                steps.append(.excerpt(uid))
                continue
            }
            if bytes + size > limits.batchBytes || batch.count == limits.batchMessages { flush() }
            batch.append(uid)
            bytes += size
        }
        flush()
        return steps
    }
}

extension FetchPlan.Step {
    /// RFC 3501 §6.4.5; PEEK, so that nobody's unread mail becomes read.
    func command(_ limits: FetchLimits) -> IMAPCommand {
        switch self {
        case .sizes, .presence: fetch("(UID RFC822.SIZE)")
        case .bodies: fetch("(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])")
        case .excerpt:
            fetch(
                "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODY.PEEK[1.MIME] "
                    + "BODY.PEEK[1]<0.\(limits.excerptBytes)>)")
        }
    }

    private func fetch(_ items: String) -> IMAPCommand { IMAPCommand("UID FETCH", "\(UIDSet(uids)) \(items)") }
}

extension LargeMessage {
    /// Of a message that turned out longer than the server had said: what we have of it.
    fileprivate init(beginning bytes: [UInt8], size: Int, _ limits: FetchLimits) {
        let start = bytes.prefix(1 << 20)
        let end = headerEnd(start)
        self.init(
            size: size, headers: Array(start[..<end]), firstPartHeaders: [],
            firstPart: Array(start[end...].prefix(limits.excerptBytes)))
    }
}

/// The index after the blank line that ends a header.
private func headerEnd(_ bytes: ArraySlice<UInt8>) -> Int {
    var lineStart = bytes.startIndex
    for index in bytes.indices where bytes[index] == 0x0A {
        let line = bytes[lineStart..<index]
        if line.isEmpty || line.elementsEqual([0x0D]) { return index + 1 }
        lineStart = index + 1
    }
    return bytes.endIndex
}
