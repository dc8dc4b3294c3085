extension TeamPage {
    func html(for reader: Reader) -> HTML {
        let words = reader.words
        let working = members.filter { !$0.isRetired }, gone = members.filter(\.isRetired)
        let content: HTML = """
            <p class="muted">\(words.teamHint)</p>
            \(link.map { $0.html(words) })
            <ul class="boxes">\(working.map { $0.html(words) })</ul>
            \(addForm(words))
            \(gone.isEmpty ? nil : formerColleagues(gone, words))
            """
        return frame.settingsPage(.team, title: words.section(.team), content: content, for: reader)
    }

    private func addForm(_ words: Words) -> HTML {
        let name = Field(
            name: "name", label: words.yourName, value: typed?.name ?? "", autocomplete: "off", maxLength: 200)
        let address = Field(
            name: "address", label: words.email, type: "email", value: typed?.address ?? "", problem: typed?.problem,
            autocomplete: "off", maxLength: 254, isRequired: true, isFocused: typed != nil)
        let roles = [false, true].map { isOwner in
            (
                value: isOwner ? "owner" : "agent", text: words.roleChoice(isOwner: isOwner),
                isChosen: isOwner == (typed?.isOwner ?? false)
            )
        }
        return """
            <form class="card stack" method="post" action="\(Route.team)" aria-labelledby="add">
            <h2 id="add">\(words.addColleague)</h2>
            <div class="pair">\(name.html)\(address.html)</div>
            <div class="field"><label for="role">\(words.roleLabel)</label>\(select("role", id: "role", label: nil, roles))</div>
            <div class="line"><button class="primary">\(words.add)</button></div>
            </form>
            """
    }

    private func formerColleagues(_ members: [Member], _ words: Words) -> HTML {
        """
        <section class="stack"><div><h2>\(words.formerColleagues)</h2><p class="muted">\(words.formerColleaguesHint)</p></div>
        <ul class="boxes">\(members.map { $0.html(words) })</ul></section>
        """
    }
}

extension TeamPage.Member {
    fileprivate func html(_ words: Words) -> HTML {
        let marks = [
            isMe ? words.thatIsYou : nil, isOwner ? words.ownerRole : words.agentRole,
            hasPassword || isRetired ? nil : words.notYetSignedIn,
        ].compactMap(\.self)
        return """
            <li class="member">\(face.avatar())
            <div class="stack tight"><div><b>\(face.name)</b> <span class="muted">\(breakable(address))</span><br>\
            <small class="faint">\(marks.joined(separator: " · "))</small></div>
            <div class="line">\(isMe ? ownPassword(words) : nil)\(verbs.map { button($0, words) })</div></div></li>
            """
    }

    /// Nobody takes the own rights away.
    private var verbs: [TeamVerb] {
        if isRetired { return [.restore] }
        return isMe ? [] : [.link, isOwner ? .makeAgent : .makeOwner, .retire]
    }

    private func ownPassword(_ words: Words) -> HTML {
        "<a class=\"button quiet\" href=\"\(Route.profile)#own-password\">\(words.changePassword)</a>"
    }

    private func button(_ verb: TeamVerb, _ words: Words) -> HTML {
        let text = words.teamVerb(verb)
        return """
            <form method="post" action="\(Route.teamVerb(verb, id))"><button class="quiet" \
            aria-label="\(text): \(face.name)">\(text)</button></form>
            """
    }
}

extension TeamPage.Link {
    fileprivate func html(_ words: Words) -> HTML {
        """
        <div class="notice" role="status">\(Icon.key.html) <div class="stack tight"><b>\(words.linkFor(name))</b>
        <div class="line"><input readonly value="\(address)" aria-label="\(words.linkFor(name))" data-whole>\
        <button type="button" class="scripted" data-copy="\(address)">\(Icon.copy.html) \(words.copy)</button></div>
        <p>\(words.linkForHint)</p></div></div>
        """
    }
}
