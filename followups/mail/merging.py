"""Filling the gaps of a letter: words in, words out, never anything that runs."""

import re
from dataclasses import dataclass

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from followups.mail.fields import GAP, Facts, known_gaps, place_of, places_in

MARKED = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
ALLOWED = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}
markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")


class Unresolved(ValidationError):
    """Some gaps of a letter have no words; `fields` names them."""

    def __init__(self, fields):
        self.fields = fields
        super().__init__(
            _("Nothing is known for %(fields)s. Fill it in, or write a text instead, like %(example)s.")
            % {
                "fields": ", ".join(f"{{{{{name}}}}}" for name in fields),
                "example": f"{{{{{fields[0]}|…}}}}",
            }
        )


@dataclass(frozen=True)
class Merged:
    """A letter with its gaps filled; `missing` names those that were not, which stand there as they were."""

    subject: str
    text: str
    html: str
    missing: tuple

    @property
    def safe_html(self):
        return mark_safe(self.html)  # noqa: S308 (nh3 has cleaned it)

    def complete(self):
        """Itself, or Unresolved where something is missing."""
        if self.missing:
            raise Unresolved(list(self.missing))
        return self


def merge(subject, body, *, about, sender):
    """Fill the gaps of a subject and a body with what is known about a deal or a lead; returns a Merged."""
    words = words_for(places_in(subject, body), Facts(about, sender))
    missing = tuple(dict.fromkeys(place.name for place, said in words.items() if not said))
    said = {place: text or place.said for place, text in words.items()}
    return Merged(
        subject=" ".join(filled(subject, said).split()),
        text=filled(body, said),
        html=as_html(filled(body, {place: MARKED.sub(r"\\\1", text) for place, text in said.items()})),
        missing=missing,
    )


def words_for(places, facts):
    gaps = known_gaps() if places else {}
    return {place: words_of(place, gaps, facts) for place in places}


def words_of(place, gaps, facts):
    gap = gaps.get(place.name)
    return (unarmed(" ".join(str(gap.fact(facts)).split())) or place.instead) if gap else ""


def unarmed(fact):
    """A fact without gaps of its own: what others say of themselves is not filled when the words are merged again."""
    return fact.replace("{", "(").replace("}", ")") if "{{" in fact else fact


def filled(text, said):
    return GAP.sub(lambda match: said[place_of(match)], text)


def as_html(text):
    """Markdown as harmless HTML: no pictures, no raw HTML, nothing that loads."""
    return nh3.clean(
        markdown.render(text), tags=ALLOWED, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}
    )


def unknown_gaps(*texts):
    """The names in these texts that are on no list, for whoever writes a template."""
    gaps = known_gaps()
    return [place.name for place in places_in(*texts) if place.name not in gaps]
