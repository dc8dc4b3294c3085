#!/usr/bin/env python3
"""The benchmark as a whole; started by run.sh. Measures each database empty and full, then prints one report."""
import argparse
import collections
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import cluster
from desk import Desk

Result = collections.namedtuple("Result", "engine tickets intake serving")

# What this project promises, on SQLite, on two cores.
GOAL_INTAKE_MILLISECONDS = 1.0
GOAL_GROWTH = 1.5
GOAL_PAGE_MILLISECONDS = 5.0
GOAL_MEGABYTES = 150
GOAL_START_MILLISECONDS = 500


def main():
    options = arguments()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="deskbell-bench-", dir=options.keep))
    folder.chmod(0o755)  # PostgreSQL runs as another user where we are root
    try:
        mails = generated_mail(folder, options)
        results = list(measured(folder, mails, options))
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    report(results, options)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True, type=pathlib.Path)
    parser.add_argument("--tickets", type=int, default=200_000, help="of the full database")
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--requests", type=int, default=800, help="for each kind of page")
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="an existing folder; databases and logs stay there")
    return parser.parse_args()


def generated_mail(folder, options):
    mails = folder / "mails"
    generator = pathlib.Path(__file__).with_name("generate-mail.py")
    subprocess.run([sys.executable, "-B", generator, "--seed", str(options.seed), "--count", str(options.mails),
                    "--out", mails], check=True, stdout=sys.stderr)
    return mails


def measured(folder, mails, options):
    engines = options.engines.split(",")
    if "sqlite" in engines:
        for tickets in (0, options.tickets):
            yield one(Desk(options.binary, folder / f"sqlite-{tickets}"), "SQLite", tickets, mails, options)
    if "postgres" in engines and not cluster.installed():
        say("PostgreSQL is not installed here: left out")
    elif "postgres" in engines:
        with cluster.Cluster(folder) as server:
            for tickets in (0, options.tickets):
                url = server.new_database(f"bench_{tickets}")
                desk = Desk(options.binary, folder / f"postgres-{tickets}", url, server.cpu_seconds)
                yield one(desk, "PostgreSQL", tickets, mails, options)


def one(desk, engine, tickets, mails, options):
    if tickets:
        say(f"{engine}: filling in {tickets} tickets")
        say(f"{engine}: filled in {desk.fill(tickets):.0f} s")
    say(f"{engine}, {tickets} tickets: taking in {options.mails} mails")
    intake = desk.ingest(mails, options.mails)
    check(intake.outcomes, options.mails)
    say(f"{engine}, {tickets} tickets: loading pages")
    return Result(engine, tickets, intake, desk.serve_and_load(options.requests))


def check(outcomes, mails):
    """A fast wrong answer is worth nothing: every mail must have landed where the generator meant it."""
    replies = round(mails * 0.30)
    expected = collections.Counter(created=mails - replies, appended=replies)
    if outcomes != expected:
        raise SystemExit(f"bench: the ledger says {dict(outcomes)}, expected {dict(expected)}")


# --- The report ------------------------------------------------------------------------------------------------------


def report(results, options):
    print(f"{os.cpu_count()} cores, {options.mails} mails, {options.requests} requests a page. CPU is user + system; "
          "the database's own processes stand in their own column.\n")
    print_table("| intake | tickets before | mails/s | CPU ms/mail | of PostgreSQL | sum | growth |",
                [intake_row(result, results) for result in results])
    print_table("| page | database | tickets | requests/s | CPU ms/request | of PostgreSQL | median ms | 99 % ms |",
                [page_row(result, name, page) for result in results for name, page in result.serving.pages.items()])
    print_table("| server | tickets | start to first answer, ms | memory idle, MB | peak under load, MB |",
                [server_row(result) for result in results])
    for goal, value, limit in goals(results):
        print(f"- {goal}: {value:.2f} (goal {limit:g}): {'met' if value <= limit else 'MISSED'}")


def print_table(head, rows):
    print(head)
    print("|" + " --- |" * (head.count("|") - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def intake_row(result, results):
    intake = result.intake
    return [result.engine, f"{result.tickets:,}", f"{intake.mails_per_second:.0f}", f"{intake.cpu_milliseconds:.2f}",
            f"{intake.database_milliseconds:.2f}", f"{whole_intake(result):.2f}", f"{growth(result, results):.2f}"]


def page_row(result, name, page):
    return [name, result.engine, f"{result.tickets:,}", f"{page.requests_per_second:.0f}", f"{page.cpu_milliseconds:.2f}",
            f"{page.database_milliseconds:.2f}", f"{page.median_ms:.1f}", f"{page.slowest_ms:.1f}"]


def server_row(result):
    serving = result.serving
    return [result.engine, f"{result.tickets:,}", f"{serving.start_milliseconds:.0f}", f"{serving.idle_megabytes:.0f}",
            f"{serving.peak_megabytes:.0f}"]


def whole_intake(result):
    return result.intake.cpu_milliseconds + result.intake.database_milliseconds


def growth(result, results):
    empty = next(each for each in results if each.engine == result.engine)
    return whole_intake(result) / whole_intake(empty)


def goals(results):
    for result in (each for each in results if each.engine == "SQLite" and each.tickets):
        yield "CPU ms a mail on SQLite, full", whole_intake(result), GOAL_INTAKE_MILLISECONDS
        yield "growth from empty to full", growth(result, results), GOAL_GROWTH
        for name in ("list", "ticket"):
            yield f"CPU ms a {name} page", result.serving.pages[name].cpu_milliseconds, GOAL_PAGE_MILLISECONDS
        yield "memory under load, MB", result.serving.peak_megabytes, GOAL_MEGABYTES
        yield "start to first answer, ms", result.serving.start_milliseconds, GOAL_START_MILLISECONDS


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
