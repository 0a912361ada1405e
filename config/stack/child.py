"""How the stack starts a process: in a session of its own, ended with its parent, as root only where it must be."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from config.stack.trouble import Trouble

SERVANT = "kariz"
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
CAPABILITY_VERSION_3 = 0x20080522
LINUX = sys.platform == "linux"
# Looked up before any fork: between fork and exec there is no safe time for it.
LIBC = ctypes.CDLL(None, use_errno=True)


def start(
    command: list, *, log, env: dict | None = None, ends_by=signal.SIGTERM, servant=False, reaches: tuple = (), **more
) -> subprocess.Popen:
    """Start `command` in its own session, output into the open file `log`; the kernel sends it `ends_by` when we die.

    `servant` gives up root for the servant's account; `reaches` are the folders it must be able to walk to.
    """
    account = servant_account() if servant else None
    walks = account is not None and not all(map(_open_to_all, reaches))

    def prepare():
        if account:
            _become(account, walks)
        if LINUX:  # After the change of user, which clears it.
            LIBC.prctl(PR_SET_PDEATHSIG, ends_by)
            if os.getppid() != parent:
                os._exit(1)

    parent = os.getpid()
    return subprocess.Popen(
        [str(part) for part in command],
        stdout=log,
        stderr=subprocess.STDOUT,
        env=env,
        start_new_session=True,
        preexec_fn=prepare,
        **{"stdin": subprocess.DEVNULL} | more,
    )


def give(folder: Path) -> None:
    """Give a folder, and nothing above it, to the servant, when we are root; private either way."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = servant_account()
    if account and folder.stat().st_uid != account.pw_uid:
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)


def servant_account() -> pwd.struct_passwd | None:
    """The account PostgreSQL runs under when we are root (it refuses root); None when we are not."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVANT)
    except KeyError:
        return _new_account()


def _new_account() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        shell = shutil.which("nologin", path="/usr/sbin:/sbin") or "/bin/false"
        subprocess.run(
            [useradd, "--system", "--user-group", "--no-create-home", "--shell", shell, SERVANT], capture_output=True
        )
    try:
        return pwd.getpwnam(SERVANT)  # Somebody else may have made it in the same moment.
    except KeyError:
        raise Trouble(
            f"PostgreSQL refuses to run as root and the account “{SERVANT}” could not be made:"
            " start Kariz as an ordinary user."
        ) from None


def _open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def _become(account: pwd.struct_passwd, walks: bool) -> None:
    """Change to the account; `walks` keeps the one right to pass through folders closed to it, such as /root."""
    if walks:
        LIBC.prctl(PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    if walks and not any(map(_keep_right, (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE))):
        os.write(2, f"The account {account.pw_name} cannot pass through the folders above the data.\n".encode())
        os._exit(77)


def _keep_right(right: int) -> bool:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    rights = (ctypes.c_uint32 * 6)(1 << right, 1 << right, 1 << right, 0, 0, 0)
    return LIBC.capset(header, rights) == 0 and LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, right, 0, 0) == 0
