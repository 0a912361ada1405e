"""What a stranger calls a file is a name and nothing else."""

import pytest

from followups.mail.attachments import plain_name, refusal_of


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.exe.", "a.exe . ", "a.pdf.exe", "../a.EXE", "a\u202efdp.exe", "C:\\a.lnk", "a.url", "a.svgz", "a.mht"],
)
def test_what_can_run_is_not_taken_however_it_is_written(name):
    assert refusal_of(plain_name(name), 1) != ""


@pytest.mark.parametrize(
    ("name", "plain"), [("../../etc/passwd", "passwd"), ("..", "file"), ("a\r\nX: y.pdf", "aX: y.pdf"), ("", "file")]
)
def test_a_name_leads_nowhere(name, plain):
    assert (plain_name(name), refusal_of(plain_name(name), 1)) == (plain, "")
