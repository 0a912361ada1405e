"""Listening on loopback, and saying who sits on a port that is taken."""

import errno
import os
import socket
from pathlib import Path

from config.stack.child import LINUX
from config.stack.trouble import Trouble

LISTEN = "0A"


def listen(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1; held by the supervisor, so that a restarted service misses nobody."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise Trouble(_why_not(port, error)) from None
    return listener


def listen_near(port: int) -> socket.socket:
    """A listening socket on `port`, or on any free port when that one is taken."""
    try:
        return listen(port)
    except Trouble:
        return listen(0)


def _why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by {owner_of(port)}: stop it, or choose another port with PORT={port + 10}."
    return f"Port {port} cannot be used ({error.strerror}): choose another with PORT=8010."


def owner_of(port: int) -> str:
    """The process that listens on `port`, as “process 12 (its command)”."""
    inodes = {f"socket:[{inode}]" for inode in _listening_inodes(port)} if LINUX else set()
    for process in Path("/proc").glob("[0-9]*") if inodes else ():
        if _holds(process, inodes):
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            return f"process {process.name} ({command[:120]})"
    return "another program"


def _listening_inodes(port: int) -> set[str]:
    rows = [row.split() for table in ("tcp", "tcp6") for row in _rows(Path("/proc/net") / table)]
    return {row[9] for row in rows if row[3] == LISTEN and int(row[1].rpartition(":")[2], 16) == port}


def _rows(table: Path) -> list[str]:
    return table.read_text().splitlines()[1:] if table.exists() else []


def _holds(process: Path, inodes: set[str]) -> bool:
    try:
        return any(os.readlink(fd) in inodes for fd in (process / "fd").iterdir())
    except OSError:
        return False
