"""How the facts of a deal are called and read, on its page and on the timeline."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields.facts import is_custom, name_now, words_now
from kit import formats
from pipeline.models import Category, Deal, Pipeline, Stage

TOO_LONG_TO_TELL = {
    "colour": gettext_lazy("Colour"),
    "gate": gettext_lazy("Gate"),
    "gate_blocks": gettext_lazy("Gate"),
    "guidance": gettext_lazy("Guidance"),
}


def fact_name(name):
    """“Expected close”, as the form calls it."""
    if is_custom(name):
        return name_now("deal", name)
    label = str(Deal._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def fact_name_then(event, name):
    """The same as it was called when this was written."""
    return event.details.get("names", {}).get(name) or fact_name(name)


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
        case "category":
            return str(dict(Category.choices).get(said, said))
        case _:
            return said


def describe(deal, name, value):
    """A fact of this deal, real or wished for, in the reader's words."""
    if is_custom(name):
        return words_now("deal", name, value) or _("none")
    return fact_words(name, "" if value is None else str(value), deal.currency)


def shape_changes(event):
    """What became different of a stage or a pipeline: “Probability: 35% to 31%. Guidance.”"""
    model = Pipeline if event.verb == "pipeline.edited" else Stage
    order = [field.name for field in model._meta.fields]
    names = sorted(event.changes, key=lambda name: order.index(name) if name in order else len(order))
    words = [shape_change(model, name, *event.changes[name]) for name in names]
    return " ".join(f"{said}." for said in dict.fromkeys(words))


def shape_change(model, name, old, new):
    if name in TOO_LONG_TO_TELL:
        return str(TOO_LONG_TO_TELL[name])
    label = str(model._meta.get_field(name).verbose_name)
    said = {"name": label[:1].upper() + label[1:], "old": shape_fact(name, old), "new": shape_fact(name, new)}
    return _("%(name)s: %(old)s to %(new)s") % said


def shape_fact(name, said):
    if said in ("", None):
        return _("none")
    match name:
        case "probability":
            return formats.percent(Decimal(said) / 100, 2)
        case "kind":
            return Stage.Kind(said).label
        case "category":
            return Category(said).label
        case "allows_skipping" | "allows_moving_back":
            return _("yes") if said is True or said == "True" else _("no")
        case "stale_days" | "soft_limit":
            return formats.number(said)
        case _:
            return said


def lacking_names(event):
    """What a deal went without when it passed a gate that only warns: “Budget and Need”, or nothing."""
    return in_a_row([name for _key, name in event.details.get("lacking", [])])


def in_a_row(names):
    """Names as people say them: “Budget, Need and Timeline”."""
    names = [str(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}
