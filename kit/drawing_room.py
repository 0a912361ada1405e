"""A process of its own in which paper is drawn: it knows no database and no keys, and each drawing may die alone.

It reads jobs, one after the other, forks for each, and ends whichever takes too long or too much. It ends when nobody
can send it work any more. Run by kit/apart.py: python -m kit.drawing_room <folders of our assets>.
"""

import base64
import gc
import json
import logging
import os
import resource
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

PAGE, DONE, PROBLEM = b"P", b"D", b"X"
OUT_OF_MEMORY, TOO_DEEP = 3, 4
PROBLEMS = {OUT_OF_MEMORY: "memory", TOO_DEEP: "deep", -signal.SIGKILL: "time", -signal.SIGXCPU: "time"}
PROBLEMS |= {-signal.SIGABRT: "memory", -signal.SIGTRAP: "memory", -signal.SIGSEGV: "memory"}


def main(folders):
    desk = get_ready(folders)
    while job := read_job():
        serve(job, desk)


def get_ready(folders):
    """Everything slow happens here once, before any text comes in: what is forked later finds a desk that was used.

    What stands on it then is garbage to nobody: it is neither looked through nor copied again.
    """
    from django.conf import settings

    settings.configure(STATICFILES_DIRS=folders, USE_I18N=False, STATICFILES_FINDERS=[FINDER])
    from kit.paper import Desk

    desk = Desk()
    desk.draw((Path(__file__).parent / "trial.html").read_text())
    gc.collect()
    gc.freeze()
    return desk


FINDER = "django.contrib.staticfiles.finders.FileSystemFinder"


def read_job():
    """The next job, or None when whoever sends them is gone."""
    size = read_exactly(8)
    return json.loads(read_exactly(int.from_bytes(size))) if size else None


def read_exactly(count):
    read = bytearray()
    while len(read) < count and (more := os.read(0, count - len(read))):
        read += more
    return bytes(read) if len(read) == count else b""


def serve(job, desk):
    """Draw one job in a child, tell its pages as they come, then its paper or what went wrong."""
    paper = os.memfd_create("paper")
    told, telling = os.pipe()
    if not (child := os.fork()):
        os.close(told)
        os._exit(draw(job, desk, paper, telling))
    os.close(telling)
    deadline = time.monotonic() + job["seconds"]
    if not relay(told, deadline):
        os.kill(child, signal.SIGKILL)
    os.close(told)
    answer(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), paper)
    os.close(paper)


def relay(told, deadline):
    """Pass on what the child tells until it is done; says whether that was in time."""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([told], [], [], left)[0]:
            return False
        if not (page := os.read(told, 4)):
            return True
        frame(PAGE, page)
    return False


def answer(code, paper):
    if code == 0:
        os.lseek(paper, 0, os.SEEK_SET)
        with os.fdopen(os.dup(paper), "rb") as read:
            frame(DONE, read.read())
    else:
        frame(PROBLEM, PROBLEMS.get(code, "failed").encode())


def frame(kind, payload):
    write_all(1, kind + len(payload).to_bytes(8) + payload)


def write_all(target, content):
    left = memoryview(content)
    while left:
        left = left[os.write(target, left) :]


def draw(job, desk, paper, telling):
    """In the child: the paper as its number of pages and its bytes; returns how the process ends."""
    gc.disable()  # it ends before there is anything worth to be swept
    limit(job["seconds"], job["megabytes"])
    tell_pages(telling)
    pictures = {name: (kind, base64.b64decode(content)) for name, (kind, content) in job["pictures"].items()}
    try:
        content, pages = desk.draw(job["html"], pictures)
        write_all(paper, pages.to_bytes(4) + content)
    except MemoryError:
        return OUT_OF_MEMORY
    except RecursionError:
        return TOO_DEEP
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def limit(seconds, megabytes):
    """Not longer than told, and not much more memory than there is already."""
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = now + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tell_pages(telling):
    """Hear which page is laid out and pass its number on."""

    class Pages(logging.Handler):
        def emit(self, record):
            if "layout - Page" in record.msg:
                with suppress(OSError):
                    os.write(telling, int(record.args[0]).to_bytes(4))

    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Pages())


if __name__ == "__main__":
    main(sys.argv[1:])
