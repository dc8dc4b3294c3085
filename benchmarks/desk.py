"""One Deskbell to be measured: a data folder, a database, and the commands that are run on it."""
import collections
import contextlib
import json
import os
import subprocess
import time

import cluster
import load
import processes

OWNER = "bench@lampwright.example"
PASSWORD = "correct-horse-battery-lamp"

Intake = collections.namedtuple("Intake", "mails_per_second cpu_milliseconds database_milliseconds outcomes")
Serving = collections.namedtuple("Serving", "start_milliseconds idle_megabytes peak_megabytes pages")


class Desk:
    def __init__(self, binary, folder, database_url=None, database_cpu_seconds=lambda: 0.0):
        self.binary = str(binary)
        self.folder = folder
        self.port = cluster.free_port()
        self.database_cpu_seconds = database_cpu_seconds
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8",
            "DESKBELL_DATA": str(folder / "data"), "DESKBELL_ADDRESS": f"127.0.0.1:{self.port}",
            "SUPPORT_EMAIL": "support@lampwright.example", "DATABASE_URL": database_url or "",
        }
        folder.mkdir(parents=True)
        self.run("init", "--owner", OWNER, "--password-stdin", input_text=PASSWORD + "\n")
        # Each new ticket is to be confirmed: the governor would stop a flood like this one.
        self.run("settings", "automatic_replies_per_mailbox=1000000", "automatic_replies_per_domain=1000000")

    def run(self, *arguments, input_text=None):
        return processes.Finished([self.binary, *arguments], environment=self.environment, input_text=input_text)

    def fill(self, tickets):
        seconds = self.run("bench-fill", "--tickets", str(tickets)).wall_seconds
        if self.environment["DATABASE_URL"]:
            # What PostgreSQL does of itself within a minute (autovacuum), before anybody measures.
            cluster.run_psql("VACUUM (ANALYZE)", self.environment["DATABASE_URL"])
        return seconds

    def ingest(self, mails, count):
        before, database_cpu = self._outcomes(), self.database_cpu_seconds()
        with open(self.folder / "ingest.log", "w") as log:
            ingest = processes.Finished([self.binary, "ingest", str(mails)], environment=self.environment, output=log)
        database_cpu = self.database_cpu_seconds() - database_cpu
        outcomes = self._outcomes() - before
        return Intake(count / ingest.wall_seconds, ingest.cpu_seconds * 1000 / count,
                      database_cpu * 1000 / count, outcomes)

    def _outcomes(self):
        lines = self.run("ledger", "--json").output.splitlines()
        return collections.Counter(json.loads(line)["outcome"] for line in lines if line)

    def serve_and_load(self, requests, starts=5):
        token = self.run("token", "create", "--user", OWNER, "--name", "bench").output.split()[-1]
        start_times = []
        for _ in range(starts - 1):
            with self._server() as server:
                start_times.append(server.start_seconds)
        with self._server() as server:
            start_times.append(server.start_seconds)
            idle = processes.memory_megabytes(server.pid)
            headers = load.signed_in(self.port, OWNER, PASSWORD)
            pages = {
                name: load.run(self.port, {**headers, **extra}, paths, requests,
                               lambda: processes.cpu_seconds_of_tree(server.pid), self.database_cpu_seconds)
                for name, extra, paths in self._pages(token)
            }
            peak = processes.memory_megabytes(server.pid, "VmHWM")
        return Serving(sorted(start_times)[starts // 2] * 1000, idle, peak, pages)

    def _pages(self, token):
        bearer = {"Authorization": f"Bearer {token}"}
        numbers = self._ticket_numbers(bearer, at_least=200)
        yield "list", {}, ["/ops/support?view=all", "/ops/support?view=open", "/ops/support?view=unassigned"]
        yield "ticket", {}, [f"/ops/support/tickets/{number}" for number in numbers]
        words = ("lantern", "invoice+socket", "dimmer", "refund")
        yield "search", {}, [f"/ops/support?view=all&q={word}" for word in words]
        yield "API list", bearer, ["/api/support/tickets"]

    def _ticket_numbers(self, bearer, at_least):
        client, numbers, after = load.Client(self.port, bearer), [], ""
        while len(numbers) < at_least:
            answer = json.loads(client.get("/api/support/tickets?limit=100" + after))
            numbers += [ticket["number"] for ticket in answer["items"]]
            if not answer["next"]:
                break
            after = f"&after={answer['next']}"
        return numbers

    @contextlib.contextmanager
    def _server(self):
        with open(self.folder / "serve.log", "a") as log:
            started = time.monotonic()
            server = subprocess.Popen([self.binary, "serve"], env=self.environment, stdout=log, stderr=log)
        try:
            self._wait_for_answer(server)
            server.start_seconds = time.monotonic() - started
            yield server
        finally:
            server.terminate()
            server.wait(timeout=60)

    def _wait_for_answer(self, server):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and server.poll() is None:
            with contextlib.suppress(OSError):
                load.Client(self.port).get("/ops/sign-in")
                return
            time.sleep(0.002)
        raise SystemExit(f"bench: the server did not answer:\n{(self.folder / 'serve.log').read_text()[-2000:]}")
