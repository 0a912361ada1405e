"""The files in static/ are what their sources say."""

import subprocess
import sys

from django.conf import settings


def test_icons_are_up_to_date():
    subprocess.run([sys.executable, settings.ROOT / "script" / "icons", "--check"], check=True)


def test_vendored_files_are_unchanged():
    subprocess.run([sys.executable, settings.ROOT / "script" / "vendor", "check"], check=True)
