"""Pictures of the demo's pages, wide and narrow, light and dark, in both languages: for people to look at."""

import pathlib

from visitors import WIDE

NARROW = {"width": 390, "height": 844}
STAFF = {
    "ledger": "/ops/support/ledger", "ledger-mail": "/ops/support/ledger/2", "profile": "/ops/profile",
    "mailboxes": "/company/mailboxes", "mailbox": "/company/mailboxes/1",
    "mailbox-new": "/company/mailboxes/new?provider=YANDEX", "templates": "/company/templates",
    "categories": "/company/categories", "team": "/company/team", "departments": "/company/departments", "template": "/company/templates/reply/ru",
    "inbox": "/ops/support?view=open", "ticket": None, "search": "/ops/support?view=all&q=lamp",
    "empty": "/ops/support?view=waiting&q=zzz",
    "narrowed": "/ops/support?view=all&priority=medium&category=1", "narrowed-empty": "/ops/support?view=open&tag=none",
}
PUBLIC = {
    "staff-sign-in": "/ops/sign-in", "portal-sign-in": "/support", "play": "/demo", "caught": "/demo/caught",
    "not-found": "/nowhere", "expired": "/support/enter?token=x",
}
PORTAL = {"portal": "/support", "portal-ticket": None, "portal-new": "/support/new"}


def take_pictures(browser, address, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    staff, customer = [_signed_in(browser, address, sign_in) for sign_in in [_sign_in, _enter_as_customer]]
    for language in ["en", "ru"]:
        for theme in ["light", "dark"]:
            for size in [WIDE, NARROW]:
                looks = {"viewport": size, "locale": language, "color_scheme": theme}
                end = f"{size['width']}-{theme}-{language}.png"
                with browser.new_context(**looks) as context:
                    page = context.new_page()
                    _take(page, address, PUBLIC, folder, end)
                    page.goto(address + "/demo/caught")
                    mail = page.locator("main li a").nth(2).get_attribute("href")
                    _take(page, address, {"caught-mail": mail}, folder, end)
                with browser.new_context(**looks, storage_state=staff) as context:
                    _take(context.new_page(), address, STAFF, folder, end, first="#list .row .subject >> nth=1")
                with browser.new_context(**looks, storage_state=customer) as context:
                    _take(context.new_page(), address, PORTAL, folder, end, first="main a[href^='/support/tickets/']")


def _take(page, address, pages, folder, end, first=None):
    for name, path in pages.items():
        page.goto(address + (path or page.locator(first).first.get_attribute("href")))
        page.evaluate("document.fonts.ready")
        page.screenshot(path=folder / f"{name}-{end}")


def _signed_in(browser, address, sign_in):
    with browser.new_context() as context:
        sign_in(context.new_page(), address)
        return context.storage_state()


def _sign_in(page, address):
    page.goto(address + "/ops/sign-in")
    page.locator("form[action='/ops/sign-in'] button").click()
    page.wait_for_url("**/ops/support*")


def _enter_as_customer(page, address):
    """By the link in a mail, as somebody who has written before."""
    page.goto(address + "/support")
    page.fill("[name=email]", "emily.carter@brightmail.example")
    page.keyboard.press("Enter")
    page.locator("a[href='/demo/caught']").first.click()
    page.locator("main li a", has_text="sign-in link").first.click()
    page.locator("a[href^='/support/enter?token=']").click()
    page.locator("form[action^='/support/enter'] button").click()
    page.wait_for_url("**/support")
