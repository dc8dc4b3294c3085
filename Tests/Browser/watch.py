"""What must never happen on any page: errors in the console, broken policies, barriers, sideways scrolling."""

import contextlib

from axe_playwright_python.sync_playwright import Axe

# The policy's own event comes where the console's line may be missing.
LISTEN_FOR_VIOLATIONS = """
addEventListener('securitypolicyviolation', event =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))
"""


class Watch:
    """Collects what goes wrong on the pages that it watches over."""

    def __init__(self):
        self.troubles = []
        self.overlooked = None

    @contextlib.contextmanager
    def overlooking(self, path):
        """What goes wrong at this path meanwhile is meant to."""
        self.overlooked = path
        yield
        self.overlooked = None

    def over(self, page):
        page.add_init_script(LISTEN_FOR_VIOLATIONS)
        page.on("console", lambda said: said.type == "error" and self._said(page, said))
        page.on("pageerror", lambda error: self._note(page, f"script: {error}"))
        page.on("response", lambda answer: answer.status >= 400 and self._answered(page, answer))
        page.on("dialog", lambda dialog: (self._note(page, f"dialog: {dialog.message}"), dialog.dismiss()))

    def _said(self, page, said):
        if not self._is_overlooked(said.location.get("url", "")):
            self._note(page, f"console: {said.text}")

    def _answered(self, page, answer):
        if not self._is_overlooked(answer.url):
            self._note(page, f"{answer.status}: {answer.url}")

    def _is_overlooked(self, url):
        return self.overlooked and url.endswith(self.overlooked)

    def _note(self, page, trouble):
        self.troubles.append(f"{page.url}: {trouble}")

    def report(self):
        if self.troubles:
            raise SystemExit("Troubles in the browser:\n" + "\n".join(self.troubles))


def check_access(page, name):
    """No serious barrier for people who cannot see, or use no mouse (axe's rules of WCAG 2.2 AA)."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    serious = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    lines = [
        f"{one['id']}: {node['html'][:200]}\n  {node['failureSummary']}" for one in serious for node in one["nodes"]
    ]
    assert not lines, f"Barriers at {name}:\n" + "\n".join(lines)


def check_narrow(page, address):
    """Nothing sticks out of a telephone's width."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{address} is {wide} px too wide for 390 px"
