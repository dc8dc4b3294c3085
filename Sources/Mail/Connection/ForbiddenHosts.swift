import NIOCore

extension MailServer {
    /// What is wrong with a host that a person has entered; nil where it may be tried.
    ///
    /// Private networks are allowed, since mail servers live there. Addresses of the link itself and those under which
    /// clouds hand out their machines' keys are not: no mail server has them. A name that leads to one is refused when
    /// the connection is made (`Wire.open`).
    public static func problem(ofHost host: String) -> String? {
        let isName = host.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7f && ![0x2f, 0x40, 0x23, 0x3f, 0x25, 0x5b, 0x5c, 0x5d, 0x22].contains(byte)
        }
        guard isName, host.utf8.count <= 253, !host.isEmpty else {
            return "is no host name: write it without http:// and without a path, for example imap.example.com"
        }
        // An IPv6 address has two of them at least.
        if host.utf8.count(where: { $0 == 0x3a }) == 1 {
            return "names a port too: write the host alone, and the port in its own place"
        }
        let folded = host.lowercased().trimmingSuffix(while: { $0 == "." })
        let isForbidden =
            folded == "metadata.google.internal" || folded == "metadata"
            || (try? SocketAddress(ipAddress: String(folded), port: 0)).map(isForbidden) == true
        return isForbidden ? "is an address that no mail server has" : nil
    }

    /// Whether an address belongs to the link itself, or to a cloud's metadata service.
    static func isForbidden(_ address: SocketAddress) -> Bool {
        switch address {
        case .v4(let v4):
            // After family and port.
            return isForbidden(v4: withUnsafeBytes(of: v4.address) { Array($0[4..<8]) })
        case .v6(let v6):
            // After family, port and flow label.
            let bytes = withUnsafeBytes(of: v6.address) { Array($0[8..<24]) }
            if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xff, bytes[11] == 0xff {
                return isForbidden(v4: Array(bytes[12...]))
            }
            let isLinkLocal = bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
            return isLinkLocal || bytes[..<6].elementsEqual([0xfd, 0x00, 0x0e, 0xc2, 0, 0])
        case .unixDomainSocket: return true
        }
    }

    /// 169.254.0.0/16 (RFC 3927; the metadata of most clouds), Alibaba's 100.100.100.200, Oracle's 192.0.0.192.
    private static func isForbidden(v4 bytes: [UInt8]) -> Bool {
        bytes[0] == 169 && bytes[1] == 254 || bytes == [100, 100, 100, 200] || bytes == [192, 0, 0, 192]
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return text
    }
}
