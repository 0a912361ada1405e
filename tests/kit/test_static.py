"""The files in static/ are what their sources say."""

import subprocess
import sys

from django.conf import settings
from django.views.defaults import server_error


def test_icons_are_up_to_date():
    subprocess.run([sys.executable, settings.ROOT / "script" / "icons", "--check"], check=True)


def test_vendored_files_are_unchanged():
    subprocess.run([sys.executable, settings.ROOT / "script" / "vendor", "check"], check=True)


def test_the_page_of_a_failure_needs_nobody_signed_in(rf):
    page = server_error(rf.get("/"))
    assert page.status_code == 500
    assert "Something broke on our side" in page.content.decode()
    assert "css/base" in page.content.decode()
