extension ErrorPage {
    func html(for reader: Reader) -> HTML { "\(reader.words.errorTitle(refusal))" }
}
