"""However broken a mail is, it is read; and nothing in it loads or runs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.mail.reading import fold, read
from tests.followups.mail.letters import raw_mail


def test_pictures_scripts_and_styles_fall_away():
    marked = '<style>p{}</style><p onclick="x()">Hi <img src="https://t.example/p.gif"><script>x</script><b>you</b></p>'
    mail = read(raw_mail(text="Hi", html=f'{marked}<a href="javascript:x">a</a><a href="https://a.example">b</a>'))
    assert mail.html.strip() == (
        '<p>Hi <b>you</b></p><a rel="noopener noreferrer nofollow">a</a>'
        '<a href="https://a.example" rel="noopener noreferrer nofollow">b</a>'
    )


def test_marked_up_words_are_words_too():
    raw = b"From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>One &amp; two</p><p>three</p>"
    assert read(raw).text == "One & two\nthree"


def test_letters_of_other_alphabets_and_wrong_names_of_them():
    raw = (
        "From: =?utf-8?b?2YXYsduM2YU=?= <M@B.example>\r\nContent-Type: text/plain; charset=x-none\r\n\r\nسلام".encode()
    )
    mail = read(raw)
    assert (mail.sender_name, mail.sender, mail.text) == ("مریم", "m@b.example", "سلام")


@pytest.mark.parametrize(
    "head",
    [
        "Message-ID: <[broken]@@>",
        'From: "unclosed <a@b.example>',
        "To: undisclosed-recipients:;",
        "Date: the day before yesterday",
        "Subject: =?utf-8?q?=zz?=",
        "Content-Type: multipart/mixed",
        'Content-Type: multipart/mixed; boundary="x"\r\nContent-Transfer-Encoding: base64',
        "References: <a@b> garbage <c@d",
        "Content-Disposition: attachment; filename*=utf-99''%zz",
    ],
)
def test_broken_heads_break_nothing(head):
    mail = read(f"{head}\r\n\r\nwords".encode())
    assert mail.message_id


@given(st.binary(max_size=400))
def test_no_bytes_break_it(raw):
    assert read(raw).message_id


def test_without_an_id_the_mail_itself_is_one():
    assert read(b"From: a@b.example\n\nx").message_id == read(b"From: a@b.example\n\nx").message_id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Yes.\n\nOn Mon, 3 Nov 2026 at 10:00, Alice <a@b.example> wrote:\n> Do you?", "Yes."),
        ("Ja.\n\nAm 3.11.2026 um 10:00 schrieb Alice:\n> Willst du?", "Ja."),
        ("Yes.\n-----Original Message-----\nFrom: Alice", "Yes."),
        ("Yes.\n> Do you?", "Yes."),
        ("> only a quote", "> only a quote"),
        ("No quote", "No quote"),
    ],
)
def test_what_is_quoted_is_folded(text, said):
    assert fold(text)[0] == said


@pytest.mark.parametrize(
    "heads", [{"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"Auto_Submitted": "auto-generated"}]
)
def test_machines_are_told_by_their_marks(heads):
    assert read(raw_mail(**heads)).is_automatic


def test_a_person_is_no_machine():
    assert not read(raw_mail(Auto_Submitted="no")).is_automatic


LONG = [
    b"To: " + b"a@b.example, " * 40_000,
    b"To: " + b"(" * 40_000,
    b"From: " + b'"a ' * 40_000,
    b"Subject: " + b"=?utf-8?q?a?= " * 40_000,
    b"Content-Type: text/plain; " + b"a*0*=x; " * 40_000,
    b"Content-Type: text/plain;" + b"\r a=b;" * 40_000,
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(2000)),
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: a/b; c=d\r\n\r\n\r\n" * 2000,
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\nx\r\n" * 2000,
    b"Content-Type: text/plain; a*0*",
    b"Content-Type: text/plain\r\n\r\n" + b"\n" * 200_000 + b"x",
]


@pytest.mark.parametrize("head", LONG, ids=range(len(LONG)))
def test_no_mail_holds_up_whoever_reads_it(head):
    begun = time.monotonic()
    mail = read(b"From: kari@fjord.example\r\n" + head + b"\r\n\r\nHello")
    assert mail.forwarded_from == ""
    assert time.monotonic() - begun < 10


PARTED = [
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000,
    b"Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\r\n\r\n" + b"--ab \t\n\n" * 20_000,
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"".join(b"--b%s\r\n\r" % (b" " * n) for n in range(1001)),
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(20_000)),
    b"Content-Type: text/plain\r\n\r\n" + b"".join(b"--%d\r\n" % one for one in range(200_000)),
]


@pytest.mark.parametrize("head", PARTED, ids=range(len(PARTED)))
def test_a_mail_of_very_many_parts_is_kept_whole_at_once(head):
    raw = b"From: kari@fjord.example\r\nSubject: Many\r\n" + head
    begun = time.monotonic()
    mail = read(raw)
    assert time.monotonic() - begun < 2
    assert (mail.sender, mail.subject, mail.text, mail.files) == ("kari@fjord.example", "Many", "", ())
    assert mail.whole == raw


@pytest.mark.parametrize(
    "text",
    [
        "Kind regards\n-- \nKari\n" + "> -- \n> Alice\n" * 500,
        "\n".join(f"--- a/{one}\n+++ b/{one}" for one in range(1500)),
        "----------\n" * 900,
    ],
)
def test_what_people_write_with_dashes_is_read(text):
    mail = read(raw_mail(text=text, html="<p>Hi</p>", files=[("a.pdf", b"%PDF")] * 30))
    assert (mail.whole, len(mail.files)) == (b"", 30)
    assert mail.text == text.strip()
