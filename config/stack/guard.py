"""A small process that outlives the supervisor by a moment: when the supervisor is killed, it ends what is left.

The kernel tells only direct children that their parent died, not the children of these. The guard reads on its standard
input which process groups, servers and folders exist; when the pipe closes without a farewell, it clears them away.
It runs as a script of its own and imports nothing of Kariz.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time

GRACE_SECONDS = 1.0  # PostgreSQL and Valkey were told to stop by the kernel; they get this long to write to disk.


class Guard:
    """The supervisor's side: keeps the process alive and tells it what to watch."""

    def __init__(self, *keeps_open: int):
        self.keeps_open, self.watched = keeps_open, {}
        self._start()

    def watch(self, kind: str, what) -> None:
        """`kind` is “group” (ended at once), “server” (given a moment) or “folder” (removed)."""
        self.watched[str(what)] = kind
        self._say(f"{kind} {what}")

    def forget(self, what) -> None:
        self.watched.pop(str(what), None)
        self._say(f"forget {what}")

    def renew(self) -> None:
        """Start the process again if it is gone, and tell it everything anew."""
        if self.process.poll() is not None:
            self.process.stdin.close()
            self._start()
            for what, kind in self.watched.items():
                self._say(f"{kind} {what}")

    def dismiss(self) -> None:
        self._say("farewell .")
        self.process.stdin.close()
        self.process.wait()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            pass_fds=self.keeps_open,
        )

    def _say(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # It was killed: the next renewal tells it everything.
            self.process.stdin.write(line.encode() + b"\n")


def main() -> None:
    watched = {}
    for line in sys.stdin:
        kind, what = line.rstrip("\n").split(" ", 1)
        if kind == "farewell":
            return
        if kind == "forget":
            watched.pop(what, None)
        else:
            watched[what] = kind
    _clear_away(watched)


def _clear_away(watched: dict[str, str]) -> None:
    groups, servers, folders = (
        [what for what in watched if watched[what] == kind] for kind in ("group", "server", "folder")
    )
    for group in groups:
        _end(os.killpg, int(group), signal.SIGKILL)
    _wait_for(servers)
    for server in servers:
        _end(os.kill, int(server), signal.SIGQUIT)
    _wait_for(servers)
    for server in servers:
        _end(os.killpg, int(server), signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(servers: list[str]) -> None:
    until = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < until and any(_end(os.kill, int(server), 0) for server in servers):
        time.sleep(0.05)


def _end(kill, pid: int, sign: int) -> bool:
    try:
        kill(pid, sign)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
