"""Where somebody came from: the campaign marks of an address, the page they were on, the page before it."""

from urllib.parse import parse_qs, urlsplit

from leads.models import Arrival

MARKS = {
    "utm_source": "source",
    "utm_medium": "channel",
    "utm_campaign": "campaign",
    "utm_term": "term",
    "utm_content": "content",
}
PARTS = (*MARKS, "page", "referrer")


def origin_of(request, form, *, framed):
    """What is known when a form is opened; inside a frame, the marks stand in the address of the page around it."""
    before = request.headers.get("Referer", "")
    if framed and origin_in(before) in form.embedded_on:
        return cut(marks_in(urlsplit(before).query) | marks_in(request.META["QUERY_STRING"]) | {"page": before})
    here = request.build_absolute_uri(request.path)
    return cut(marks_in(request.META["QUERY_STRING"]) | {"page": here, "referrer": before})


def origin_in(address):
    """“https://example.com/prices?x=1” as “https://example.com”; "" for what is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme and parts.netloc else ""


def marks_in(query):
    fields = parse_qs(query, errors="replace", max_num_fields=None)
    return {mark: fields[mark][0] for mark in MARKS if mark in fields}


def origin_sent(fields):
    """The origin a form carried along while it was filled in."""
    return cut({part: fields.get(part, "") for part in PARTS})


def cut(origin):
    """Only what says something, in plain letters, no longer than its place."""
    plain = {part: " ".join(said.replace("\x00", "").split()) for part, said in origin.items()}
    return {part: said[: longest(part)] for part, said in plain.items() if said}


def longest(part):
    return Arrival._meta.get_field(MARKS.get(part, part)).max_length
