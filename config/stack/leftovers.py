"""What an earlier run may have left in a server's folder, and who may still be working there."""

import subprocess
import time
from pathlib import Path

from config.stack.child import LINUX
from config.stack.trouble import Trouble


def wait_until_left(folder: Path, seconds: float = 20) -> None:
    """Wait until no process works in `folder` any more: two servers on one set of files would spoil them."""
    until = time.monotonic() + seconds
    while servers := _working_in(folder):
        if time.monotonic() > until:
            raise Trouble(
                f"An older server (process {servers[0]}) still uses {folder} and does not end: stop it first."
            )
        time.sleep(0.1)


def clear_pid_file(data: Path) -> None:
    """Remove a postmaster.pid nobody stands behind: empty, or naming a process that is not the server of this data.

    PostgreSQL itself trusts any living process with that number, and an empty file stops it for ever.
    """
    wait_until_left(data)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _working_in(folder: Path) -> list[int]:
    if not LINUX:
        return _server_by_pid_file(folder)
    return [int(process.name) for process in Path("/proc").glob("[0-9]*") if _works_in(process, folder)]


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").samefile(folder)
    except OSError:
        return False


def _server_by_pid_file(folder: Path) -> list[int]:
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return []
    command = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    return [pid] if str(folder) in command else []
