"""PostgreSQL 18 in a folder of ours: reached by a socket only we can reach, with passwords, never through pg_ctl."""

import locale
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.stack import child
from config.stack.binaries import postgres_binary
from config.stack.leftovers import clear_pid_file
from config.stack.trouble import Trouble

MAJOR = "18"
NAME = "kariz"
START_SECONDS = 60
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LEAST_KB, MOST_KB = 128 * 1024, 2 * 1024 * 1024


class Postgres:
    """One server in `home`; `durable=False` gives up fsync, for tests only."""

    def __init__(self, home: Path, *, log: Path, owner_password: str, password: str, durable: bool = True):
        self.data, self.mark = home / "data", home / "init-ok"
        self.home, self.log, self.durable = home, log, durable
        self.owner_password, self.password = owner_password, password
        self.socket: Path | None = None
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"postgres://{NAME}:{self.password}@{quote(str(self.socket), safe='')}/{NAME}"

    def start(self) -> None:
        """Bring the server up and wait until it answers; makes the cluster on the first run."""
        if not self.mark.exists():
            self._make_cluster()
        self._check_major()
        clear_pid_file(self.data)
        self.socket = self.socket or _private_socket_folder(self.home)
        self.launch()
        self._wait()
        self._make_application_database()

    def launch(self) -> subprocess.Popen:
        """Start the server process and return at once."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket,
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        options |= {"shared_buffers": f"{memory_share()}kB", "io_method": "sync"} if self.durable else CARELESS
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.process = self._run([postgres_binary("postgres"), "-D", self.data, *settings], signal.SIGINT)
        return self.process

    def stop(self, seconds: float = 15) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
        if self.socket:
            shutil.rmtree(self.socket, ignore_errors=True)
            self.socket = None

    def _make_cluster(self) -> None:
        child.give(self.home)
        if self.data.exists():  # A first run that was cut short: nothing in it was ever in use, yet it is kept.
            self.data.rename(self.home / f"unfinished-{secrets.token_hex(4)}")
        with tempfile.TemporaryDirectory(prefix="kariz-") as folder:
            word = Path(folder) / "word"
            word.write_text(self.owner_password)
            child.give(Path(folder))
            _hand_over(word)
            self._initdb(word)
        self.mark.write_text(MAJOR)

    def _initdb(self, password_file: Path) -> None:
        command = [postgres_binary("initdb"), "-D", self.data, "-U", "postgres", "--encoding=UTF8"]
        command += ["--auth=scram-sha-256", f"--pwfile={password_file}"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={_libc_locale()}"]
        command += [] if self.durable else ["--no-sync"]
        if self._run(command, signal.SIGKILL).wait() != 0:
            raise Trouble(f"PostgreSQL could not prepare {self.data}: {last_line(self.log)}")

    def _run(self, command: list, ends_by: int) -> subprocess.Popen:
        with self.log.open("ab") as log:
            return child.start(
                command,
                log=log,
                ends_by=ends_by,
                servant=True,
                reaches=(self.home, postgres_binary("postgres")),
                cwd="/",
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_MESSAGES": "C"},
            )

    def _check_major(self) -> None:
        major = (self.data / "PG_VERSION").read_text().strip()
        if major != MAJOR:
            raise Trouble(
                f"The data in {self.data} was written by PostgreSQL {major}, this is {MAJOR}:"
                " dump it with the old version and restore it here."
            )

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise Trouble(f"PostgreSQL stopped while starting: {last_line(self.log)}")
            if self.answers():
                return
            time.sleep(0.05)
        raise Trouble(f"PostgreSQL did not answer within {START_SECONDS} seconds; see {self.log}.")

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Trouble(
                    f"The password of the database in {self.data} is not the one in the secrets file beside it:"
                    " put the old secrets file back."
                ) from None
            return False
        return True

    def _make_application_database(self) -> None:
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(sql.Identifier(NAME), self.password)
                )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(NAME)))

    def _connect(self):
        return psycopg.connect(
            host=str(self.socket),
            user="postgres",
            password=self.owner_password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )


def _private_socket_folder(home: Path) -> Path:
    """A new short folder for the socket: a socket's path may have 107 bytes, however deep the data lies."""
    note = home / "socket-folder"
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="kariz-", dir="/tmp"))
    child.give(folder)
    note.write_text(str(folder))
    return folder


def _hand_over(path: Path) -> None:
    if account := child.servant_account():
        os.chown(path, account.pw_uid, account.pw_gid)


def _libc_locale() -> str:
    old = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, old)
    return "C.UTF-8"


def memory_share():
    """The kB of its tables that the server keeps at hand: a quarter of the machine's memory, 2 GB at most.

    What it holds, or the system holds for it, is read by whoever asks (`io_method`): handing such reads to processes of
    their own takes longer than reading.
    """
    quarter = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024 // 4
    return min(max(quarter, LEAST_KB), MOST_KB)


def last_line(log: Path) -> str:
    """The last thing a server said, or a hint that it said nothing."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()] if log.exists() else []
    return lines[-1] if lines else f"it said nothing in {log}."
