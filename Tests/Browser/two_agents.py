"""Two agents at one ticket, in a browser each: what one does the other sees, and nothing that is typed is lost.

    .venv/bin/python Tests/Browser/two_agents.py http://127.0.0.1:8080
"""

import re
import sys

from playwright.sync_api import expect, sync_playwright

from visitors import Customer, Staff, chromium
from watch import Watch, check_access

PASSWORD = "a lamp for two agents"
NAME = "Maria Lebedeva"


class Agent(Staff):
    """What one does beside somebody else."""

    def hires(self, address):
        """Returns the link by which the new colleague chooses a password."""
        answer = self.page.request.post(
            self.address + "/api/support/staff", data={"email": address, "name": NAME, "role": "agent"})
        assert answer.ok, answer.text()
        return answer.json()["welcome_url"]

    def is_welcomed(self, link, address):
        self.mail = address
        self.page.goto(link)
        self.page.fill("[name=password]", PASSWORD)
        self.page.fill("[name=repeat]", PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(re.compile(r"/ops/support"))

    @property
    def message(self):
        return self.page.locator("#composer textarea")

    def opens_ticket(self, number):
        self.opens(f"/ops/support/tickets/{number}?view=all")
        self.page.evaluate("window.stays = true")

    def goes_to(self, number):
        self.page.locator(f"#list .row[data-ticket='{number}'] .subject").click()
        expect(self.page.locator(f"#ticket[data-ticket='{number}']")).to_be_visible()

    def types(self, text):
        self.message.fill(text)

    def sends(self):
        self.message.press("Control+Enter")

    def still_types(self, text):
        expect(self.message).to_have_value(text)
        expect(self.message).to_be_focused()
        assert self.page.evaluate("window.stays"), "the page was loaded anew"

    def is_told(self, text):
        expect(self.page.locator("#composer [role=alert]")).to_contain_text(text)

    def is_told_nothing(self):
        expect(self.page.locator("#composer [role=alert]")).to_have_count(0)

    def sees_answers(self, text, count):
        expect(self.page.locator("#talk article.staff").get_by_text(text, exact=True)).to_have_count(count)


def one_answers_while_the_other_types(olga, maria, number):
    for agent in [olga, maria]:
        agent.opens_ticket(number)
    olga.types("I look into it.")
    maria.types("A new bulb is on its way.")
    maria.sends()
    olga.sees_said("A new bulb is on its way.")
    olga.still_types("I look into it.")
    olga.is_told(NAME)
    check_access(olga.page, "an answer of a colleague while one types")
    with olga.watch.overlooking("/messages"):
        olga.sends()
        olga.is_told(f"{NAME} has answered meanwhile.")
    olga.still_types("I look into it.")
    maria.sees_answers("I look into it.", 0)
    check_access(olga.page, "an answer that was stopped")
    olga.sends()
    maria.sees_answers("I look into it.", 1)
    olga.is_told_nothing()
    maria.is_told_nothing()


def one_takes_back_what_the_other_sees(olga, maria):
    expect(maria.page.locator("#talk article.staff", has_text="I look into it.").get_by_role("button", name="Undo")).to_have_count(0)
    olga.takes_back("I look into it.")
    maria.sees_answers("I look into it.", 0)
    olga.page.locator("#ticket").first.press("e")
    maria.sees_status("resolved")


def a_double_click_sends_once(maria):
    maria.types("Once is enough.")
    maria.page.locator("#composer [data-send]:visible").dblclick()
    maria.sees_answers("Once is enough.", 1)
    expect(maria.message).to_have_value("")
    maria.sees_answers("Once is enough.", 1)


def drafts_stay_with_their_ticket(maria, number, other):
    maria.types("Half a thought")
    maria.goes_to(other)
    expect(maria.message).to_have_value("")
    maria.goes_to(number)
    expect(maria.message).to_have_value("Half a thought")
    maria.page.reload()
    expect(maria.message).to_have_value("Half a thought")


def an_answer_that_fails_elsewhere_is_not_lost(maria, watch, number, other):
    """The line breaks while the answer is under way, and its author has gone on to another ticket."""
    waiting = []
    maria.page.route(f"**/tickets/{number}/messages", lambda route: waiting.append(route))
    maria.types("Sent over a bad line")
    maria.sends()
    expect(maria.page.locator(".message.pending")).to_be_visible()
    maria.goes_to(other)
    maria.types("Another answer")
    with watch.overlooking(f"/tickets/{number}/messages"):
        waiting.pop().abort()
        expect(maria.page.locator(".toast")).to_contain_text(number)
    expect(maria.message).to_have_value("Another answer")
    maria.page.unroute(f"**/tickets/{number}/messages")
    maria.goes_to(number)
    expect(maria.message).to_have_value("Sent over a bad line")
    maria.goes_to(other)
    expect(maria.message).to_have_value("Another answer")
    maria.types("")


def the_last_choice_wins(olga, number, other):
    """Of two tickets that were chosen on a slow line the later one is shown, whichever comes first."""
    late = []
    olga.opens("/ops/support?view=all")
    olga.page.route(re.compile(rf"/tickets/{number}\?"), lambda route: late.append(route))
    olga.page.locator(f"#list .row[data-ticket='{number}'] .subject").click()
    expect(olga.page.locator(f"#list .row[data-ticket='{number}'][aria-current]")).to_be_visible()
    olga.goes_to(other)
    for route in late:
        route.continue_()
    olga.page.unroute(re.compile(rf"/tickets/{number}\?"))
    expect(olga.page).to_have_url(re.compile(other))
    olga.page.go_back()
    expect(olga.page.locator("#ticket[data-ticket]")).to_have_count(0)
    olga.page.go_forward()
    expect(olga.page.locator(f"#ticket[data-ticket='{other}']")).to_be_visible()


DROP = """(place, name) => {
    const bag = new DataTransfer()
    bag.items.add(new File(['thirty by forty'], name, { type: 'text/plain' }))
    return ['dragover', 'drop'].every((kind) => !place.dispatchEvent(
        new DragEvent(kind, { dataTransfer: bag, bubbles: true, cancelable: true })))
}"""


def a_file_may_be_dropped_anywhere(olga):
    for place, name in [("#composer textarea", "here.txt"), ("#talk", "there.txt"), ("#side", "far.txt")]:
        assert olga.page.locator(place).evaluate(DROP, name), f"a file dropped at {place} opens instead of the page"
        expect(olga.page.locator("#composer [data-chosen]")).to_contain_text(name)
    while olga.page.locator("#composer [data-chosen] button").count():
        olga.page.locator("#composer [data-chosen] button").first.click()
    olga.opens("/ops/support/ledger")
    assert olga.page.locator("main").evaluate(DROP, "x.txt"), "a dropped file takes the place of a page without files"


def what_is_too_long_is_said(olga, number):
    """A text that the desk does not take, in a browser that keeps no draft of it."""
    olga.opens_ticket(number)
    olga.page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }")
    olga.message.evaluate("(field) => { field.value = 'Много букв. '.repeat(60000) }")
    with olga.watch.overlooking("/messages"):
        olga.sends()
        expect(olga.page.locator(".toast")).to_contain_text("a text may have 1 MB", timeout=30_000)
    assert olga.message.evaluate("(field) => field.value.length") == 720_000
    olga.types("Shorter.")
    olga.sends()
    olga.sees_answers("Shorter.", 1)


def a_session_ends_while_one_types(maria, number):
    maria.opens_ticket(number)
    maria.types("Typed before the session ended")
    maria.context.clear_cookies()
    with maria.watch.overlooking("/messages"):
        maria.sends()
        expect(maria.page).to_have_url(re.compile(r"/ops/sign-in\?next="))
    maria.page.fill("[name=email]", maria.mail)
    maria.page.fill("[name=password]", PASSWORD)
    maria.page.keyboard.press("Enter")
    expect(maria.page).to_have_url(re.compile(number))
    expect(maria.message).to_have_value("Typed before the session ended")


def main(address):
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        watch = Watch()
        olga, maria = [Agent(browser, address, watch) for _ in range(2)]
        customer = Customer(browser, address, watch, name="Nina Traveller", mail="nina@traveller.example")
        number = customer.writes_mail("Lamp for a tent", "Is there one that runs on batteries?", files=[])
        other = customer.writes_mail("A second lamp", "And one for the garden?", files=[])
        olga.signs_in()
        maria.is_welcomed(olga.hires("maria@lampwright.example"), "maria@lampwright.example")
        try:
            one_answers_while_the_other_types(olga, maria, number)
            one_takes_back_what_the_other_sees(olga, maria)
            a_double_click_sends_once(maria)
            drafts_stay_with_their_ticket(maria, number, other)
            an_answer_that_fails_elsewhere_is_not_lost(maria, watch, number, other)
            the_last_choice_wins(olga, number, other)
            a_file_may_be_dropped_anywhere(olga)
            what_is_too_long_is_said(olga, other)
            a_session_ends_while_one_types(maria, number)
        except Exception:
            for agent in [olga, maria]:
                agent.tells_what_it_sees()
            watch.report()
            raise
        browser.close()
    watch.report()
    print("Two agents at one ticket: fine.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
