extension StrangerNotice {
    /// What is the matter, and the three ways to go on. The safe one, to leave it apart, needs nothing.
    func html(_ words: Words) -> HTML {
        """
        <div class="notice warn stranger">\(Icon.shield.html)<div class="stack tight">
        <p>\(words.strangerTitle(self)) <a href="\(Route.ticket(older))">\(older)</a>. \
        \(isUnverified ? "<b>\(words.strangerWarning)</b>" as HTML : nil)</p>
        <div class="line">\
        <form method="post" action="\(Route.ticketJoin(number))" data-once><button name="as" value="participant" \
        title="\(words.letTakePartHint)">\(words.letTakePart)</button></form>\
        <form method="post" action="\(Route.ticketUnlink(number))" data-once><button>\(words.keepApart)</button></form></div>
        <details><summary>\(words.samePerson(requester))</summary><p>\(words.samePersonHint(self))</p>
        <form method="post" action="\(Route.ticketJoin(number))" data-once><button name="as" value="requester">\
        \(words.joinAsSame)</button></form></details></div></div>
        """
    }
}
