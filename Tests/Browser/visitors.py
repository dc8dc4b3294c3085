"""The people of the road, and what each of them does at the browser."""

import os
import re

from playwright.sync_api import expect

from watch import check_access

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDE = {"width": 1440, "height": 900}
# Customers see an answer once staff can no longer take it back, 15 seconds after it was written; in milliseconds.
AFTER_UNDO = 40_000


def chromium(playwright):
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless=new", "--no-sandbox"])


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, browser, address, watch):
        self.address = address
        self.context = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/London")
        self.page = self.context.new_page()
        self.watch = watch
        watch.over(self.page)

    def opens(self, path):
        self.page.goto(self.address + path)

    def tells_what_it_sees(self):
        text = self.page.locator("main").inner_text(timeout=1_000)
        print(f"{type(self).__name__} is at {self.page.url} and reads:\n{text[:1_500]}\n---")


class Staff(Visitor):
    def signs_in(self):
        self.opens("/ops/support")
        expect(self.page).to_have_url(re.compile(r"/ops/sign-in\?next="))
        # The demo has filled the form in.
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(re.compile(r"/ops/support"))

    def signs_out(self):
        self.page.set_viewport_size(WIDE)
        self.opens("/ops/support")
        self.page.locator("[popovertarget=account]").click()
        self.page.get_by_role("button", name="Sign out").click()
        expect(self.page).to_have_url(re.compile(r"/ops/sign-in"))

    def sees_a_desk_at_work(self):
        self.opens("/ops/support?view=open")
        rows = self.page.locator("#list .row")
        expect(rows.nth(5)).to_be_visible()
        # A page that is loaded anew loses this.
        self.page.evaluate("window.stays = true")

    def sees_arrive(self, number, subject):
        row = self.page.locator(f"#list .row[data-ticket='{number}']")
        expect(row).to_contain_text(subject, timeout=5_000)
        assert self.page.evaluate("window.stays"), "the inbox was loaded anew"

    def opens_by_keyboard(self, number):
        self.page.locator("body").press("j")
        for _ in range(60):
            if self.page.evaluate("document.activeElement.closest('.row')?.dataset.ticket") == number:
                break
            self.page.keyboard.press("k")
        row = self.page.evaluate("document.activeElement.closest('.row')?.dataset.ticket")
        assert row == number, f"K leads to {row}, not to {number}"
        self.page.keyboard.press("Enter")
        expect(self.page.locator(f"#ticket[data-ticket='{number}']")).to_be_visible()
        expect(self.page).to_have_url(re.compile(rf"/tickets/{number}"))
        assert self.page.evaluate("window.stays"), "opening a ticket loads the page anew"

    def answers_by_keyboard(self, text):
        self.page.locator("#ticket").first.press("r")
        message = self.page.locator("#composer textarea")
        expect(message).to_be_focused()
        message.fill(text)
        self.page.keyboard.press("Control+Enter")
        self.sees_said(text.replace("**", ""))
        expect(message).to_have_value("")
        assert self.page.evaluate("window.stays"), "answering loads the page anew"

    def takes_back(self, text):
        """What went out a moment ago stands in the composer again."""
        message = self.page.locator("#composer textarea")
        self.page.locator("#ticket").first.press("z")
        expect(message).to_have_value(text)
        expect(self.page.locator("#talk").get_by_text(text)).to_have_count(0)
        message.fill("")

    def attaches(self, name):
        file = {"name": name, "mimeType": "text/plain", "buffer": b"thirty by forty"}
        self.page.set_input_files("#composer [type=file]", [file])
        expect(self.page.locator("#composer [data-chosen]")).to_contain_text(name)

    def takes_back_over_a_bad_line(self, text, file):
        """The desk undoes the answer, and its word about that is lost: text and file come back all the same."""

        def lose(route):
            route.fetch()
            route.abort()

        message = self.page.locator("#composer textarea")
        expect(self.page.locator("#talk [data-take-back]")).to_be_visible()
        with self.watch.overlooking("/take-back"):
            self.page.route("**/take-back", lose)
            self.page.locator("#ticket").first.press("z")
            expect(message).to_have_value(text)
            self.page.unroute("**/take-back")
        kept = self.page.locator("#composer [data-kept] [type=checkbox]")
        expect(kept).to_be_checked()
        expect(self.page.locator("#composer [data-kept]")).to_contain_text(file)
        expect(self.page.locator("#talk article").get_by_text(file)).to_have_count(0)

    def sends_files_alone(self, file):
        """What was taken back goes out without a word."""
        self.page.locator("#composer textarea").fill("")
        self.page.locator("#composer textarea").press("Control+Enter")
        expect(self.page.locator("#talk article.staff a.file").get_by_text(file)).to_be_visible()
        expect(self.page.locator("#composer [data-kept] li")).to_have_count(0)
        assert self.page.evaluate("window.stays"), "answering loads the page anew"

    def sorts(self, priority, tags):
        """By the choices of the details panel; the history tells."""
        page = self.page
        page.locator("#details").get_by_label("Priority", exact=True).select_option(label=priority)
        expect(page.locator("#head")).to_contain_text(priority)
        page.get_by_label("Tags", exact=True).fill(tags)
        page.keyboard.press("Enter")
        for tag in tags.split(", "):
            expect(page.locator("#head .tag", has_text=tag)).to_be_visible()
        assert page.evaluate("window.stays"), "sorting loads the page anew"

    def adds_a_department(self, name):
        page = self.page
        page.set_viewport_size(WIDE)
        self.opens("/company/departments")
        page.get_by_label("Name", exact=True).last.fill(name)
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator(".sorting [name=name]").first).to_have_value(name)

    def notes(self, text):
        self.page.locator("#ticket").first.press("m")
        message = self.page.locator("#composer textarea")
        message.fill(text)
        self.page.keyboard.press("Control+Enter")
        self.sees_said(text)
        expect(message).to_have_value("")

    def sees_said(self, text, timeout=5_000):
        expect(self.page.locator("#ticket").get_by_text(text).first).to_be_visible(timeout=timeout)

    def sees_status(self, status):
        expect(self.page.locator(f"#ticket [data-status={status}]").first).to_be_visible()

    def uses_other_keys(self):
        page = self.page
        page.locator("#ticket").first.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#keys")).to_be_hidden()
        page.keyboard.press("/")
        search = page.locator("#side [type=search]")
        expect(search).to_be_focused()
        search.fill("tent")
        page.keyboard.press("Enter")
        expect(page.locator("#list .row")).to_have_count(1)
        expect(page.locator("#list .row")).to_contain_text("Lamp for a tent")


    def reads_the_ledger(self, number, text):
        page = self.page
        page.set_viewport_size(WIDE)
        self.opens("/ops/support")
        page.get_by_role("link", name="Mail ledger").click()
        # Where mail waits for a person, the link leads to that.
        page.locator("#list .chips a").first.click()
        row = page.locator("#list tbody tr", has_text=number).first
        expect(row).to_contain_text("answers our signed mail")
        check_access(page, "mail ledger")
        row.locator(".subject").press("Enter")
        expect(page.locator("main")).to_contain_text("What became of it")
        expect(page.locator("main")).to_contain_text(text)
        check_access(page, "one mail")
        raw = page.request.get(self.address + page.get_by_role("link", name="Raw source").get_attribute("href"))
        assert text in raw.text(), "the raw source lacks the text"

    def moves_by_hand(self, number, text):
        """Makes a message a ticket of its own, by the card that says why it is here."""
        page = self.page
        self.opens(f"/ops/support/tickets/{number}")
        message = page.locator("article.message", has_text=text)
        message.get_by_role("button", name="why here?").press("Enter")
        card = message.locator(".why-card")
        expect(card).to_contain_text("It was written in the portal.")
        card.get_by_role("button", name="Make it a ticket of its own").click()
        expect(page).not_to_have_url(re.compile(number))
        expect(page.locator("#ticket")).to_contain_text(text)

    def writes_a_template(self):
        page = self.page
        self.opens("/company/templates")
        page.get_by_role("link", name="English").first.click()
        page.locator("[name=body]").fill("Dear {{requester}}, **thank you**.")
        page.get_by_role("button", name="Preview").click()
        expect(page.frame_locator("iframe").locator("strong").last).to_have_text("thank you")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("[name=body]")).to_have_value("Dear {{requester}}, **thank you**.")

    def adds_a_mailbox(self):
        page = self.page
        self.opens("/company")
        page.get_by_role("link", name="Yandex").click()
        page.get_by_label("Address", exact=True).fill("shop@lampwright.example")
        page.get_by_label("App password").fill("abcd efgh")
        page.get_by_role("button", name="Save and start").click()
        expect(page.locator("h1")).to_have_text("shop@lampwright.example")
        page.get_by_role("button", name="Pause").click()
        expect(page.locator("main")).to_contain_text("Paused")
        check_access(page, "mailbox")


class Customer(Visitor):
    def __init__(self, browser, address, watch, name, mail):
        super().__init__(browser, address, watch)
        self.name, self.mail = name, mail

    def writes_mail(self, subject, text, files):
        """Returns the number of the ticket that it opened."""
        self.opens("/demo")
        self.page.fill("[name=name]", self.name)
        self.page.fill("[name=address]", self.mail)
        self.page.fill("[name=subject]", subject)
        self.page.fill("[name=message]", text)
        self.page.set_input_files(
            "input[type=file]", [{"name": name, "mimeType": "text/plain", "buffer": b"two persons"} for name in files]
        )
        return self._sends()

    def _sends(self):
        self.page.get_by_role("button", name="Send").click()
        link = self.page.locator(".notice a[href^='/ops/support/tickets/']")
        return link.get_attribute("href").rsplit("/", 1)[1]

    def finds_mail(self, subject, text):
        self.opens("/demo/caught")
        self.page.get_by_role("link", name=subject, exact=True).first.click()
        expect(self.page.locator("pre")).to_contain_text(text)
        expect(self.page.locator("dl.facts")).to_contain_text(self.mail)
        frame = self.page.frame_locator("iframe").first
        expect(frame.locator("body")).to_contain_text(text)

    def answers_mail(self, text, expected):
        self.page.locator("a[href^='/demo?reply=']").click()
        expect(self.page.locator("[name=address]")).to_have_value(self.mail)
        self.page.fill("[name=message]", text)
        number = self._sends()
        assert number == expected, f"the answer went to {number} instead of {expected}"

    def asks_for_link(self, number):
        """By the button in the mail: the way leads back to the ticket."""
        self.opens(f"/support/tickets/{number}")
        expect(self.page).to_have_url(re.compile(r"/support\?next="))
        self.page.fill("[name=email]", self.mail)
        return self.page

    def follows_link(self, number):
        self.page.keyboard.press("Enter")
        self.page.get_by_role("link", name="caught").first.click()
        self.page.locator("main li a").first.click()
        self.page.locator("a[href^='/support/enter?token=']").click()
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(re.compile(rf"/support/tickets/{number}$"))

    def opens_ticket(self, number, expected, hidden):
        self.opens("/support")
        self.page.locator(f"a[href^='/support/tickets/{number}']").first.click()
        for text in expected:
            expect(self.page.locator("#ticket")).to_contain_text(text, timeout=AFTER_UNDO)
        expect(self.page.locator("body")).not_to_contain_text(hidden)
        self.page.evaluate("window.stays = true")

    def answers_in_portal(self, text):
        self.page.locator("textarea[name=message]").fill(text)
        self.page.get_by_role("button", name="Send").click()
        self.sees_said(text)

    def sees_said(self, text, timeout=5_000):
        expect(self.page.locator("#ticket").get_by_text(text).first).to_be_visible(timeout=timeout)
