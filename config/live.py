"""The live service: what “uvicorn config.live:app” serves, after the same refusals as everywhere."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.checks import enforce  # noqa: E402 (the settings are named first)

enforce()

from timeline.live.server import app  # noqa: E402 (nothing is served before the refusals)

__all__ = ["app"]
