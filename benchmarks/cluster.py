"""A private PostgreSQL for one benchmark: own folder, own port, durable settings, gone afterwards."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

import processes


def installed():
    return bool(_programs())


class Cluster:
    def __init__(self, folder):
        self.data = folder / "postgres"
        self.log = folder / "postgres.log"
        self.port = free_port()

    def __enter__(self):
        self.data.mkdir()
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.data, "postgres", "postgres")
        self._run("initdb", "--pgdata", str(self.data), "--username", "bench", "--auth", "trust", "--encoding", "UTF8",
                  "--locale", "C.UTF-8")
        # Everything else as PostgreSQL ships it: fsync and synchronous_commit are on.
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*_as_postgres(), str(_programs() / "postgres"), "-D", str(self.data), "-p", str(self.port),
                 "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="], stdout=log, stderr=log)
        _wait_for_port(self.port, self.process, self.log)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)

    def new_database(self, name):
        """Makes an empty database and answers its URL."""
        url = f"postgres://bench@127.0.0.1:{self.port}"
        for attempt in range(50):
            made = run_psql(f"CREATE DATABASE {name}", f"{url}/postgres")
            if made.returncode == 0:
                return f"{url}/{name}"
            if "starting up" not in made.stderr:
                break
            time.sleep(0.1)
        raise SystemExit(f"bench: cannot create a database: {made.stderr}")

    def cpu_seconds(self):
        return processes.cpu_seconds_of_tree(self.process.pid)

    def _run(self, program, *arguments):
        done = subprocess.run([*_as_postgres(), str(_programs() / program), *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"bench: {program} failed:\n{done.stdout}{done.stderr}")


def run_psql(statement, url):
    return subprocess.run([str(_programs() / "psql"), "-qXc", statement, url], capture_output=True, text=True)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _programs():
    """The folder of the newest server's programs, or None."""
    found = [path.parent for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


def _as_postgres():
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.getuid() == 0 else []


def _wait_for_port(port, process, log):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"bench: PostgreSQL did not start:\n{log.read_text()}")
