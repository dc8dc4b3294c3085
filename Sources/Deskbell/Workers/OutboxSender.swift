import HelpDesk
import Logging
import ServiceLifecycle

/// Sends what stands in the outbox, one server process at a time claiming its share. Mailboxes send side by side: a server
/// that does not answer, for minutes by RFC 5321, keeps back the mail of its own mailbox alone.
struct OutboxSender: Service {
    let desk: Desk
    let carrier: any MailCarrier
    /// A claim lasts two minutes; a large mail on a slow line takes longer.
    var renewSeconds = 30.0
    /// How long a stop waits for the mail that is being sent.
    var stopSeconds = 8.0
    /// How long it waits for a server's word on a mail that it may have already: without it nobody knows, and a person has to
    /// look. systemd kills after 90 seconds.
    var handOverSeconds = 60.0

    func run() async throws {
        do { try await desk.resumeSending() } catch { desk.logger.error("[email] Error sending mail: \(error)") }
        let lanes = Lanes()
        await withTaskCancellationHandler {
            await WakeUp(desk.mailToSend).forEach(orEvery: 5) {
                lanes.lookAgain()
                do {
                    try await desk.recoverDeliveries()
                    while !isStopping, try await beginBatch(lanes) {}
                } catch is CancellationError {
                } catch { desk.logger.error("[email] Error sending mail: \(error)") }
            }
            await finish(lanes)
        } onCancel: {
            lanes.cancel()
        }
    }

    private func finish(_ lanes: Lanes) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await lanes.finish() }
            group.addTask { await hurry(lanes) }
            // Only the lanes end by themselves.
            await group.next()
            group.cancelAll()
        }
    }

    /// Ends what takes too long, what is handed over last.
    private func hurry(_ lanes: Lanes) async {
        let began = ContinuousClock.now
        guard (try? await Task.sleep(for: .seconds(stopSeconds))) != nil else { return }
        repeat {
            let isPatient = ContinuousClock.now - began < .seconds(handOverSeconds)
            do { lanes.cancel(except: isPatient ? try await desk.mailboxesHandingOver() : []) } catch {
                desk.logger.error("[email] Cannot see what is being handed over: \(error)")
            }
        } while (try? await Task.sleep(for: .milliseconds(200))) != nil
    }

    private var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    /// - Returns: whether there may be more.
    private func beginBatch(_ lanes: Lanes) async throws -> Bool {
        let claimed = try await desk.claimDeliveries(except: lanes.busy, rate: { [carrier] in carrier.rate(of: $0) })
        for (mailboxID, share) in Dictionary(grouping: claimed, by: \.delivery.mailboxID) {
            lanes.begin(mailboxID) { await send(share, from: mailboxID, lanes) }
        }
        return !claimed.isEmpty
    }

    /// All that is due from one mailbox, batch after batch.
    private func send(_ first: [(delivery: Delivery, mail: [UInt8])], from mailboxID: Int64, _ lanes: Lanes) async {
        var mails = first
        repeat {
            while !mails.isEmpty {
                await carry(mails)
                mails = await next(from: mailboxID)
            }
            if lanes.end(mailboxID) { return }
            mails = await next(from: mailboxID)
        } while true
    }

    /// Sends, and says meanwhile that somebody is at it.
    private func carry(_ mails: [(delivery: Delivery, mail: [UInt8])]) async {
        let deliveries = mails.map(\.delivery)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: .seconds(renewSeconds))) != nil {
                    do { try await desk.renewClaims(of: deliveries) } catch is CancellationError {
                    } catch { desk.logger.error("[email] Error sending mail: \(error)") }
                }
            }
            group.addTask { await carrier.carry(mails, of: desk) }
            // Only the carrier ends by itself.
            await group.next()
            group.cancelAll()
        }
    }

    private func next(from mailboxID: Int64) async -> [(delivery: Delivery, mail: [UInt8])] {
        guard !isStopping else { return [] }
        do { return try await desk.claimDeliveries(only: mailboxID, rate: { [carrier] in carrier.rate(of: $0) }) } catch
        {
            desk.logger.error("[email] Error sending mail: \(error)")
            return []
        }
    }
}

/// A way for mail to leave: SMTP, or the demo's shelf.
protocol MailCarrier: Sendable {
    /// Sends each mail and notes in the desk what became of it.
    func carry(_ mails: [(delivery: Delivery, mail: [UInt8])], of desk: Desk) async
    /// How much may be sent from a mailbox.
    func rate(of mailbox: Mailbox) -> SendingRate
}
