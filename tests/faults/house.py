"""A whole Kariz in processes of its own, each of which may be frozen or killed: nothing of it is the test's."""

import contextlib
import os
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from config.stack.postgres import Postgres
from config.stack.preparation import ROOT
from config.stack.services import Service, python
from config.stack.valkey import Valkey
from tests.faults.patience import tries
from tests.postbox import free_port

CELERY = python("-m", "celery", "-A", "config.celery")
SECRET = "b7Qx2vLr9TzKp4Wm8NcYd5Hs1JfGa6Ue3Xo0RiBt-every-letter-drawn"  # of a house that lives for one test
SETTINGS = {
    "KARIZ_MODE": "production",
    "SECRET_KEY": SECRET,
    "BASE_URL": "https://kariz.example",
    "ALLOWED_HOSTS": "kariz.example,127.0.0.1",
    "SECURE_SSL_REDIRECT": "false",
    "SMTP_HOST": "127.0.0.1",
    "LOG_LEVEL": "WARNING",
}


class Letters:
    """The mail server of the world outside: what came, and when; `on_arrival` is called before it says yes."""

    def __init__(self):
        self.came, self.on_arrival = [], lambda: None

    async def handle_DATA(self, server, session, envelope):
        head = envelope.content.decode(errors="replace").replace("\r\n", "\n")
        self.came.append(next(line for line in head.split("\n") if line.lower().startswith("message-id:")))
        self.on_arrival()
        return "250 OK"


class House:
    """PostgreSQL, Valkey, a mail server outside; workers, schedulers and pages as they are asked for."""

    def __init__(self, folder: Path, **env):
        self.folder, self.letters, self.services = folder, Letters(), {}
        self.mail = Controller(self.letters, hostname="127.0.0.1", port=free_port())
        words = {"owner_password": "of-the-owner-7", "password": "of-the-house-7"}
        self.postgres = Postgres(folder / "postgres", log=folder / "postgres.log", **words)
        self.valkey = Valkey(folder / "valkey", log=folder / "valkey.log", password="of-the-broker")
        self.more_env = env

    # ── Up and down ──
    def open(self):
        self.mail.start()
        self.postgres.start()
        self.valkey.start()
        self.env = os.environ | SETTINGS | self.addresses() | self.more_env

    def addresses(self):
        return {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "KARIZ_DATA": str(self.folder / "data"),
            "SMTP_PORT": str(self.mail.port),
        }

    def close(self):
        for service in self.services.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(service.process.pid, signal.SIGCONT)
            service.process.kill()
            service.see_stopped()
        self.valkey.process.send_signal(signal.SIGCONT)
        self.valkey.stop()
        self.postgres.stop()
        self.mail.stop()

    def do(self, *words):
        """Let a program of the house run to its end; returns what it printed."""
        command = python("-m", "tests.faults.seed", *map(str, words))
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def hire(self, name, **env):
        """Bring up one more service; its first word says which: worker, beat or web."""
        service = Service(name, self.command(name), self.env | env, self.folder / f"{name}.log")
        self.services[name] = service
        service.start()
        return service

    def command(self, name):
        kind = name.split()[0]
        if kind == "worker":
            words = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "-n", f"{name}@%h"]
            return [*CELERY, *(word.replace(" ", "-") for word in words)]
        if kind == "beat":
            return [*CELERY, "beat", "--pidfile=", "-s", str(self.folder / name.replace(" ", "-"))]
        self.port = free_port()
        return python("-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", f"127.0.0.1:{self.port}", "config.wsgi")

    # ── What happens to it ──
    def kill(self, name):
        """End somebody with -9, in the midst of whatever they do; a child of the worker is “child”."""
        if name == "child":
            return self.kill_child()
        process = self.server(name).process
        process.kill()
        process.wait()
        return True

    def kill_child(self):
        children = self.children("worker")
        for child in children[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return bool(children)

    def children(self, name):
        """The processes a service has forked, by their numbers."""
        pid = self.services[name].process.pid
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in listed]

    def revive(self, name):
        if name != "child":
            self.server(name).start()

    def server(self, name):
        return {"postgres": self.postgres, "valkey": self.valkey}.get(name) or self.services[name]

    @contextlib.contextmanager
    def frozen(self, name):
        process = self.server(name).process
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    # ── What is known of it ──
    def rows(self, question, *values):
        """What the database answers, as soon as it is there again."""
        for _try in tries(30):
            with contextlib.suppress(psycopg.OperationalError), self.connect() as connection:
                return connection.execute(question, values).fetchall()
        raise AssertionError("PostgreSQL did not come back.")

    def connect(self):
        return psycopg.connect(self.postgres.url, connect_timeout=5)

    def value(self, question, *values):
        return self.rows(question, *values)[0][0]

    def wait_until_none(self, question, seconds, *values):
        """Wait until a question that counts what is left answers with nothing."""
        for _try in tries(seconds):
            if not (left := self.value(question, *values)):
                return
        raise AssertionError(f"After {seconds} s still {left}: {question}")


class Storm:
    """Kills somebody of `house` every `pause` seconds, in an order drawn by `luck`, and revives them soon after."""

    def __init__(self, house, victims, *, kills, pause, luck):
        order = (victims * (kills // len(victims) + 1))[:kills]
        luck.shuffle(order)
        self.house, self.order, self.pause, self.luck, self.times = house, order, pause, luck, []

    def rage(self):
        """Goes on until all kills are done; in the thread of the test, whose end would end what it revived."""
        for victim in self.order:
            self.calm(self.luck.uniform(0.6, 1.4) * self.pause)
            if self.house.kill(victim):
                self.times.append((victim, datetime.now(UTC)))
            self.calm(self.luck.uniform(0.2, 3))
            self.house.revive(victim)

    def calm(self, seconds):
        """Nothing is waited for: the times at which it strikes are what is tried."""
        for _try in tries(seconds):
            pass
