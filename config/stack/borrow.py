"""A command in a second terminal works on the stack that runs on this data folder."""

import os
from pathlib import Path

from config.stack.home import Home
from config.stack.preparation import ROOT


def borrow_environment() -> None:
    """Take over what the running stack tells its own services; an environment of one's own goes first."""
    if "DATABASE_URL" not in os.environ:
        os.environ.update(Home(Path(os.environ.get("KARIZ_DATA") or ROOT / ".local")).lent())
