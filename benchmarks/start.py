"""How long a newcomer waits: cold and warm start to the first page, what is left after kill -9, memory.

    ./script/bench start [--json]

Brings the whole local stack up twice in a private folder.
"""

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

CLEARED_SECONDS = 10


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    with tempfile.TemporaryDirectory(prefix="kariz bench é ") as folder:
        report(measure(Path(folder)), as_json)


def measure(folder):
    figures = {}
    stack, figures["cold start to the first page, s"] = start(folder)
    processes = living(folder)
    figures["processes"], figures["memory in all, MB (PSS)"] = len(processes), sum(map(memory, processes)) // 1024
    stack.kill()
    figures["all gone after kill -9, s"] = cleared(folder)
    stack, figures["warm start to the first page, s"] = start(folder)
    stack.send_signal(signal.SIGINT)
    began = time.monotonic()
    stack.wait()
    figures["stop, s"] = round(time.monotonic() - began, 1)
    return figures


def start(folder):
    """The running stack and the seconds until the sign-in page had come."""
    port, began = free_port(), time.monotonic()
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    stack = subprocess.Popen(
        [sys.executable, "-m", "config.stack"],
        env=clean | {"KARIZ_DATA": str(folder / "data"), "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    next(line for line in stack.stdout if "Kariz is ready" in line)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
        page.read()
    return stack, round(time.monotonic() - began, 1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def living(folder):
    """Every process of the stack in `folder`: by its environment, or, for the servers, by where it works."""
    return [process for process in Path("/proc").glob("[0-9]*") if belongs(process, str(folder))]


def belongs(process, folder):
    try:
        works_in = os.readlink(process / "cwd")
        return works_in.startswith(folder) or f"KARIZ_DATA={folder}".encode() in (process / "environ").read_bytes()
    except OSError:
        return False


def memory(process):
    return int(re.search(r"^Pss: +(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)[1])


def cleared(folder):
    began = time.monotonic()
    while living(folder) and time.monotonic() - began < CLEARED_SECONDS:
        time.sleep(0.05)
    return round(time.monotonic() - began, 1)


def report(figures, as_json):
    if as_json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        print(f"{name:36} {value:>8}")


if __name__ == "__main__":
    main()
