"""Walks the road of a ticket through the demo in a real browser: customer, staff, customer again.

    .venv/bin/python Tests/Browser/road.py http://127.0.0.1:8080 [--pictures FOLDER]

Exits 1 and says what it waited for where something is not as it should be.
"""

import argparse
import sys

from playwright.sync_api import expect, sync_playwright

from pictures import take_pictures
from visitors import AFTER_UNDO, Customer, Staff, chromium
from watch import Watch, check_access, check_narrow

ADDRESS = "nina@traveller.example"
STAFF_PAGES = [
    "/ops/support/ledger", "/ops/support/ledger/1", "/ops/support/ledger/blocked", "/ops/profile", "/company/mailboxes",
    "/company/mailboxes/1", "/company/mailboxes/new?provider=MICROSOFT365", "/company/templates",
    "/company/templates/reply/ru", "/company/team", "/company/categories", "/company/departments",
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("address", help="where the demo answers")
    arguments.add_argument("--pictures", help="a folder for screenshots of every page")
    arguments = arguments.parse_args()
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        watch = Watch()
        walk(browser, arguments.address.rstrip("/"), watch)
        if arguments.pictures:
            take_pictures(browser, arguments.address.rstrip("/"), arguments.pictures)
        browser.close()
    watch.report()
    print("The whole road: fine.")


def walk(browser, address, watch):
    staff = Staff(browser, address, watch)
    customer = Customer(browser, address, watch, name="Nina Traveller", mail=ADDRESS)
    try:
        walk_together(staff, customer)
    except Exception:
        for visitor in [staff, customer]:
            visitor.tells_what_it_sees()
        watch.report()
        raise


def walk_together(staff, customer):
    staff.signs_in()
    staff.sees_a_desk_at_work()
    check_access(staff.page, "inbox")

    number = customer.writes_mail("Lamp for a tent", "Is there one that runs on batteries?", files=["tent.txt"])
    staff.sees_arrive(number, "Lamp for a tent")
    staff.opens_by_keyboard(number)
    check_access(staff.page, "ticket")
    staff.answers_by_keyboard("No, there is none.")
    check_access(staff.page, "answer that can be taken back")
    staff.takes_back("No, there is none.")
    staff.attaches("sizes.txt")
    staff.answers_by_keyboard("The size of our tents.")
    staff.takes_back_over_a_bad_line("The size of our tents.", "sizes.txt")
    staff.sends_files_alone("sizes.txt")
    staff.sorts("High", "tents, lamps")
    staff.answers_by_keyboard("Yes: **Glow 3** runs on batteries for nine hours.")
    staff.notes("She sounds like a reseller.")

    customer.finds_mail(f"Re: [{number}] Lamp for a tent", "runs on batteries for nine hours")
    customer.answers_mail("Nine hours will do. Please send two.", expected=number)
    staff.sees_said("Nine hours will do. Please send two.")
    staff.sees_status("open")

    check_access(customer.asks_for_link(number), "sign-in of customers")
    customer.follows_link(number)
    customer.opens("/support")
    check_access(customer.page, "list of customers")
    customer.opens_ticket(number, expected=["batteries?", "nine hours", "Please send two"], hidden="reseller")
    check_access(customer.page, "ticket of customers")
    customer.answers_in_portal("And a spare bulb, please.")
    staff.sees_said("And a spare bulb, please.")
    staff.answers_by_keyboard("All on its way.")
    customer.sees_said("All on its way.", timeout=AFTER_UNDO)

    staff.uses_other_keys()
    staff.reads_the_ledger(number, "Nine hours will do")
    staff.moves_by_hand(number, "And a spare bulb, please.")
    staff.writes_a_template()
    staff.adds_a_mailbox()
    staff.adds_a_department("Returns")
    for path in STAFF_PAGES:
        check_narrow(staff.page, staff.address + path)
        check_access(staff.page, f"{path}, narrow")
    for path in ["/ops/support", f"/ops/support/tickets/{number}"]:
        check_narrow(staff.page, staff.address + path)
        check_access(staff.page, f"{path}, narrow")
    for path in ["/support", f"/support/tickets/{number}", "/support/new", "/demo", "/demo/caught"]:
        check_narrow(customer.page, customer.address + path)
    staff.signs_out()
    for path in ["/ops/sign-in", "/support"]:
        check_narrow(staff.page, staff.address + path)
    check_access(staff.page, "sign-in of customers, narrow")


if __name__ == "__main__":
    sys.exit(main())
