"""The data folder: one stack at a time in it, its generated secrets, its logs."""

import fcntl
import json
import os
import secrets
import time
from pathlib import Path

from config.stack.trouble import Trouble

SECRETS = ("SECRET_KEY", "POSTGRES_OWNER_PASSWORD", "POSTGRES_PASSWORD", "VALKEY_PASSWORD", "SAMPLE_PASSWORD")
LENT = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "KARIZ_MODE", "KARIZ_DATA", "BASE_URL", "LIVE_URL")
LOG_LIMIT = 5 * 1024 * 1024


class Home:
    def __init__(self, path: Path):
        self.path = path.absolute()
        self.lock = None

    def open(self) -> None:
        """Make the folder if need be and take it for this process alone."""
        try:
            (self.path / "logs").mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / "logs").chmod(0o700)  # an error may quote what somebody wrote
            self.lock = (self.path / "lock").open("a+")
        except OSError as error:
            raise Trouble(
                f"The data folder {self.path} cannot be written ({error.strerror}):"
                " choose another with KARIZ_DATA=/some/folder."
            ) from None
        self._take_lock()
        self._note_owner()

    def log(self, name: str) -> Path:
        return self.path / "logs" / f"{name}.log"

    def turn_logs(self) -> None:
        """Put aside every log that has grown large; the one before it goes."""
        for log in (self.path / "logs").glob("*.log"):
            if log.stat().st_size > LOG_LIMIT:
                log.replace(log.with_suffix(".log.old"))

    def secrets(self) -> dict[str, str]:
        """The passwords and the key of this folder, made on the first run and readable by its owner alone."""
        path = self.path / "secrets.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        missing = {name: _new_secret(name) for name in SECRETS if name not in known}
        if missing:
            _write_private(path, json.dumps(known | missing, indent=1))
        return known | missing

    def lend(self, env: dict[str, str]) -> None:
        """Note what a command in another terminal needs to work on this stack."""
        _write_private(self._note, json.dumps({name: env[name] for name in LENT}, indent=1))

    def lent(self) -> dict[str, str]:
        """What the running stack notes for commands; nothing if none runs here."""
        return json.loads(self._note.read_text()) if self._note.exists() and self._is_taken() else {}

    def take_back(self) -> None:
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.path / "environment.json"

    def _is_taken(self) -> bool:
        with (self.path / "lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _take_lock(self, seconds: float = 8) -> None:
        """Wait only for the remains of a killed run; a living one is refused at once."""
        until = time.monotonic() + seconds
        while not self._locks():
            owner = self._owner()
            if owner and _alive(owner) or time.monotonic() > until:
                raise Trouble(
                    f"Kariz already runs on {self.path} (process {owner or 'unknown'}):"
                    " stop it first, or choose another folder with KARIZ_DATA=/some/folder."
                )
            time.sleep(0.1)

    def _locks(self) -> bool:
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _note_owner(self) -> None:
        self.lock.seek(0)
        self.lock.truncate()
        self.lock.write(f"{os.getpid()}\n")
        self.lock.flush()

    def _owner(self) -> int | None:
        self.lock.seek(0)
        text = self.lock.read().strip()
        return int(text) if text.isdigit() else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _new_secret(name: str) -> str:
    if name == "SAMPLE_PASSWORD":  # Somebody may have to type this one.
        return "-".join(secrets.token_hex(2) for _ in range(4))
    return secrets.token_urlsafe(48)


def _write_private(path: Path, text: str) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
