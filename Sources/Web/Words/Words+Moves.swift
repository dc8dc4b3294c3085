/// Words about moving messages.
extension Words {
    var moveMessage: String { say("Move the message", "Перенести сообщение") }
    func moveMessageHint(_ number: String) -> String {
        say(
            "It leaves \(number) with its files. Answers to it then land in the other ticket.",
            "Оно уйдёт из \(number) вместе с файлами. Ответы на него попадут в другую заявку.")
    }
}
