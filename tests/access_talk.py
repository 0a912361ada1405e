"""Who may comment, correct, pin and take away, and who may add files; the rest is in tests/access_table.py."""

from tests.access import about, private

FILE = "0197a1b2-0000-7000-8000-00000000f11e"
PIN, COMMENT, FILES = "entry.pin", "entry.comment", "files.edit"
TALK = {
    "accounts:comment": about("deal", "POST", COMMENT, kind="deal"),
    "accounts:entry-reply": about("event", "GET POST", COMMENT),
    "accounts:entry-edit": private("event", "GET POST"),
    "accounts:entry-history": about("event"),
    "accounts:entry-pin": about("event", "POST", PIN),
    "accounts:entry-unpin": about("event", "POST", PIN),
    "accounts:entry-take": private("event", "POST", but=["mona", "ada"]),
    "accounts:entry-return": private("event", "POST", but=["mona", "ada"]),
    "accounts:files": about("deal", "GET POST", FILES, only="POST", kind="deal"),
    "accounts:file": about("file", key=FILE),
    "accounts:file-remove": about("file", "POST", FILES, key=FILE),
    "accounts:file-return": about("file", "POST", FILES, key=FILE),
}
