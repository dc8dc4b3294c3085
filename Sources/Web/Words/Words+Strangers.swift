/// Words about mail from addresses that nobody knows, and about addresses that take none of ours.
extension Words {
    func strangerTitle(_ stranger: StrangerNotice) -> String {
        stranger.answersOurMail
            ? say(
                "This answers our mail to \(stranger.requester), but came from \(stranger.address), which takes no part in",
                "Это ответ на наше письмо (\(stranger.requester)), но с адреса \(stranger.address), который не участвует в заявке"
            )
            : say(
                "This names a ticket of \(stranger.requester), but came from \(stranger.address), which takes no part in",
                "Здесь упомянута заявка клиента \(stranger.requester), но адрес \(stranger.address) в ней не участвует")
    }
    var strangerWarning: String {
        say("Its server could not confirm the sender.", "Подлинность отправителя не подтверждена.")
    }
    var unverified: String { say("Sender not confirmed", "Отправитель не подтверждён") }
    var unverifiedHint: String {
        say(
            "The mail server could not confirm that this mail comes from this address. Ask back before you act on it.",
            "Почтовый сервер не подтвердил, что письмо отправлено с этого адреса. Переспросите, прежде чем выполнять просьбу."
        )
    }
    var letTakePart: String { say("Let them take part", "Сделать участником") }
    var letTakePartHint: String {
        say("They get copies of the answers.", "Получит копии ответов.")
    }
    var keepApart: String { say("Keep apart", "Оставить отдельно") }
    func samePerson(_ name: String) -> String { say("It is \(name)", "Это \(name)") }
    func samePersonHint(_ stranger: StrangerNotice) -> String {
        let all =
            stranger.ticketCount > 1
            ? say(
                " All \(count(stranger.ticketCount, .tickets)) of this address become theirs.",
                " Все заявки этого адреса (\(grouped(stranger.ticketCount))) перейдут этому клиенту.") : ""
        return say(
            "The address then belongs to \(stranger.requester) and opens all of their tickets in the portal. Be sure that it is the same person.\(all)",
            "Адрес будет принадлежать клиенту (\(stranger.requester)) и откроет на портале все его заявки. Убедитесь, что это тот же человек.\(all)"
        )
    }
    var joinAsSame: String { say("Yes, join", "Да, объединить") }
    var authorTakesPart: String {
        say("The author takes part there from now on", "Автор теперь участвует в той заявке")
    }

    // Addresses
    func complained(_ address: String) -> String {
        say(
            "\(address) has reported our mail as spam: answers go out, automatic mail does not.",
            "\(address): наши письма отмечены как спам. Ответы уходят, автоматические письма нет.")
    }
    func takesNoMail(_ address: String) -> String {
        say(
            "Mail to \(address) comes back, so none is sent. “Send again” under a reply tries once more.",
            "Письма на \(address) возвращаются, поэтому не отправляются. «Отправить снова» у ответа попробует ещё раз.")
    }
}
