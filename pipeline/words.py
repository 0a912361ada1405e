"""How the facts of a deal are called and read, on its page and on the timeline."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kit import formats
from pipeline.models import Deal


def fact_name(name):
    """“Expected close”, as the form calls it."""
    label = str(Deal._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def fact_words(name, said, currency):
    """A fact as the log keeps it, in the reader's words; nothing reads as “none”."""
    if said in ("", None):
        return _("none")
    match name:
        case "amount":
            return formats.money(Decimal(said), currency)
        case "probability":
            return formats.percent(Decimal(said) / 100, 2)
        case "expected_close":
            return formats.day(date.fromisoformat(said))
        case _:
            return said


def describe(deal, name, value):
    """A fact of this deal, real or wished for, in the reader's words."""
    return fact_words(name, "" if value is None else str(value), deal.currency)


def lacking_names(event):
    """What a deal went without when it passed a gate that only warns: “Budget and Need”, or nothing."""
    return in_a_row([name for _key, name in event.details.get("lacking", [])])


def in_a_row(names):
    """Names as people say them: “Budget, Need and Timeline”."""
    names = [str(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
