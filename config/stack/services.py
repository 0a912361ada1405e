"""Kariz's own four services: pages, live, worker, scheduler; each is restarted when it dies."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.stack import child
from config.stack.preparation import ROOT

LONGEST_PAUSE = 30
HEALTHY_SECONDS = 60


@dataclass
class Service:
    """One command; `stop_seconds` is how long it may take to finish what it has begun."""

    name: str
    command: list[str]
    env: dict[str, str]
    log: Path
    stop_seconds: float = 10
    pass_fds: tuple = ()
    process: subprocess.Popen | None = None
    failures: int = 0
    started_at: float = 0
    again_at: float | None = field(default=None)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = child.start(
                self.command, log=log, env=self.env, ends_by=signal.SIGKILL, cwd=ROOT, pass_fds=self.pass_fds
            )
        self.started_at, self.again_at = time.monotonic(), None

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def see_stopped(self, in_a_hurry: bool = False) -> None:
        if not self.process:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.1 if in_a_hurry else self.stop_seconds)
        self.clear_group()
        self.process.wait()

    def clear_group(self) -> None:
        """End whatever the service started and left behind."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def plan_restart(self) -> float:
        """The pause before the next try, in seconds: 1, 2, 4 … 30; a minute of health forgives."""
        healthy = time.monotonic() - self.started_at > HEALTHY_SECONDS
        self.failures = 1 if healthy else self.failures + 1
        pause = min(2 ** (self.failures - 1), LONGEST_PAUSE)
        self.again_at = time.monotonic() + pause
        return pause


def python(*words: str) -> list[str]:
    return [sys.executable, *words]


def services(env: dict[str, str], log, web_fd: int, live_fd: int) -> list[Service]:
    """In the order in which they start. `log(name)` is the path of a log file."""
    celery = python("-m", "celery", "-A", "config.celery")
    return [
        Service(
            "web",
            python("-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", f"fd://{web_fd}", "config.wsgi"),
            env | {"DB_POOL": "true"},
            log("web"),
            pass_fds=(web_fd,),
        ),
        Service(
            "live",
            python("-m", "uvicorn", "config.live:app", "--fd", str(live_fd), "--timeout-graceful-shutdown", "2"),
            env,
            log("live"),
            pass_fds=(live_fd,),
        ),
        Service(
            "worker",
            [*celery, "worker", "--without-gossip", "--without-mingle", "--concurrency", env["WORKER_CONCURRENCY"]],
            env | {"REMAP_SIGTERM": "SIGQUIT"},
            log("worker"),
            stop_seconds=25,
        ),
        Service("beat", [*celery, "beat", "--pidfile="], env, log("beat")),
    ]
