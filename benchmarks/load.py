"""Asks a running server for pages over a few kept connections, and tells what they cost."""
import collections
import http.client
import statistics
import threading
import time
import urllib.parse

Load = collections.namedtuple("Load", "requests_per_second cpu_milliseconds database_milliseconds median_ms slowest_ms")

CONNECTIONS = 4
WARM_UP_REQUESTS = 40


class Client:
    def __init__(self, port, headers=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = headers or {}

    def get(self, path):
        status, _, body = self.request("GET", path)
        if status != 200:
            raise SystemExit(f"bench: GET {path} answered {status}: {body[:300]!r}")
        return body

    def request(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body, {**self.headers, **(headers or {})})
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()


def signed_in(port, mail, password):
    """The headers of a staff member who has signed in with a password."""
    form = urllib.parse.urlencode({"email": mail, "password": password})
    status, headers, _ = Client(port).request(
        "POST", "/ops/sign-in", form,
        {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}"})
    cookies = [value.split(";")[0] for value in headers.get_all("Set-Cookie", [])]
    if status != 303 or not cookies:
        raise SystemExit(f"bench: signing in answered {status} and no cookie")
    return {"Cookie": "; ".join(cookies)}


def run(port, headers, paths, requests, cpu_seconds, database_cpu_seconds):
    """Takes the paths in turn. The two functions tell the CPU seconds spent so far."""
    client = Client(port, headers)
    for number in range(WARM_UP_REQUESTS):
        client.get(paths[number % len(paths)])

    times = [[] for _ in range(CONNECTIONS)]
    failures = []

    def work(place):
        own = Client(port, headers)
        try:
            for number in range(place, requests, CONNECTIONS):
                started = time.perf_counter()
                own.get(paths[number % len(paths)])
                times[place].append(time.perf_counter() - started)
        except (SystemExit, OSError, http.client.HTTPException) as failure:
            failures.append(failure)

    cpu, database_cpu, started = cpu_seconds(), database_cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=work, args=[place]) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    if failures:
        raise SystemExit(f"bench: {failures[0]}")
    all_times = sorted(one for own in times for one in own)
    return Load(requests / seconds, (cpu_seconds() - cpu) * 1000 / requests,
                (database_cpu_seconds() - database_cpu) * 1000 / requests,
                statistics.median(all_times) * 1000, all_times[int(len(all_times) * 0.99)] * 1000)
