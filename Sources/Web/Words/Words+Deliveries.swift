/// Words about answers that did not arrive, and why a message is here.
extension Words {
    var mailInLedger: String {
        say("The mail in the ledger, with its raw source", "Письмо в журнале, с исходным текстом")
    }
    /// Why something is here that did not come by mail.
    func wayHere(_ kind: MessageView.Kind, _ channel: ChannelMark) -> String {
        if kind == .staff { return say("A colleague wrote it as an answer.", "Сотрудник написал это как ответ.") }
        return switch channel {
        case .portal: say("It was written in the portal.", "Написано на портале.")
        case .api: say("It came by the API.", "Пришло через API.")
        case .phone: say("It was noted from a call.", "Записано со звонка.")
        case .telegram, .bitrix: say("It came from another program.", "Пришло из другой программы.")
        case .email: say("It came by mail.", "Пришло письмом.")
        }
    }

    func trouble(_ trouble: DeliveryTrouble) -> String {
        switch trouble.state {
        case .bounced: say("Not delivered to \(trouble.recipient)", "Не доставлено: \(trouble.recipient)")
        case .failed: say("Could not be sent to \(trouble.recipient)", "Не отправлено: \(trouble.recipient)")
        case .unknown:
            say(
                "Perhaps delivered to \(trouble.recipient), nobody knows",
                "Возможно, доставлено, точно не известно: \(trouble.recipient)")
        }
    }

    var resend: String { say("Send again", "Отправить снова") }
    var resendElsewhere: String { say("To another address", "На другой адрес") }
    var correctedAddress: String { say("Corrected address", "Исправленный адрес") }
}
