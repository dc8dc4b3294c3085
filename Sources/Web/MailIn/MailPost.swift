import Foundation
import HTTPTypes
import HelpDesk
import Hummingbird
import NIOCore

/// A posted mail: the body as it came, and what kind of body it is.
struct MailPost {
    private enum Kind {
        case raw
        case json
        case fields(PostedFields)
    }

    private let body: [UInt8]
    private let kind: Kind
    private let share: BodyShare

    /// - Throws: `Refusal.tooLarge`, `.malformed`, `.unsupportedMedia`.
    init(_ request: Request, limitBytes: Int) async throws {
        share = BodyShare()
        body = try await Self.bytes(of: request, share, limitBytes: limitBytes)
        let type = request.headers[.contentType] ?? ""
        let media = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        switch media {
        case "message/rfc822", "message/global", "application/octet-stream", "text/plain": kind = .raw
        case "application/json": kind = .json
        case "application/x-www-form-urlencoded": kind = .fields(try PostedFields(urlEncoded: body))
        case "multipart/form-data":
            guard let boundary = Multipart.boundary(ofContentType: type) else {
                throw Refusal.malformed("The form does not name its boundary")
            }
            kind = .fields(try PostedFields(multipart: body, boundary: boundary, limitBytes: limitBytes))
        default: throw Refusal.unsupportedMedia
        }
    }

    private static func bytes(of request: Request, _ share: BodyShare, limitBytes: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limitBytes {
            throw Refusal.tooLarge(limitBytes: limitBytes)
        }
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limitBytes else {
                throw Refusal.tooLarge(limitBytes: limitBytes)
            }
            try share.take(chunk.readableBytes)
            bytes += chunk.readableBytesView
        }
        return bytes
    }
}

extension MailPost {
    /// The mail as whichever service has sent it.
    func pushedMail(from request: Request, _ access: MailInAccess, _ desk: Desk) throws -> PushedMail {
        guard case .fields(let fields) = kind else {
            try access.requireToken()
            return try message(from: request, now: desk.database.currentTime)
        }
        if let post = MailgunPost(fields) {
            try access.require("Mailgun") { post.isSigned(for: desk) }
            return try post.pushedMail()
        }
        if let post = SendGridPost(fields) {
            try access.require("SendGrid") { SendGridPost.isSigned(request, body, for: desk) }
            return try post.pushedMail()
        }
        throw Refusal.malformed("This is no post of Mailgun or SendGrid: it has neither a message nor its parts")
    }

    /// One message, raw or as JSON.
    /// - Parameter name: tells a message that comes in parts from another of the same text.
    func message(from request: Request, now: Instant, named name: String? = nil) throws -> PushedMail {
        switch kind {
        case .raw:
            return PushedMail(raw: body, envelope: MailEnvelope(queryOf: request), source: .webhook)
        case .json:
            if let post = try PostmarkPost(body) { return try post.pushedMail() }
            return try decodeJSON(ProcessEmailBody.self, from: body).pushedMail(now: now, named: name)
        case .fields: throw Refusal.unsupportedMedia
        }
    }
}

extension MailEnvelope {
    /// `?sender=…&recipient=…`, the latter more than once or with commas.
    fileprivate init(queryOf request: Request) {
        let pairs = URLEncoded.pairs([UInt8]((request.uri.query ?? "").utf8), limit: 64) ?? []
        self.init(
            sender: pairs.last { $0.0 == "sender" }?.1,
            recipients: pairs.filter { $0.0 == "recipient" }.flatMap { addressList($0.1) })
    }
}

/// Addresses between commas, as envelopes have them: without names.
func addressList(_ text: String) -> [String] {
    text.split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespaces).trimmingCharacters(in: CharacterSet(charactersIn: "<>"))
    }.filter { !$0.isEmpty }
}
