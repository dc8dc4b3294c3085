/// The mail programs of the set, each with the header fields that it writes.
enum RussianProgram: String, Sendable {
    case yandexWeb = "Yandex, web"
    case yandexApp = "Yandex, app"
    case mailRuWeb = "Mail.ru, web"
    case mailRuApp = "Mail.ru, app"
    case outlook = "Outlook, desktop"
    case outlookWeb = "Outlook, web"
    case outlookMobile = "Outlook, telephone"
    case gmailWeb = "Gmail, web"
    case gmailApp = "Gmail, app"
    case appleMail = "Apple Mail"
    case iPhone = "iPhone"
    case thunderbird = "Thunderbird"
    case theBat = "The Bat!"
    case roundcube = "Roundcube"
    case zimbra = "Zimbra"
    case samsung = "Samsung"
    case evolution = "Evolution"
    case emClient = "eM Client"

    var customer: String {
        switch self {
        case .yandexWeb, .yandexApp: "anna.petrova@yandex.example"
        case .mailRuWeb, .mailRuApp, .samsung: "anna.petrova@mail.example"
        case .gmailWeb, .gmailApp: "anna.petrova@gmail.example"
        default: "petrova@zavod.example"
        }
    }

    var boundary: String {
        switch self {
        case .mailRuWeb: "--ALT--7uTvB2c31794308731"
        case .outlook: "----=_NextPart_000_0012_01DC5243.6E1C9B40"
        case .outlookWeb, .outlookMobile: "_000_AS8PR04MB84049E3A1DAS8PR04MB8404eurp_"
        case .gmailWeb, .gmailApp: "00000000000084e1b70643210abc"
        case .appleMail, .iPhone: "Apple-Mail-5D0C8E1A-77F3-4E5B-9C1D-2B9A6E0F1C33"
        case .thunderbird: "------------k3WmQ0yH1pRbqN5uVwX8Zt2A"
        case .theBat: "----------0B61190DE2F4A8C3"
        default: "=_b1946ac92492d2347c6235b4d2611184"
        }
    }

    var headers: [String] {
        switch self {
        case .yandexWeb:
            ["X-Mailer: Yamail [ http://yandex.ru ] 5.0", "Message-Id: <881762765531@mail.yandex.example>"]
        case .yandexApp:
            ["X-Mailer: Yandex.Mail for Android 8.61.0", "Message-Id: <371762765531@mail.yandex.example>"]
        case .mailRuWeb:
            [
                "X-Mailer: Mail.Ru Mailer 1.0", "X-Priority: 3 (Normal)",
                "Message-ID: <1762765531.117722938@f427.i.mail.example>",
            ]
        case .mailRuApp:
            ["X-Mailer: ru.mail.mailapp/15.48", "Message-ID: <1762765531.33827@mobs.mail.example>"]
        case .outlook:
            [
                "X-Mailer: Microsoft Outlook 16.0", "Thread-Index: AQHcUkNuCWuYBgLU0yXoRz3vJ5w0AA==",
                "Content-Language: ru", "Message-ID: <001301dc5243$6e1c9b40$4a55d1c0$@zavod.example>",
            ]
        case .outlookWeb, .outlookMobile:
            [
                "Thread-Topic: =?utf-8?B?0JfQsNC60LDQtw==?=", "x-ms-has-attach:", "Content-Language: ru-RU",
                "Message-ID: <AS8PR04MB84049E3A1D@AS8PR04MB8404.eurprd04.prod.outlook.example>",
            ]
        case .gmailWeb, .gmailApp:
            ["Message-ID: <CAJ4k1oV8y3zq=+w0e1nT@mail.gmail.example>"]
        case .appleMail:
            [
                "X-Mailer: Apple Mail (2.3826.200.121)",
                "Message-Id: <5D0C8E1A-77F3-4E5B-9C1D-2B9A6E0F1C33@zavod.example>",
            ]
        case .iPhone:
            ["X-Mailer: iPhone Mail (23A355)", "Message-Id: <9C1D2B9A-6E0F-4C33-8A11-01DC52436E1C@zavod.example>"]
        case .thunderbird:
            ["User-Agent: Mozilla Thunderbird", "Message-ID: <6e1c9b40-8c1d-4e5b-9a6e-0f1c33000001@zavod.example>"]
        case .theBat:
            ["X-Mailer: The Bat! (v11.4.1) Professional", "Message-ID: <1838265203.20261110120531@zavod.example>"]
        case .roundcube:
            ["User-Agent: Roundcube Webmail/1.6.6", "Message-ID: <b1946ac92492d2347c6235b4@zavod.example>"]
        case .zimbra:
            [
                "X-Mailer: Zimbra 8.8.15_GA_4717",
                "Message-ID: <177722938.8812.1762765531117.JavaMail.zimbra@zavod.example>",
            ]
        case .samsung:
            ["X-Mailer: Samsung Email", "Message-ID: <qv3j0nm6xq0d8e5b1794308731117@email.android.example>"]
        case .evolution:
            ["User-Agent: Evolution 3.46.4-2", "Message-ID: <2b9a6e0f1c33.camel@zavod.example>"]
        case .emClient:
            ["User-Agent: eM_Client/10.3.2619.0", "Message-Id: <em5d0c8e1a-77f3@zavod.example>"]
        }
    }
}
