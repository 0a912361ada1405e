"""Brings the stack up in order, keeps it up, takes it down in order."""

import os
import signal
import sys
import time
from pathlib import Path

from config.stack import ports, preparation
from config.stack.guard import Guard
from config.stack.home import Home
from config.stack.postgres import Postgres, last_line
from config.stack.services import Service, python, services
from config.stack.trouble import Trouble
from config.stack.valkey import Valkey
from config.stack.words import Step, answers, last_reasons, sample_people, say

REFUSED = 78
OWN = {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Valkey"}
SERVER_RESTARTS, SERVER_WINDOW = 3, 300
FIRST_PAGE_SECONDS = 90


class StopAsked(BaseException):
    """Somebody pressed Ctrl+C or sent SIGTERM."""


def main() -> int:
    """Run the stack until it is asked to stop; the exit code of the whole program."""
    sys.stdout.reconfigure(errors="replace")
    home = Home(Path(os.environ.get("KARIZ_DATA") or preparation.ROOT / ".local"))
    supervisor = Supervisor(home, port=os.environ.get("PORT") or "8000")
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _ask_to_stop)
    try:
        supervisor.start()
        supervisor.watch()
    except StopAsked:
        return 0
    except (Trouble, OSError) as trouble:
        print(f"\n{trouble}", file=sys.stderr, flush=True)
        return REFUSED if supervisor.refused else 1
    finally:
        supervisor.stop()
    return 0


def _ask_to_stop(*_) -> None:
    raise StopAsked


class Supervisor:
    def __init__(self, home: Home, port: str):
        self.home, self.wanted_port = home, port
        self.servers: dict[str, Postgres | Valkey] = {}
        self.services: list[Service] = []
        self.guard: Guard | None = None
        self.deaths: list[float] = []
        self.refused = self.hurry = False

    # ── Up ──
    def start(self) -> None:
        print("Kariz is starting.", flush=True)
        self.home.open()
        self.home.turn_logs()
        self._listen()
        self.guard = Guard(self.home.lock.fileno())  # The lock is free only once all is cleared away.
        self._start_servers()
        self.env = self._environment()
        self._prepare()
        self.home.lend(self.env)
        self._start_services()
        self._tell()

    def _listen(self) -> None:
        if not self.wanted_port.isdigit() or not 0 < int(self.wanted_port) < 65535:
            raise Trouble(f"PORT is “{self.wanted_port}”: write a number from 1 to 65534.")
        self.web_socket = ports.listen(int(self.wanted_port))
        self.live_socket = ports.listen_near(int(self.wanted_port) + 1)
        self.url = f"http://127.0.0.1:{self.wanted_port}"

    def _start_servers(self) -> None:
        """Our own PostgreSQL and Valkey, each unless the environment names another."""
        self.secrets = self.home.secrets()
        if "DATABASE_URL" not in os.environ:
            postgres = Postgres(
                self.home.path / "postgres",
                log=self.home.log("postgres"),
                owner_password=self.secrets["POSTGRES_OWNER_PASSWORD"],
                password=self.secrets["POSTGRES_PASSWORD"],
            )
            self._start_server("PostgreSQL", postgres)
            self.guard.watch("folder", postgres.socket)
        if "REDIS_URL" not in os.environ:
            valkey = Valkey(
                self.home.path / "valkey", log=self.home.log("valkey"), password=self.secrets["VALKEY_PASSWORD"]
            )
            self._start_server("Valkey", valkey)

    def _start_server(self, name: str, server) -> None:
        with Step(name):
            self.servers[name] = server
            server.start()
            self.guard.watch("server", server.process.pid)

    def _environment(self) -> dict[str, str]:
        host, port = self.live_socket.getsockname()
        own = {name: self.servers[server].url for name, server in OWN.items() if server in self.servers}
        defaults = {
            "KARIZ_MODE": "sample",
            "SECRET_KEY": self.secrets["SECRET_KEY"],
            "SAMPLE_PASSWORD": self.secrets["SAMPLE_PASSWORD"],
            "BASE_URL": self.url,
            "LIVE_URL": f"http://{host}:{port}/live/",
            "WORKER_CONCURRENCY": "2",
        }
        fixed = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "KARIZ_DATA": str(self.home.path),
            "PYTHONUNBUFFERED": "1",
        }
        return defaults | os.environ | own | fixed

    def _prepare(self) -> None:
        """Migrations, static files and sample data, unless all of them are there for this version already."""
        what = (self.home.path, self.env["DATABASE_URL"], self.env["KARIZ_MODE"])
        if preparation.is_prepared(*what):
            return
        log = self.home.log("prepare")
        with Step("Tables, pages, sample data (a minute on the first start)"), log.open("wb") as output:
            command = Service("prepare", python("manage.py", "prepare"), self.env, log)
            command.start()
            self.guard.watch("group", command.process.pid)
            try:
                code = command.process.wait()
            finally:
                command.see_stopped(in_a_hurry=True)
                self.guard.forget(command.process.pid)
            output.flush()
            self._check_preparation(code, log)
        preparation.note_prepared(*what)

    def _check_preparation(self, code: int, log: Path) -> None:
        self.refused = code == REFUSED
        if self.refused:
            raise Trouble(log.read_text().strip())
        if code:
            raise Trouble(f"The database could not be prepared: {last_line(log)} (the whole story: {log})")

    def _start_services(self) -> None:
        self.services = services(self.env, self.home.log, self.web_socket.fileno(), self.live_socket.fileno())
        for service in self.services:
            if service.name == "web":
                with Step("Pages"):
                    self._start_service(service)
                    self._wait_for_pages(service)
            else:
                self._start_service(service)
        print("  Live, worker, scheduler", flush=True)

    def _start_service(self, service: Service) -> None:
        service.start()
        self.guard.watch("group", service.process.pid)

    def _wait_for_pages(self, web: Service) -> None:
        until = time.monotonic() + FIRST_PAGE_SECONDS
        while time.monotonic() < until:
            if web.process.poll() is not None:
                self._explain_death(web)
                raise Trouble(f"The pages could not be served: {last_line(web.log)} (the whole story: {web.log})")
            if answers(f"{self.url}/healthz"):
                return
            time.sleep(0.1)
        raise Trouble(f"The pages did not answer within {FIRST_PAGE_SECONDS} seconds; see {web.log}.")

    def _tell(self) -> None:
        print(f"\nKariz is ready: {self.url}", flush=True)
        people = sample_people(self.env["DATABASE_URL"]) if self.env["KARIZ_MODE"] == "sample" else []
        if people:
            print(f"Sign in with one click on that page, or with the password {self.env['SAMPLE_PASSWORD']} as")
            for name, email, role in people:
                print(f"  {email:32} {name}, {role}")
        print(f"Data: {self.home.path} (logs in it). Stop with Ctrl+C.", flush=True)

    # ── Keeping it up ──
    def watch(self) -> None:
        while True:
            for name, server in self.servers.items():
                if server.process.poll() is not None:
                    self._revive_server(name, server)
            for service in self.services:
                self._look_after(service)
            self.guard.renew()
            time.sleep(0.2)

    def _revive_server(self, name: str, server) -> None:
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < SERVER_WINDOW] + [now]
        if len(self.deaths) > SERVER_RESTARTS:
            raise Trouble(f"{name} stopped again and again: {last_line(server.log)} (the whole story: {server.log})")
        self.guard.forget(server.process.pid)
        say(f"{name} stopped (code {server.process.returncode}) and is started again.")
        server.start()
        self.guard.watch("server", server.process.pid)

    def _look_after(self, service: Service) -> None:
        if service.again_at is not None:
            if time.monotonic() >= service.again_at:
                self._start_service(service)
        elif service.process.poll() is not None:
            service.clear_group()
            self.guard.forget(service.process.pid)
            self._explain_death(service)
            pause = service.plan_restart()
            say(f"{service.name} stopped (code {service.process.returncode}), again in {pause:g} s; see {service.log}")

    def _explain_death(self, service: Service) -> None:
        self.refused = service.process.returncode == REFUSED
        if self.refused:
            raise Trouble(last_reasons(service.log))

    # ── Down ──
    def stop(self) -> None:
        """Pages drain, the scheduler stops, the worker ends or returns its tasks, then the servers write to disk."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._hurry)
        if self.services:
            print("\nKariz is stopping.", flush=True)
        by_name = {service.name: service for service in self.services}
        for together in (("web", "live", "beat"), ("worker",)):
            self._stop_services([by_name[name] for name in together if name in by_name])
        for server in reversed(self.servers.values()):
            server.stop()
        if self.guard:
            self.home.take_back()
            self.guard.dismiss()

    def _stop_services(self, group: list[Service]) -> None:
        for service in group:
            service.ask_to_stop()
        for service in group:
            service.see_stopped(self.hurry)

    def _hurry(self, *_) -> None:
        self.hurry = True
