"""Waiting for a house that is no part of this process: nothing tells us when it is there, so it is asked again."""

import time


def tries(seconds):
    """Yields at once, and then again and again until so many seconds are over."""
    until = time.monotonic() + seconds
    while True:
        yield
        if time.monotonic() > until:
            return
        time.sleep(0.1)  # between two questions to processes that cannot call back
