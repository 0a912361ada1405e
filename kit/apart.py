"""Paper drawn apart: in a process that has neither keys nor connections, within limits of time and memory."""

import atexit
import base64
import json
import os
import select
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.drawing_room import DONE, PAGE

SECONDS, MEGABYTES = 20, 600
GETTING_READY = 40  # a cold machine reads its fonts first
TIDIES_WITHIN = 1
KEPT = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH", "TMPDIR")
SENTENCES = {
    "time": _("Drawing it took longer than 20 seconds. Shorten its texts or its list, then send it again."),
    "memory": _("It is too large to be drawn. Shorten its texts or its list, then send it again."),
    "deep": _("Its text is nested too deeply to be drawn. Take out lists within lists, then send it again."),
    "failed": _("It could not be drawn. An administrator finds the reason in the log of the worker."),
}


class CannotDraw(Exception):
    """There is no paper; `reason` is one of SENTENCES, and it reads as that sentence."""

    def __init__(self, reason):
        self.reason = reason if reason in SENTENCES else "failed"
        super().__init__(str(SENTENCES[self.reason]))


def draw_apart(html, pictures=None, *, tell=None, seconds=SECONDS, megabytes=MEGABYTES):
    """A whole page of HTML as (the bytes of a PDF, how many pages it has); raises CannotDraw.

    `pictures` are {name: (content type, bytes)}, found at “given/<name>”; `tell` hears the number of each page begun.
    """
    given = {name: (kind, base64.b64encode(content).decode()) for name, (kind, content) in (pictures or {}).items()}
    job = {"html": html, "pictures": given, "seconds": seconds, "megabytes": megabytes}
    with room.lock:
        return room.draw(json.dumps(job).encode(), tell, seconds)


class Room:
    """The process beside this one, begun with the first drawing and begun anew when it died."""

    def __init__(self):
        self.lock = threading.Lock()
        self.process = None
        self.owner = None

    def draw(self, job, tell, seconds):
        is_new = self.open()
        deadline = time.monotonic() + seconds + (GETTING_READY if is_new else 5)
        try:
            self.process.stdin.write(len(job).to_bytes(8) + job)
            self.process.stdin.flush()
            return self.answer(deadline, tell)
        except (OSError, EOFError, TimeoutError) as error:
            self.close()
            raise CannotDraw("time" if isinstance(error, TimeoutError) else "failed") from error

    def open(self):
        """See to it that the process lives, and that it is this process's own; says whether it has just begun."""
        if self.process and self.owner == os.getpid() and self.process.poll() is None:
            return False
        if self.process and self.owner == os.getpid():
            self.close()
        folders = [str(folder) for folder in settings.STATICFILES_DIRS]
        self.process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "kit.drawing_room", *folders],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=settings.ROOT,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
        )
        self.owner = os.getpid()
        return True

    def answer(self, deadline, tell):
        while True:
            kind = self.read(1, deadline)
            payload = self.read(int.from_bytes(self.read(8, deadline)), deadline)
            if kind == DONE:
                return payload[4:], int.from_bytes(payload[:4])
            if kind != PAGE:
                raise CannotDraw(payload.decode())
            if tell:
                tell(int.from_bytes(payload))

    def read(self, count, deadline):
        pipe, read = self.process.stdout.fileno(), bytearray()
        while len(read) < count:
            if not select.select([pipe], [], [], max(deadline - time.monotonic(), 0))[0]:
                raise TimeoutError
            if not (more := os.read(pipe, count - len(read))):
                raise EOFError
            read += more
        return bytes(read)

    def close(self):
        """End the process, which tidies up and goes once nobody can write to it; the next drawing begins a new one."""
        if self.process and self.owner == os.getpid():
            for pipe in (self.process.stdin, self.process.stdout):
                try:
                    pipe.close()
                except OSError:  # what was not written yet is wanted by nobody
                    continue
            try:
                self.process.wait(TIDIES_WITHIN)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None


room = Room()
atexit.register(room.close)
