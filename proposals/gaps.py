"""The gaps of a proposal's texts, such as {contact}: words in, words out, never anything that runs."""

import re

from django.utils.translation import gettext_lazy as _

from kit import documents
from kit.markdown import safe_html

GAP = re.compile(r"\{([a-z_]+)\}")
MARKED = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
NAMES = {
    "contact": _("Whom it is for"),
    "company": _("Their company"),
    "title": _("The title"),
    "number": _("The number"),
    "valid_until": _("The last day it is valid"),
    "total": _("What it comes to, with tax"),
    "net": _("What it comes to, without tax"),
    "sender": _("Who prepared it"),
    "house": _("Our name"),
}


def known_in(version, person=None):
    """{name of a gap: its words} for a version; `person` is whom it is read by.

    Of what was sent they are as they were then, of a draft as they are now, in the active language.
    """
    if person is None and version.pk:
        person = next(iter(recipients_of(version)), None)
    return words_as_sent(version, person) or words_now(version, person)


def words_as_sent(version, person):
    if version.is_draft or person is None:
        return None
    return version.sent_to.filter(contact=person).values_list("words", flat=True).first()


def words_now(version, person):
    deal = version.proposal.deal
    side = deal.company or (person and person.company) or person  # who buys for themselves is their own company
    return {
        "contact": person.name if person else "",
        "company": side.name if side else "",
        "title": version.title,
        "number": version.proposal.number,
        "valid_until": documents.full_date(version.valid_until),
        "total": documents.exact_money(version.gross, version.currency),
        "net": documents.exact_money(version.net, version.currency),
        "sender": version.prepared_by.name,
        "house": version.house,
    }


def company_in(known):
    """The name of the company among what is known; "" where whoever buys is their own."""
    return "" if known["company"] == known["contact"] else known["company"]


def recipients_of(version):
    """The people a version goes to, whom it is prepared for first."""
    return [sent.contact for sent in version.sent_to.select_related("contact__company")]


def fill_plain(text, known):
    """The text with its gaps filled; a gap nobody knows stays as it was typed."""
    return GAP.sub(lambda gap: known.get(gap[1]) or gap[0], text)


def fill_markdown(text, known):
    """Safe HTML of a Markdown text with its gaps filled; what fills them is never read as Markdown."""
    marked = {name: MARKED.sub(r"\\\1", words) for name, words in known.items()}
    return safe_html(fill_plain(text, marked), headings_from=3)
