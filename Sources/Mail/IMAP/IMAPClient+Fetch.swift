extension IMAPClient {
    /// The given messages of the open folder, one after the other in ascending order, each exactly once: also those that
    /// are gone, too large, or refused. Nothing is marked as read. Only as much is under way as the limits allow, however
    /// slowly the messages are taken. Other commands may be given in between; a new fetch ends the old one.
    public nonisolated func messages(_ uids: [UID]) -> IMAPMessages {
        IMAPMessages(client: self, uids: uids)
    }

    func beginFetch(_ uids: [UID]) async throws -> Int {
        try begin()
        defer { end() }
        try await settling()
        fetching = FetchPlan(uids, limits: limits)
        fetches += 1
        return fetches
    }

    func nextMessage(ofFetch number: Int) async throws -> FetchedMessage? {
        try begin()
        defer { end() }
        guard number == fetches else { throw IMAPError.connection(.busy) }
        do {
            while fetching != nil {
                if let message = fetching?.next() { return message }
                if fetching?.isDone != false { fetching = nil }
                try await advance()
            }
            return nil
        } catch {
            fetching = nil
            throw IMAPError.wrap(error)
        }
    }

    /// Sends what may be sent, and takes one response.
    private func advance() async throws {
        while let step = fetching?.nextStep() {
            let tag = try await send(step.command(limits))
            fetching?.sent(step, tag: tag)
        }
        if fetching?.isUnderWay == true { try await takeFetched() }
    }

    private func takeFetched() async throws {
        switch try await receive("the messages") {
        case .fetched(let response): fetching?.take(response)
        case .tagged(let tag, let status): try fetching?.finish(tag, status)
        default: break
        }
    }

    /// Reads the answers of a fetch that is under way, so that another command can follow. The messages wait.
    func settle() async throws {
        while fetching?.isUnderWay == true { try await takeFetched() }
    }

    private func settling() async throws {
        do { try await settle() } catch { throw IMAPError.wrap(error) }
    }
}

/// Messages on their way from the server. To be iterated by one task.
public struct IMAPMessages: AsyncSequence, Sendable {
    let client: IMAPClient
    let uids: [UID]

    /// Begins to fetch with the first message that is asked for.
    public func makeAsyncIterator() -> Iterator { Iterator(client: client, uids: uids) }

    /// The messages in groups for one transaction each: full at so many messages, or when so many bytes are reached.
    public func batches(ofMessages count: Int = 50, bytes: Int = 8 << 20) -> Batches {
        Batches(messages: self, count: count, bytes: bytes)
    }

    /// Takes one message after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let client: IMAPClient
        let uids: [UID]
        private var number: Int?

        init(client: IMAPClient, uids: [UID]) {
            self.client = client
            self.uids = uids
        }

        /// The next message, `nil` after the last.
        /// - Throws: `IMAPError`, `CancellationError`.
        public mutating func next() async throws -> FetchedMessage? {
            let fetch: Int
            if let number { fetch = number } else { fetch = try await client.beginFetch(uids) }
            number = fetch
            return try await client.nextMessage(ofFetch: fetch)
        }
    }

    /// The messages in groups.
    public struct Batches: AsyncSequence, Sendable {
        let messages: IMAPMessages
        let count: Int
        let bytes: Int

        /// Begins to fetch with the first group that is asked for.
        public func makeAsyncIterator() -> BatchIterator {
            BatchIterator(messages: messages.makeAsyncIterator(), count: count, bytes: bytes)
        }
    }

    /// Takes one group after the other.
    public struct BatchIterator: AsyncIteratorProtocol {
        var messages: Iterator
        let count: Int
        let bytes: Int

        /// The next group, never empty; `nil` after the last.
        /// - Throws: `IMAPError`, `CancellationError`.
        public mutating func next() async throws -> [FetchedMessage]? {
            var batch: [FetchedMessage] = []
            var room = bytes
            while batch.count < count, room > 0, let message = try await messages.next() {
                room -= message.raw?.count ?? 0
                batch.append(message)
            }
            return batch.isEmpty ? nil : batch
        }
    }
}
