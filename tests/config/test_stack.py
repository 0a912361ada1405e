"""The local stack as a newcomer meets it: real processes, in a folder whose name has a space and a letter like é."""

import os
import re
import secrets
import select
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from config.stack.preparation import ROOT

OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "KARIZ_MODE", "KARIZ_DATA", "PORT"}
LONGEST = 240


class Stack:
    """One `python -m config.stack`, and every process that belongs to it, however it was started."""

    def __init__(self, data: Path, port: int, **env):
        self.data, self.port, self.mark = data, port, secrets.token_hex(8)
        self.said = ""
        clean = {name: value for name, value in os.environ.items() if name not in OURS}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.stack"],
            cwd=ROOT,
            env=clean | {"KARIZ_DATA": str(data), "PORT": str(port), "STACK_MARK": self.mark} | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.alarm = threading.Timer(LONGEST, self.process.kill)
        self.alarm.start()

    def read_until(self, words: str) -> None:
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        raise AssertionError(f"never said “{words}”, but:\n{self.said}\n{self.logs()}")

    def read_to_end(self) -> int:
        self.said += self.process.stdout.read()
        self.alarm.cancel()
        return self.process.wait()

    def logs(self) -> str:
        return "\n".join(f"== {log}\n{log.read_text()[-2000:]}" for log in (self.data / "logs").glob("*.log"))

    def processes(self) -> list[int]:
        return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if self._owns(entry)]

    def service(self, words: str) -> int:
        """The process id of the service whose command holds `words`: of those that do, the leader of a session."""
        return next(pid for pid in self.processes() if words in command(pid) and os.getsid(pid) == pid)

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def _owns(self, entry: Path) -> bool:
        try:
            works_in = os.readlink(entry / "cwd")
            return works_in.startswith(str(self.data)) or self.mark.encode() in (entry / "environ").read_bytes()
        except OSError:
            return False


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def manage(data: Path, *words: str) -> str:
    """What a command in another terminal says, good or bad."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=clean | {"KARIZ_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    ).stdout


def left_after(pids: list[int], seconds: float) -> list[str]:
    """The commands of those that still live when the time is over."""
    watched, poll = {}, select.poll()
    for pid in pids:
        try:
            watched[os.pidfd_open(pid)] = pid
        except ProcessLookupError:
            continue
    for fd in watched:
        poll.register(fd, select.POLLIN)
    end = threading.Event()
    threading.Timer(seconds, end.set).start()
    while watched and not end.is_set():
        for fd, _ in poll.poll(100):
            poll.unregister(fd)
            os.close(fd)
            del watched[fd]
    return [command(pid) for pid in watched.values()]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def begin(port):
    """Begin a stack; whatever is left of it after the test is ended."""
    begun = []

    def start(data, **env):
        begun.append(Stack(data, **{"port": port} | env))
        return begun[-1]

    yield start
    for stack in begun:
        stack.alarm.cancel()
        for pid in stack.processes():
            os.kill(pid, signal.SIGKILL)
        stack.process.wait()
        stack.process.stdout.close()


def test_a_life_of_the_stack(begin, tmp_path, port):
    data = tmp_path / "My CRM data é"
    first = begin(data)
    first.read_until("Kariz is ready")
    first.read_until("Stop with Ctrl+C")
    assert f"Kariz is ready: http://127.0.0.1:{port}" in first.said
    assert re.search(r"\S+@\S+ +.+, admin", first.said)
    assert first.page("/healthz") == "ok"
    assert '"ready": true' in first.page("/readyz")
    assert (data / "logs").stat().st_mode & 0o777 == 0o700
    assert (data / "secrets.json").stat().st_mode & 0o777 == 0o600

    assert (data / "environment.json").stat().st_mode & 0o777 == 0o600
    assert "No such file or directory: 'nowhere.csv'" in manage(data, "import_deals", "nowhere.csv")

    second = begin(data)
    assert second.read_to_end() == 1
    assert f"Kariz already runs on {data} (process {first.process.pid}): stop it first" in second.said

    os.kill(first.service("celery -A config.celery worker"), signal.SIGKILL)
    first.read_until("worker stopped (code -9), again in 1 s")
    os.kill(first.service("valkey-server"), signal.SIGKILL)
    first.read_until("Valkey stopped (code -9) and is started again.")

    everything = first.processes()
    assert len(everything) > 8
    first.process.kill()
    assert left_after(everything, 3) == []
    assert not Path((data / "postgres" / "socket-folder").read_text()).exists()

    third = begin(data)
    third.read_until("Kariz is ready")
    assert "sample data" not in third.said
    assert third.page("/healthz") == "ok"
    everything = third.processes()
    third.process.send_signal(signal.SIGINT)
    assert third.read_to_end() == 0
    assert left_after(everything, 1) == []
    assert not (data / "environment.json").exists()


def test_a_taken_port_names_who_took_it(begin, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        stack = begin(tmp_path / "data", port=port)
        assert stack.read_to_end() == 1
    assert f"Port {port} is taken by process {os.getpid()} (" in stack.said
    assert "choose another port with PORT=" in stack.said


def test_a_folder_that_cannot_be_written_is_one_sentence(begin, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    stack = begin(tmp_path / "file" / "data")
    assert stack.read_to_end() == 1
    assert stack.said.splitlines()[-1] == (
        f"The data folder {tmp_path}/file/data cannot be written (Not a directory):"
        " choose another with KARIZ_DATA=/some/folder."
    )


def test_a_port_that_is_no_number_is_one_sentence(begin, tmp_path):
    stack = begin(tmp_path / "data", port="web")
    assert stack.read_to_end() == 1
    assert "PORT is “web”: write a number from 1 to 65534." in stack.said


def test_an_unsafe_production_stops_the_stack_with_78(begin, tmp_path):
    own = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    stack = begin(tmp_path / "data", KARIZ_MODE="production", DEBUG="1", **own)
    assert stack.read_to_end() == 78
    assert "Kariz refuses to start in production:" in stack.said
    assert "DEBUG is on" in stack.said
