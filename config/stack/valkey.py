"""Valkey in a folder of ours: on loopback with a password, its data kept in an append-only file."""

import signal
import socket
import subprocess
import time
from pathlib import Path

import redis

from config.stack import child
from config.stack.binaries import valkey_binary
from config.stack.leftovers import wait_until_left
from config.stack.postgres import last_line
from config.stack.trouble import Trouble

START_SECONDS = 30


class Valkey:
    """One server in `home`; `durable=False` keeps nothing on disk, for tests only."""

    def __init__(self, home: Path, *, log: Path, password: str, durable: bool = True):
        self.home, self.log, self.password, self.durable = home, log, password, durable
        self.port: int | None = None
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Bring the server up on a free port and wait until it has read its file and answers."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        wait_until_left(self.home)
        self.port = self.port or _free_port()
        self.launch()
        self._wait()

    def launch(self) -> subprocess.Popen:
        """Start the server process and return at once. The password goes by standard input, not by the command line."""
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "dir": '"' + str(self.home).replace("\\", "\\\\").replace('"', '\\"') + '"',
            "requirepass": self.password,
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        with self.log.open("ab") as log:
            self.process = child.start([valkey_binary(), "-"], log=log, ends_by=signal.SIGTERM, stdin=subprocess.PIPE)
        self.process.stdin.write("".join(f"{name} {value}\n" for name, value in settings.items()).encode())
        self.process.stdin.close()
        return self.process

    def stop(self, seconds: float = 10) -> None:
        """Stop after what is in memory is in the file."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                return client.ping()
        except redis.RedisError:
            return False

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise Trouble(f"Valkey stopped while starting: {last_line(self.log)}")
            if self.answers():
                return
            time.sleep(0.05)
        raise Trouble(f"Valkey did not answer within {START_SECONDS} seconds; see {self.log}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
