"""What keeps Kariz from starting in production, each as a sentence. Every service asks before it does anything."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

EXIT_CODE = 78  # EX_CONFIG
KNOWN_SECRETS = ("django-insecure", "change-me", "changeme", "only-for-tests", "secret", "example", "your-secret")
KNOWN_PASSWORDS = {"", "kariz", "postgres", "password", "change-me", "changeme", "secret", "example"}
SHORTEST_SECRET = 50
LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}


def enforce(*, people: bool = False) -> None:
    """End the process with code 78 and the list of reasons, if there is any; `people` looks for sample users too."""
    found = reasons() + (sample_people() if people else [])
    if found:
        lines = "\n".join(f"  - {reason}" for reason in found)
        print(f"Kariz refuses to start in production:\n{lines}", file=sys.stderr, flush=True)
        sys.exit(EXIT_CODE)


def reasons() -> list[str]:
    """Why these settings must not serve real people; empty in sample mode, which serves this machine alone."""
    if settings.SAMPLE_MODE:
        return sample_mode_abroad()
    return [*secret(), *debug(), *hosts(), *base_url(), *database_password()]


def sample_mode_abroad() -> list[str]:
    if {urlsplit(settings.BASE_URL).hostname, *settings.ALLOWED_HOSTS} <= LOOPBACK:
        return []
    return [
        "KARIZ_MODE is sample, where anybody signs in with one click, yet BASE_URL or ALLOWED_HOSTS name more than this"
        " machine: set KARIZ_MODE=production."
    ]


def secret() -> list[str]:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's word for an empty one.
        return ["SECRET_KEY is missing: generate one with “openssl rand -base64 48”."]
    if any(known in key.lower() for known in KNOWN_SECRETS):
        return ["SECRET_KEY is one that stands in documents or tests: generate one with “openssl rand -base64 48”."]
    if len(key) < SHORTEST_SECRET or len(set(key)) < 10:
        return [f"SECRET_KEY is too easy to guess: it needs {SHORTEST_SECRET} random characters."]
    return []


def debug() -> list[str]:
    return ["DEBUG is on: it shows settings and data to anybody who finds an error."] if settings.DEBUG else []


def hosts() -> list[str]:
    if any(host == "*" for host in settings.ALLOWED_HOSTS):
        return ["ALLOWED_HOSTS has “*”: name the hosts of this Kariz."]
    if urlsplit(settings.BASE_URL).hostname not in settings.ALLOWED_HOSTS:
        return [f"ALLOWED_HOSTS does not name the host of BASE_URL ({settings.BASE_URL})."]
    return []


def base_url() -> list[str]:
    if settings.BASE_URL.startswith("https://"):
        return []
    return [f"BASE_URL is {settings.BASE_URL}: it must begin with https://, or passwords travel in the open."]


def database_password() -> list[str]:
    database = settings.DATABASES["default"]
    by_socket = not database["HOST"] or database["HOST"].startswith("/")
    if database["PASSWORD"].lower() in KNOWN_PASSWORDS - ({""} if by_socket else set()):
        return ["The password in DATABASE_URL is missing or a default one."]
    return []


def sample_people() -> list[str]:
    """Sample users in a production database; a database that cannot be asked now is not a reason."""
    if settings.SAMPLE_MODE:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_user WHERE is_sample")
            count = cursor.fetchone()[0]
    except DatabaseError:
        return []
    finally:
        connection.close()
        connection.close_pool()  # This process may fork its workers next: they open their own.
    return [f"The database has {count} sample users, whom anybody can be: remove the sample data."] if count else []
