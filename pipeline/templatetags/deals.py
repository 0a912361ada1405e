"""What a deal's page and list say in words."""

from dataclasses import dataclass

from django import template

from leads.models import Qualification

register = template.Library()


@dataclass(frozen=True)
class BantRow:
    """One topic of the sheet: `state` is y, p or empty as in the four bars."""

    letter: str
    name: str
    answer: str
    evidence: str
    state: str


@register.filter
def bant_rows(sheet):
    return [bant_row(sheet, topic) for topic in Qualification.TOPICS]


def bant_row(sheet, topic):
    name = str(Qualification._meta.get_field(topic).verbose_name).capitalize()
    answer = Qualification.Answer(getattr(sheet, topic))
    return BantRow(name[0], name, answer.label, getattr(sheet, f"{topic}_evidence"), ("", "p", "y")[answer])
