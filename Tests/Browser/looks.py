"""Every page in both languages and themes, wide and narrow: no barrier, and nothing that sticks out.

    .venv/bin/python Tests/Browser/looks.py http://127.0.0.1:8080
"""

import sys

from playwright.sync_api import expect, sync_playwright

from pictures import NARROW, PORTAL, PUBLIC, STAFF, _enter_as_customer, _sign_in, _signed_in
from visitors import WIDE, Customer, chromium
from watch import Watch, check_access

# Names and subjects as nobody would invent them.
AWKWARD = [
    ("Константин Константинопольский-Преображенский фон унд цу Гогенлоэ", "Очень длинная тема без конца " * 8),
    ("مريم الأنصاري", "المصباح لا يعمل بعد التحديث — הזמנה 42"),
    ("🦊 Fox", "Supercalifragilistic" * 12),
]


def main(address):
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        watch = Watch()
        writer = Customer(browser, address, watch, name="", mail="awkward@names.example")
        tickets = []
        for writer.name, subject in AWKWARD:
            tickets.append(writer.writes_mail(subject, subject, files=[]))
        staff, customer = [_signed_in(browser, address, enter) for enter in [_sign_in, _enter_as_customer]]
        awkward = {number: f"/ops/support/tickets/{number}?view=all" for number in tickets}
        everything = [
            (PUBLIC, None, None), (STAFF | awkward, staff, "#list .row .subject >> nth=1"),
            (PORTAL, customer, "main a[href^='/support/tickets/']"),
        ]
        for language in ["en", "ru"]:
            for pages, state, first in everything:
                with browser.new_context(locale=language, storage_state=state, viewport=WIDE) as context:
                    page = context.new_page()
                    for name, path in pages.items():
                        page.goto(address + (path or page.locator(first).first.get_attribute("href")))
                        look_at(page, f"{name}, {language}")
        browser.close()
    watch.report()
    print("Every page: fine.")


def look_at(page, name):
    for size in [WIDE, NARROW]:
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide for {size['width']} px"
        for theme in ["light", "dark"]:
            page.emulate_media(color_scheme=theme)
            check_access(page, f"{name}, {size['width']} px, {theme}")
    page.set_viewport_size(WIDE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
