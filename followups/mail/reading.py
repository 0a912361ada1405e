"""Reading raw mail: who wrote what to whom, however broken it is, and nothing in it that loads or runs."""

import hashlib
import html
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import getaddresses

import nh3

from followups.mail.merging import ALLOWED
from followups.mail.taming import flat, heads_alone, is_too_parted, tamed

LONGEST_TEXT = 200_000
MOST_ADDRESSES = 50
MOST_REFERENCES = 30
MOST_PARTS = 100
FALLS_AWAY = {"script", "style", "title", "head"}
ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To")
UNKEPT = re.compile("[\x00\ud800-\udfff]")
IDS = re.compile(r"<([^<>\s]{1,250})>")
QUOTES = re.compile(
    r"^(?:-{2,} ?(?:Original Message|Forwarded message).*|_{10,}|On .{5,200} wrote:|Am .{5,200} schrieb.{0,200}:"
    r"|(?:From|Von|De|Dari|发件人|寄件者): .+|>.*)$",
    re.MULTILINE | re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[^\w\n]*(?:From|Von|De|Dari|发件人|寄件者|از)[^\S\n]*[:：](.+)$", re.MULTILINE | re.IGNORECASE
)
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class Mail:
    """What a raw mail says; addresses are plain and in small letters."""

    message_id: str
    replies_to: tuple
    sender: str
    sender_name: str
    recipients: tuple
    envelope: tuple
    subject: str
    text: str
    html: str
    files: tuple
    is_automatic: bool
    checks: tuple
    report: object = None
    whole: bytes = b""  # all of it, where it has too many parts to be taken apart

    @property
    def forwarded_from(self):
        """The address a forwarded mail was from, by the head people's programs put into it; empty without one."""
        for line in FORWARDED.findall(self.text):
            if found := ADDRESS.search(line):
                return found[0].lower()
        return ""


def read(raw, *, envelope=()):
    """Raw bytes as a Mail; `envelope` are addresses the server says it was handed to."""
    whole = raw if is_too_parted(raw) else b""
    mail = parsed(heads_alone(raw) if whole else raw)
    text, marked = ("", "") if whole else bodies(mail)
    names = addresses(mail, "From", "Sender") or [("", "")]
    return Mail(
        message_id=(IDS.findall(head(mail, "Message-ID")) or [f"{hashlib.sha256(raw).hexdigest()}@none"])[0],
        replies_to=tuple(dict.fromkeys(reply_ids(mail)))[:MOST_REFERENCES],
        sender=names[0][1],
        sender_name=names[0][0][:120],
        recipients=tuple(address for _name, address in addresses(mail, "To", "Cc")),
        envelope=tuple(address for _name, address in addresses(mail, *ENVELOPE)) + tuple(envelope),
        subject=" ".join(head(mail, "Subject").split())[:500],
        text=text,
        html=marked,
        files=() if whole else tuple(files_in(mail)),
        is_automatic=is_by_machine(mail),
        checks=tuple(str(check) for check in heads(mail, "Authentication-Results")),
        report=mail if mail.get_content_type() == "multipart/report" and not whole else None,
        whole=whole,
    )


def parsed(raw):
    """The mail as the standard library reads it; one whose parts break its parser is one plain text."""
    raw_words = tamed(raw)
    try:
        return message_from_bytes(raw_words, policy=policy.default)
    except Exception:  # the parser of the standard library fails in ways of its own
        return message_from_bytes(flat(raw_words), policy=policy.default)


def head(mail, name):
    found = heads(mail, name)
    return found[0] if found else ""


def heads(mail, name):
    """Every head of this name as plain text; one that breaks its parser is read as it stands."""
    try:
        return [kept(str(value)) for value in mail.get_all(name, [])]
    except Exception:  # the parser of the standard library stumbles over some heads in ways of its own
        return [kept(str(value)) for key, value in mail.raw_items() if key.lower() == name.lower()]


def kept(text):
    """A text without the letters no database keeps."""
    return UNKEPT.sub("", text)


def addresses(mail, *names):
    """[(name, address)] of these heads, each address once."""
    lines = [value.replace("\r", " ").replace("\n", " ") for name in names for value in heads(mail, name)]
    found = {address.lower(): name for name, address in pairs_in(lines) if "@" in address}
    return [(name, address[:320]) for address, name in found.items()][:MOST_ADDRESSES]


def pairs_in(lines):
    try:
        return getaddresses(lines, strict=False)
    except RecursionError:  # nobody has a name of a thousand brackets
        return []


def reply_ids(mail):
    """What it answers, the nearest first."""
    yield from IDS.findall(head(mail, "In-Reply-To"))
    yield from reversed(IDS.findall(head(mail, "References")))


def bodies(mail):
    """Its words as plain text and, where it has some, as harmless HTML."""
    plain, marked = part_of(mail, "plain"), part_of(mail, "html")
    marked = harmless(marked) if marked else ""
    text = (plain or words_in(marked))[:LONGEST_TEXT].strip()
    return text, marked if len(marked) <= LONGEST_TEXT else ""


def part_of(mail, kind):
    try:
        part = mail.get_body((kind,))
        return kept(content_of(part)[: 5 * LONGEST_TEXT]) if part else ""
    except Exception:  # a broken structure has no body to find
        return ""


def content_of(part):
    """The text of a part, whatever it says about its letters."""
    try:
        return part.get_content()
    except (LookupError, ValueError, AttributeError, KeyError):
        return (part.get_payload(decode=True) or b"").decode("utf-8", errors="replace")


def harmless(marked):
    """HTML without pictures, styles and scripts; its links name nobody who sent them."""
    return nh3.clean(
        marked,
        tags=ALLOWED,
        clean_content_tags=FALLS_AWAY,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def words_in(marked):
    lines = re.sub(r"<(?:br|/p|/h\d|/li|/blockquote)[^>]*>", "\n", marked)
    return html.unescape(nh3.clean(lines, tags=set()))


def files_in(mail):
    """[(name, bytes)] of what hangs on it; a part that cannot be read is left out."""
    for part in safely(mail.iter_attachments)[:MOST_PARTS]:
        content = safely(lambda part=part: [part.get_payload(decode=True)])
        name = safely(lambda part=part: [part.get_filename()])
        if content and content[0] is not None:
            yield (name and name[0]) or "", content[0]


def safely(iterate):
    """What there is, and nothing where the mail is too broken for its parser."""
    try:
        return list(iterate())
    except Exception:  # the parser of the standard library fails in ways of its own
        return []


def is_by_machine(mail):
    """Whether a holiday, a list or a robot wrote it (RFC 3834 and the older marks)."""
    automatic = head(mail, "Auto-Submitted").strip().lower()
    precedence = head(mail, "Precedence").strip().lower()
    marked = any(head(mail, name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response", "List-Id"))
    return marked or automatic not in ("", "no") or precedence in ("bulk", "junk", "list", "auto_reply")


def fold(text):
    """What was written, and what it quotes from before: (words, quoted)."""
    found = QUOTES.search(text)
    if not found or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].rstrip(), text[found.start() :].strip()
