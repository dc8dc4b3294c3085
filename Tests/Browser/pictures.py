"""Pictures of the demo's pages, wide and narrow, light and dark, in both languages: for people to look at."""

import pathlib

from visitors import WIDE

NARROW = {"width": 390, "height": 844}
STAFF = {
    "ledger": "/ops/support/ledger", "ledger-mail": "/ops/support/ledger/2", "profile": "/ops/profile",
    "mailboxes": "/company/mailboxes", "mailbox": "/company/mailboxes/1",
    "mailbox-new": "/company/mailboxes/new?provider=YANDEX", "templates": "/company/templates",
    "template": "/company/templates/reply/ru",
    "inbox": "/ops/support?view=open", "ticket": None, "search": "/ops/support?view=all&q=lamp",
    "empty": "/ops/support?view=waiting&q=zzz",
}
PUBLIC = {
    "staff-sign-in": "/ops/sign-in", "portal-sign-in": "/support", "play": "/demo", "caught": "/demo/caught",
    "not-found": "/nowhere", "expired": "/support/enter?token=x",
}


def take_pictures(browser, address, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for language in ["en", "ru"]:
        for theme in ["light", "dark"]:
            for size in [WIDE, NARROW]:
                context = browser.new_context(viewport=size, locale=language, color_scheme=theme)
                page = context.new_page()

                def take(name, path):
                    page.goto(address + path)
                    page.evaluate("document.fonts.ready")
                    page.screenshot(path=folder / f"{name}-{size['width']}-{theme}-{language}.png")

                for name, path in PUBLIC.items():
                    take(name, path)
                page.goto(address + "/demo/caught")
                take("caught-mail", page.locator("main li a").nth(2).get_attribute("href"))
                _sign_in(page, address)
                for name, path in STAFF.items():
                    take(name, path or page.locator("#list .row .subject").nth(1).get_attribute("href"))
                context.close()


def _sign_in(page, address):
    page.goto(address + "/ops/sign-in")
    page.locator("form[action='/ops/sign-in'] button").click()
    page.wait_for_url("**/ops/support*")
