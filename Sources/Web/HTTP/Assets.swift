import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// One style sheet, script or picture of the interface, as it is served.
struct Asset: Sendable {
    /// `/assets/app-0123456789abcdef.css`: the name changes with the content, so browsers may keep it for ever.
    let path: String
    let contentType: String
    let entityTag: String
    let bytes: ByteBuffer
    let gzip: ByteBuffer?

    /// All assets by their plain names.
    static let all: [String: Asset] = Dictionary(
        uniqueKeysWithValues: EmbeddedAssets.files.map { ($0.name, Asset($0)) })

    /// The address of an asset, for pages. A name that is none is a slip of ours and leads nowhere.
    static func path(_ name: String) -> String {
        all[name]?.path ?? "/assets/\(name)"
    }

    private init(_ file: EmbeddedAssets.File) {
        let dot = file.name.lastIndex(of: ".") ?? file.name.endIndex
        path = "/assets/\(file.name[..<dot])-\(file.hash)\(file.name[dot...])"
        contentType = Self.contentTypes[String(file.name[dot...])] ?? "application/octet-stream"
        entityTag = "\"\(file.hash)\""
        bytes = ByteBuffer(bytes: file.bytes())
        gzip = file.gzippedBytes().map { ByteBuffer(bytes: $0) }
    }

    private static let contentTypes = [
        ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
    ]

    fileprivate func response(to request: Request) -> Response {
        var headers: HTTPFields = [
            .contentType: contentType, .cacheControl: "public, max-age=31536000, immutable", .eTag: entityTag,
            .vary: "Accept-Encoding",
        ]
        if request.headers[.ifNoneMatch]?.contains(entityTag) == true {
            return Response(status: .notModified, headers: headers)
        }
        let takesGzip = request.headers[.acceptEncoding]?.contains("gzip") == true
        guard takesGzip, let gzip else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzip))
    }
}

/// `GET /assets/<name>-<hash>.<ext>` and `GET /favicon.ico`.
func addAssets<Context: RequestContext>(to router: Router<Context>) {
    let byPath = Dictionary(uniqueKeysWithValues: Asset.all.values.map { ($0.path, $0) })
    router.get("/assets/:name") { request, _ in
        guard let asset = byPath[request.uri.path] else { throw Refusal.notFound }
        return asset.response(to: request)
    }
    // Browsers ask for it where a page names no icon, for instance beside an attachment.
    router.get("/favicon.ico") { request, _ in
        guard let icon = Asset.all["favicon.svg"] else { throw Refusal.notFound }
        return icon.response(to: request)
    }
}
