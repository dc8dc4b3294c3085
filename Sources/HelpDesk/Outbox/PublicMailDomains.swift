/// Providers where anybody gets an address: whoever writes from there shares nothing with the others but the domain. Their
/// customers are strangers to each other, so the bound of automatic replies to one domain, which stops the machines of one
/// organisation, is a wider one for them (`Limits.automaticRepliesPerPublicDomain`).
enum PublicMailDomains {
    static func contains(_ domain: some StringProtocol) -> Bool { all.contains(String(domain)) }

    private static let all: Set<String> = [
        // International
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk",
        "hotmail.fr", "hotmail.de", "hotmail.it", "hotmail.es", "outlook.fr", "outlook.de", "outlook.es", "live.co.uk",
        "live.fr", "live.nl", "yahoo.com", "ymail.com", "rocketmail.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de",
        "yahoo.it", "yahoo.es", "yahoo.ca", "yahoo.co.in", "yahoo.com.br", "yahoo.co.jp", "icloud.com", "me.com",
        "mac.com", "aol.com", "proton.me", "protonmail.com", "pm.me", "fastmail.com", "fastmail.fm", "hey.com",
        "zoho.com", "zohomail.com", "zohomail.eu", "tutanota.com", "tuta.io", "tuta.com", "mail.com", "email.com",
        "gmx.com", "gmx.net", "gmx.us",
        // In Russian
        "mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru", "yandex.ru", "ya.ru", "yandex.com",
        "yandex.by", "yandex.kz", "yandex.ua", "yandex.uz", "narod.ru", "rambler.ru", "lenta.ru", "autorambler.ru",
        "myrambler.ru", "ro.ru", "rambler.ua", "mail.ua", "ukr.net", "i.ua", "meta.ua", "tut.by", "mail.kz",
        // In one country or two
        "gmx.de", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mailbox.org", "posteo.de", "arcor.de",
        "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "alice.it",
        "tiscali.it", "wp.pl", "o2.pl", "onet.pl", "op.pl", "interia.pl", "seznam.cz", "email.cz", "centrum.cz",
        "centrum.sk", "azet.sk", "abv.bg", "mail.bg", "btinternet.com", "sky.com", "virginmedia.com", "comcast.net",
        "verizon.net", "att.net", "sbcglobal.net", "cox.net", "bellsouth.net", "rogers.com", "shaw.ca", "uol.com.br",
        "bol.com.br", "terra.com.br", "ig.com.br", "telenet.be", "skynet.be", "ziggo.nl", "kpnmail.nl", "bluewin.ch",
        "qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "aliyun.com",
        "naver.com", "daum.net", "hanmail.net", "kakao.com", "docomo.ne.jp", "ezweb.ne.jp", "rediffmail.com",
        "bigpond.com", "optusnet.com.au", "xtra.co.nz",
    ]
}
