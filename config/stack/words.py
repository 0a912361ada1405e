"""What the supervisor says while it works, and what it must look up to say it."""

import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # Never by way of somebody's proxy.


class Step:
    """One line of progress: what is being started, then how long it took."""

    def __init__(self, name: str):
        self.name = name

    def __enter__(self):
        self.began = time.monotonic()
        print(f"  {self.name} …", end="", flush=True)

    def __exit__(self, kind, *_):
        print(" failed" if kind else f" {time.monotonic() - self.began:.1f} s", flush=True)


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def answers(url: str) -> bool:
    try:
        with DIRECT.open(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def sample_people(database_url: str) -> list[tuple[str, str, str]]:
    query = "SELECT name, email, role FROM accounts_user WHERE is_sample AND is_active ORDER BY id"
    try:
        with psycopg.connect(database_url, connect_timeout=10) as connection:
            return connection.execute(query).fetchall()
    except psycopg.Error:
        return []


def last_reasons(log: Path) -> str:
    text = log.read_text(errors="replace")
    return text[text.rfind("Kariz refuses to start") :].strip()
