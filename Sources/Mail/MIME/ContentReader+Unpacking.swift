/// Files in other forms: the containers of Outlook, of signatures, and of old Macs.
extension ContentReader {
    /// The content of a part that is a container of old or foreign making; nil if it is none that we open.
    mutating func unpacked(_ index: Int) -> Body? {
        let name = parts[index].type.name
        let isNameless = name == "application/octet-stream"
        switch name {
        case "application/ms-tnef", "application/vnd.ms-tnef": return tnef(index)
        case _ where isNameless && fileName(of: index)?.asciiLowered == "winmail.dat": return tnef(index)
        case "application/pkcs7-mime", "application/x-pkcs7-mime": return signedData(index)
        case _ where isNameless && fileName(of: index)?.asciiLowered == "smime.p7m": return signedData(index)
        case "application/mac-binhex40", "application/mac-binhex":
            guard let (name, bytes) = BinHex.decode(decodedBytes(index)[...]) else { return nil }
            return unpackedFile(index, name, bytes)
        case "application/applefile":
            guard let (name, bytes) = AppleFile.dataFork(decodedBytes(index)[...]) else { return nil }
            return unpackedFile(index, name, bytes)
        default: return nil
        }
    }

    private mutating func unpackedFile(_ index: Int, _ name: String?, _ bytes: [UInt8]) -> Body {
        let name = name ?? fileName(of: index)
        content.attachments.append(
            Attachment(
                filename: FileName.safe(name, fallback: FileName.made(for: "application/octet-stream")),
                mimeType: FileName.type(of: name ?? ""), content: bytes))
        return Body()
    }

    private mutating func tnef(_ index: Int) -> Body? {
        guard let message = TNEF(decodedBytes(index)[...]) else { return nil }
        content.attachments += message.files
        content.outlook = Body(plain: message.plain, html: message.html)
        return Body()
    }

    /// The message inside takes the place of the signature; what is encrypted stays a file.
    private mutating func signedData(_ index: Int) -> Body? {
        guard wrapping < 5, case .signed(let inner)? = SignedData.read(decodedBytes(index)[...]) else { return nil }
        let enclosed = inner.withUnsafeBufferPointer { bytes in
            let parser = MIMEParser.parse(bytes, limits: limits)
            return ContentReader.read(bytes, parser.parts, limits: limits, wrapping: wrapping + 1)
        }
        content.signatureFiles.append(file(index))
        content.take(enclosed)
        return Body(plain: enclosed.plain, html: enclosed.html)
    }
}
