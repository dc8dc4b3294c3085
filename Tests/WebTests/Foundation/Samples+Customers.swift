import Foundation

@testable import Web

extension Samples {
    static let portal = PortalFrame(siteName: "Лампрайт", me: Face(name: "Анна Кузнецова"))
    static let gate = PortalFrame(siteName: "Лампрайт", path: Route.portal)

    static let myTickets = MyTicketList(
        tickets: [
            MyTicketCard(
                number: "TKT-2026-00479", subject: "Не приходит письмо для входа, а заказ уже оплачен",
                status: .waiting,
                snippet: "Анна, нашли причину. Проверьте, пожалуйста, ещё раз", snippetBy: "Мария",
                activeAt: ago(minutes: 2), isNew: true),
            MyTicketCard(
                number: "TKT-2026-00465", subject: "Возврат: курьер приехал в субботу, а в письме было воскресенье",
                status: .inProgress, snippet: "Хорошо, жду в понедельник с 10 до 14", activeAt: ago(minutes: 2_900)),
            MyTicketCard(
                number: "TKT-2026-00300", subject: "Какой цоколь у модели Aurora 30?", status: .resolved,
                snippet: "E27, лампа до 12 Вт подойдёт", snippetBy: "Ольга", activeAt: ago(minutes: 70_000)),
            MyTicketCard(
                number: "TKT-2025-00811", subject: "Подарочная упаковка и открытка от руки", status: .closed,
                snippet: "Спасибо, получилось очень красиво!", activeAt: ago(minutes: 500_000)),
            MyTicketCard(
                number: "TKT-2026-00482", subject: "", status: .open, snippet: "Добрый день", activeAt: ago(minutes: 90)
            ),
        ],
        total: 5, next: "1790000000-3")

    static let myTicket = MyTicketView(
        number: "TKT-2026-00479", subject: "Не приходит письмо для входа, а заказ уже оплачен", status: .resolved,
        createdAt: ago(minutes: 60),
        messages: [
            MyMessage(
                id: "m1", isMine: true, author: Face(name: "Анна"), at: ago(minutes: 60),
                text:
                    "Здравствуйте! Оплатила заказ 58 231, а письмо для входа не приходит уже час.\nПочта точно верная.",
                files: [
                    FileChip(
                        id: "a3", filename: "Снимок экрана 2026-11-20.pdf", sizeBytes: 312_000,
                        mimeType: "application/pdf")
                ]),
            MyMessage(
                id: "m2", isMine: false, author: Face(name: "Мария"), at: ago(minutes: 22),
                text: """
                    Анна, здравствуйте! Заказ и оплату вижу, с ними всё в порядке: отправим завтра утром.

                    Письмо отклонил ваш почтовый сервер, потому что ящик заполнен. Или войдите по номеру телефона.
                    """),
            MyMessage(
                id: "m3", isMine: true, author: Face(name: "Анна"), at: ago(minutes: 11),
                text: "Точно, ящик переполнен! По телефону вошла, спасибо!"),
        ])

    static let closed = MyTicketView(
        number: "TKT-2025-00811", subject: "Подарочная упаковка", status: .closed, createdAt: ago(minutes: 500_000),
        messages: myTicket.messages, canReopen: false)

    static let newTicket = NewTicketPage(
        frame: portal,
        categories: [.init(id: "1", name: "Support"), .init(id: "2", name: "Billing")],
        message: "The dimmer of my Aurora 40 hums when the light is low.", categoryID: "2",
        problems: ["subject": "A few words are enough", "files": "71 MB is too large"])

    static let linkSent = LinkSentPage(
        frame: gate, address: "anna@pochta.example", validMinutes: 15, caughtPath: Route.caughtMail("c1"))

    static let caught = [
        CaughtMailLine(
            id: "c1", to: "anna.kuznetsova@pochta.example", from: "Мария (Лампрайт) <help-ru@lampwright.example>",
            subject: "Re: [TKT-2026-00479] Не приходит письмо для входа", at: ago(minutes: 3)),
        CaughtMailLine(
            id: "c2", to: "emily.carter@postbox.example", from: "Lampwright <support@lampwright.example>",
            subject: "[TKT-2026-00481] The lamp arrived with a cracked glass shade", at: ago(minutes: 30)),
    ]

    static let caughtMail = CaughtMailPage(
        mail: caught[0], replyTo: "help-ru+TKT-2026-00479.k3f9w2@lampwright.example",
        text: "Анна, здравствуйте!\n\nЗаказ и оплату вижу, с ними всё в порядке.\n\nhttps://lampwright.example/support",
        hasHTML: true, link: Route.myTicket("TKT-2026-00479"))

    static let play = PlayCustomerPage(
        answered: caught[1], name: "Emily Carter", address: "emily.carter@postbox.example",
        subject: "Re: [TKT-2026-00481] The lamp arrived", mailboxes: ["support@lampwright.example"],
        problems: ["message": "Say something"], notice: .mailPlayed, lastTicket: "TKT-2026-00481")
}
