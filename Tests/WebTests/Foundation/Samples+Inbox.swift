import Foundation
import HelpDesk

@testable import Web

extension Samples {
    static let rows: [TicketRowView] = [
        TicketRowView(
            number: "TKT-2026-00481",
            subject: "The lamp arrived with a cracked glass shade, and the replacement is for Aurora 40 instead of 30",
            requester: "Emily Carter",
            snippet: "Thank you for the quick answer, but the shade you are sending does not fit",
            status: .open, priority: .high, tags: ["damaged"], assignee: maria, activeAt: ago(minutes: 4)),
        TicketRowView(
            number: "TKT-2026-00479", subject: "Не приходит письмо для входа, а заказ уже оплачен",
            requester: "Анна Кузнецова", snippet: "Проверила «Спам» и «Рассылки» — пусто. Почта точно верная.",
            status: .open, channel: .portal, activeAt: ago(minutes: 11), isUnread: true),
        TicketRowView(
            number: "TKT-2026-00472", subject: "Счёт на 24 светильника: скидка по договору не учтена",
            requester: "Иван Петров", snippet: "Во вложении счёт и договор, п. 4.2 — скидка 12 %.", status: .open,
            priority: .urgent, tags: ["опт"], activeAt: ago(minutes: 38), isUnread: true),
        TicketRowView(
            number: "TKT-2026-00476", subject: "Invoice without VAT number — correction needed before 30 November",
            requester: "Jürgen Weiß", snippet: "The corrected invoice is attached. Does the address fit now?",
            isLastFromStaff: true, status: .waiting, assignee: Face(name: "Tom Hale"), activeAt: ago(minutes: 121)),
        TicketRowView(
            number: "TKT-2026-00461", subject: "Звонок: просит перезвонить после 18:00 о доставке в Тюмень",
            requester: "+7 912 345-67-89", snippet: "Доставка 21.11, подъезд со двора, домофон не работает",
            status: .inProgress, channel: .phone, activeAt: ago(minutes: 325)),
        TicketRowView(
            number: "TKT-2026-00465",
            subject: "Re: Re: Fwd: Возврат — курьер приехал в субботу, а в письме было воскресенье",
            requester: "Мария Ильина-Преображенская", snippet: "Курьер согласован на понедельник с 10 до 14",
            isLastFromStaff: true, status: .inProgress, tags: ["возврат", "курьер"], activeAt: ago(minutes: 1_700)),
        TicketRowView(
            number: "TKT-2026-00458", subject: "Dimmer hums at low brightness", requester: "Liam O’Connor",
            snippet: "Works perfectly with the new driver. Thank you, Maria!", status: .resolved, channel: .telegram,
            activeAt: ago(minutes: 2_900)),
        TicketRowView(
            number: "TKT-2025-00017", subject: "", requester: "<script>alert(1)</script>", snippet: "", status: .closed,
            channel: .api, activeAt: ago(minutes: 600_000)),
    ]

    static let ticket = TicketView(
        number: "TKT-2026-00481",
        subject:
            "The lamp arrived with a cracked glass shade, and the replacement in your mail is for Aurora 40 instead of 30",
        status: .open, priority: .high, tags: ["damaged"], assigneeID: "p1",
        colleagues: [
            .init(id: "p1", face: maria, isMe: true), .init(id: "p2", face: Face(name: "Olga Sokolova")),
            .init(id: "p3", face: Face(name: "Tom Hale")),
        ],
        talk: talk,
        customer: CustomerCard(
            name: "Emily Carter", addresses: ["emily.carter@postbox.example", "studio@carter.example"],
            phone: "+44 117 496 0182", since: ago(minutes: 1_600_000), ticketCount: 3,
            otherTickets: [
                TicketLink(
                    number: "TKT-2026-00120", subject: "Invoice for two lamps, please", status: .resolved,
                    at: ago(minutes: 360_000)),
                TicketLink(
                    number: "TKT-2023-00017", subject: "Which bulb fits Aurora 30?", status: .closed,
                    at: ago(minutes: 1_600_000)),
            ],
            troubles: [
                AddressMark(address: "studio@carter.example", hasComplained: true, reason: ""),
                AddressMark(
                    address: "emily.carter@postbox.example", hasComplained: false, reason: "550 5.2.2 mailbox full"),
            ]),
        facts: TicketFacts(
            categories: [.init(id: "1", name: "Support", isChosen: true), .init(id: "2", name: "Bug")],
            departments: [.init(id: "1", name: "Returns <b>", isChosen: true)],
            mailboxes: ["support@lampwright.example", "opt@lampwright.example"], channel: .email,
            cc: ["studio@carter.example"], createdAt: ago(minutes: 1_288), firstResponseAt: ago(minutes: 1_237),
            resolvedAt: ago(minutes: 900)),
        composer: Composer(kept: files, recipients: ["Emily Carter", "studio@carter.example"]),
        place: InboxPlace(view: .mine),
        continues: "TKT-2026-00120")

    static let bare = TicketView(
        number: "TKT-2026-00461", subject: "Звонок: просит перезвонить", status: .closed, colleagues: [],
        talk: [.message(MessageView(id: "m9", kind: .note, author: maria, at: now, text: ""))],
        customer: CustomerCard(name: "+7 912 345-67-89", phone: "+79123456789"),
        facts: TicketFacts(channel: .phone, createdAt: now),
        composer: Composer(kind: .note, text: "Перезвонить", problem: "Слишком длинно"))

    private static let why = Why(
        code: .replyAddress, detail: "support+TKT-2026-00481.k3f9w2q7@lampwright.example")

    private static let files = [
        FileChip(id: "a1", filename: "packing-slip-58214.pdf", sizeBytes: 118_400, mimeType: "application/pdf"),
        FileChip(id: "a2", filename: "IMG_2041.jpg", sizeBytes: 2_412_000, mimeType: "image/jpeg"),
    ]

    private static let talk: [TalkItem] = [
        .event(EventLine(kind: .opened(.email), at: ago(minutes: 1_288))),
        .message(
            MessageView(
                id: "m1", kind: .customer, author: Face(name: "Emily Carter"), address: "emily.carter@postbox.example",
                to: "support@lampwright.example", at: ago(minutes: 1_288),
                text: """
                    Hello,

                    my Aurora 30 came this morning and the glass shade is cracked from the rim down. The box looked fine \
                    from the outside, so I suppose it happened before packing. Pictures are at https://pictures.example/x?a=1&b=2.

                    The order is 58 214. I would rather have a new shade than send the whole lamp back.
                    """,
                signature: "Emily Carter\nStudio Carter, 14 Mill Lane, Bristol", html: .available, files: files,
                why: Why(code: .nothingPointsToATicket))),
        .event(EventLine(kind: .autoReplySent, at: ago(minutes: 1_287))),
        .event(EventLine(kind: .assigned(to: "Мария Лебедева"), at: ago(minutes: 1_250), by: "Olga Sokolova")),
        .message(
            MessageView(
                id: "m2", kind: .staff, author: Face(name: "Tom Hale"), to: "Emily Carter", at: ago(minutes: 1_237),
                text:
                    "Hi Emily,\n\nI’m sorry, that is no way to start with a new lamp. A new shade leaves tomorrow.\n\nTom",
                delivery: .sent(at: ago(minutes: 1_236), server: "mx.postbox.example"))),
        .event(EventLine(kind: .status(from: .open, to: .inProgress), at: ago(minutes: 1_237), by: "Tom Hale")),
        .message(
            MessageView(
                id: "m3", kind: .note, author: Face(name: "Olga Sokolova"), at: ago(minutes: 200),
                text:
                    "Since the relabelling the boxes marked “30” hold shades of Aurora 40. Measure before anything leaves."
            )),
        .message(
            MessageView(
                id: "m4", kind: .customer, author: Face(name: "Emily Carter"), address: "emily.carter@postbox.example",
                to: "support@", at: ago(minutes: 4),
                text:
                    "The shade you are sending does not fit: mine is Aurora 30, the fitting is 28 cm across.\n\nEmily",
                quote: "On Thu, Tom Hale wrote:\n> A new shade leaves tomorrow.", html: .preferred,
                hasRemoteImages: true,
                why: why, canLetAuthorIn: true,
                stranger: StrangerNotice(
                    number: "TKT-2026-00481", address: "<b>studio@carter.example", older: "TKT-2026-00120",
                    requester: "Emily Carter <script>alert(1)</script>", answersOurMail: true, isUnverified: true,
                    ticketCount: 3))),
        .event(EventLine(kind: .notDelivered(to: "emily.carter@postbox.example"), at: ago(minutes: 3))),
        .event(EventLine(kind: .complained("emily.carter@postbox.example"), at: ago(minutes: 3))),
        .event(EventLine(kind: .participantAdded("studio@carter.example"), at: ago(minutes: 3))),
        .event(EventLine(kind: .unlinked("TKT-2026-00120"), at: ago(minutes: 3))),
        .message(
            MessageView(
                id: "m6", kind: .staff, author: maria, at: ago(minutes: 1), text: "A new shade leaves tomorrow.",
                delivery: .queued, waiting: .init(seconds: 12, canTakeBack: true, number: "TKT-2026-00042"))),
        .message(
            MessageView(
                id: "m5", kind: .staff, author: maria, to: "Emily Carter", at: ago(minutes: 2),
                text: "Well spotted, thank you.", delivery: .bounced(reason: "550 5.2.2 mailbox full"))),
    ]
}
