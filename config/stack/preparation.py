"""Whether database and static files already belong to this version, so that a warm start need not ask Django."""

import hashlib
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
WHAT_COUNTS = ("[!.]*/migrations/*.py", "static/**/*", "[!.]*/static/**/*", "locale/**/*.mo", "uv.lock")


def is_prepared(data: Path, database_url: str, mode: str) -> bool:
    mark = data / "prepared"
    return mark.exists() and mark.read_text() == _state(database_url, mode)


def note_prepared(data: Path, database_url: str, mode: str) -> None:
    data.mkdir(parents=True, exist_ok=True)
    (data / "prepared").write_text(_state(database_url, mode))


def _state(database_url: str, mode: str) -> str:
    return f"{_version()} {_identity(database_url)} {mode}\n"


def _version() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in WHAT_COUNTS for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _identity(database_url: str) -> str:
    """The database itself, whatever its name: one that was put in its place is another."""
    query = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        return "/".join(map(str, connection.execute(query).fetchone()))
