import Foundation
import HelpDesk
import Hummingbird
import NIOCore

/// `GET /attachments/{id}`: a file, for whoever may see its message.
struct FileRoutes {
    let site: Site

    func add(to router: Router<SiteContext>) {
        router.get("/attachments/:id", use: download)
    }

    @Sendable func download(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.requirePerson()
        guard let id = context.parameters.get("id").flatMap(UUID.init(uuidString:)) else { throw Refusal.notFound }
        let (file, bytes) = try await site.desk.read { tx in
            let file = try tx.attachment(id, seenBy: .person(person))
            return (file, try tx.content(file.contentHash))
        }
        return Download(filename: file.filename, mimeType: file.mimeType, bytes: ByteBuffer(bytes: bytes)).response()
    }
}

extension Form {
    /// The files of a message, as the desk takes them.
    var uploads: [HelpDesk.Upload] {
        files.map {
            HelpDesk.Upload(filename: $0.filename, mimeType: $0.mimeType, content: Array($0.content.readableBytesView))
        }
    }
}
