"""What a process and its children cost: CPU from /proc and wait4, memory from /proc. Linux alone."""
import os
import pathlib
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Finished:
    """A program that ran to its end: its output, wall seconds, and CPU seconds of itself and all its children."""

    def __init__(self, command, *, environment, input_text=None, output=subprocess.PIPE):
        started = time.monotonic()
        process = subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE if input_text is not None else subprocess.DEVNULL,
            stdout=output, stderr=subprocess.PIPE if output == subprocess.PIPE else None)
        # Nothing that is measured is fed or read through a pipe: `wait4` alone tells the CPU of this one process.
        if output == subprocess.PIPE:
            self.output, self.errors = process.communicate(input_text)
            self.status, self.cpu_seconds = process.returncode, None
        else:
            _, wait_status, usage = os.wait4(process.pid, 0)
            process.returncode = self.status = os.waitstatus_to_exitcode(wait_status)
            self.output, self.errors = "", ""
            self.cpu_seconds = usage.ru_utime + usage.ru_stime
        self.wall_seconds = time.monotonic() - started
        if self.status != 0:
            raise SystemExit(f"bench: `{' '.join(command)}` ended with {self.status}\n{self.output}{self.errors}")


def cpu_seconds_of_tree(pid):
    """CPU seconds of a running process, of its running descendants, and of those it has already waited for."""
    return sum(_cpu_ticks(each) for each in [pid, *_descendants(pid)]) / TICKS_PER_SECOND


def memory_megabytes(pid, field="VmRSS"):
    """Resident memory in MB (10^6 bytes); `VmHWM` is its peak."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    return float("nan")


def _stat(pid):
    # The name in brackets may hold blanks: count the fields after it. The first of them is field 3 of proc(5).
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _cpu_ticks(pid):
    try:
        utime, stime, waited_utime, waited_stime = _stat(pid)[11:15]
        return int(utime) + int(stime) + int(waited_utime) + int(waited_stime)
    except FileNotFoundError:
        return 0


def _descendants(pid):
    parents = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parents.setdefault(int(_stat(folder.name)[1]), []).append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found
