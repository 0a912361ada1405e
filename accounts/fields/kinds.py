"""What each kind of field takes: the one place where a value is read, from a form or from text, and said in words.

`form_field` gives a form field whose clean value is as the sheet keeps it (see WithCustomFields), None for nothing.
"""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields.known import Kind
from accounts.models import User
from accounts.visibility import visible_owner_ids
from kit import formats
from kit.numbers import NumberField

LONGEST = 500
PARTED = re.compile(r"[;\n]")
WORD = re.compile(r"[^\W\d_]+")
DAY = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
YES = {"yes", "y", "true", "1", "x", "✓", "on"}
NO = {"no", "n", "false", "0", "off"}
NO_NUMBER = gettext_lazy("Write a number, like 12,400.")


class Keeping:
    """Mix into a form field: what it gives is what the sheet keeps, None for nothing."""

    def clean(self, value):
        value = super().clean(value)
        return None if value in (*self.empty_values, "") else self.keep(value)

    def keep(self, value):
        return value


class TextInput(Keeping, forms.CharField):
    pass


class LinkInput(Keeping, forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]


class NumberInput(Keeping, NumberField):
    """Typed like every number of the house; kept as a plain decimal in words."""

    def to_python(self, value):
        places, self.decimal_places = self.decimal_places, 2  # “12,400” has thousands, however fine a number may be
        try:
            return super().to_python(value)
        finally:
            self.decimal_places = places

    def keep(self, value):
        return plain(value)


class MoneyInput(NumberInput):
    def keep(self, value):
        return f"{value:.2f}"


class DayInput(Keeping, forms.DateField):
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def keep(self, value):
        return value.isoformat()


class OneInput(Keeping, forms.TypedChoiceField):
    """One id of those offered, or yes or no."""


class SeveralInput(Keeping, forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        """Ids; also several in one word, as a form keeps them that was sent before."""
        words = value if isinstance(value, list | tuple) else [value] if value else []
        return [one for word in words for one in str(word).split(",") if one]

    def keep(self, value):
        return sorted({int(one) for one in value})


def plain(number):
    """12.50 as “12.5”, 1E+3 as “1000”."""
    number = number.normalize()
    return f"{abs(number):f}" if not number else f"{number:f}"


# ── a form


def form_field(field, *, reader=None, value=None):
    """The form field of a custom field; `value` is what stands there, which is offered however old it is."""
    options = {
        "label": field.name,
        "help_text": field.hint,
        "required": field.is_required,
        "error_messages": {"required": _("Fill in “%(name)s”.") % {"name": field.name}},
    }
    return MAKERS[field.kind](field, reader, value, options)


def number_input(field, options, kind=NumberInput, places=6):
    options["error_messages"]["invalid"] = NO_NUMBER
    return kind(max_digits=15 + places, decimal_places=places, **options)


def money_input(field, options):
    options["label"] = _("%(name)s in %(currency)s") % {"name": field.name, "currency": field.currency}
    return number_input(field, options, MoneyInput, 2)


def yes_no_input(options):
    choices = [("", _("Choose")), ("True", _("Yes")), ("False", _("No"))]
    return OneInput(choices=choices, coerce=lambda word: word == "True", empty_value=None, **options)


def choice_input(choices, options):
    return OneInput(choices=[("", _("Choose")), *choices], coerce=int, empty_value=None, **options)


def offered(field, value):
    """The options in use, and those that stand there already."""
    standing = value if isinstance(value, list) else [value]
    return [(pk, name) for pk, name, is_retired in field.options if not is_retired or pk in standing]


def people_for(reader, value):
    """Whom the reader may name, and who stands there already."""
    ids = visible_owner_ids(reader) if reader else None
    people = User.objects.active() if ids is None else User.objects.active().filter(pk__in=ids)
    return (people | User.objects.filter(pk=value)).order_by("name", "pk").values_list("pk", "name")


MAKERS = {
    Kind.TEXT: lambda _f, _r, _v, options: TextInput(max_length=LONGEST, **options),
    Kind.LINK: lambda _f, _r, _v, options: LinkInput(max_length=LONGEST, **options),
    Kind.NUMBER: lambda field, _r, _v, options: number_input(field, options),
    Kind.MONEY: lambda field, _r, _v, options: money_input(field, options),
    Kind.DATE: lambda _f, _r, _v, options: DayInput(**options),
    Kind.CHOICE: lambda field, _r, value, options: choice_input(offered(field, value), options),
    Kind.CHOICES: lambda field, _r, value, options: SeveralInput(choices=offered(field, value), **options),
    Kind.YES_NO: lambda _f, _r, _v, options: yes_no_input(options),
    Kind.PERSON: lambda _f, reader, value, options: choice_input(people_for(reader, value), options),
}


def typed(field, value):
    """A kept value as somebody would type it: a number with just three decimals gets a fourth, or it has thousands."""
    if field.kind == Kind.NUMBER and value and len(value.partition(".")[2]) == 3:
        return f"{value}0"
    return value


# ── text, as files and programs bring it


def read_value(field, text, *, month_first=False):
    """Text as the sheet keeps it, None for nothing; ValidationError with a sentence for what cannot be taken."""
    text = str(text).strip()
    if not text:
        return None
    reads = READERS.get(field.kind)
    if reads:
        return reads(field, text, month_first)
    asked = form_field(field)
    asked.required = False
    return asked.clean(text)


def read_money(field, text, _month_first):
    """“€ 1,200” or “1200 EUR”; another currency is refused, for nobody said what it is worth."""
    words = {word.upper() for word in WORD.findall(text)} - {field.currency}
    if words or (sign := signs_of(text)) and sign != formats.currency_symbol(field.currency):
        raise ValidationError(_("“%(text)s” is not in %(currency)s.") % {"text": text[:40], "currency": field.currency})
    asked = money_input(field, {"required": False, "error_messages": {}})
    return asked.clean(re.sub(r"[^\d.,+\-−'’]", "", text).replace("−", "-"))


def signs_of(text):
    return "".join(sorted(set(re.findall(r"[$€£¥₹₦₩₺₽₫฿₱]", text))))


def read_day(_field, text, month_first):
    """“2026-11-22”, “22.11.2026”, or “11/22/2026” where months come first."""
    found = DAY.match(text)
    first, second, third = found.groups() if found else ("", "", "")
    month, day = (first, second) if month_first else (second, first)
    iso = f"{first}-{second:0>2}-{third:0>2}" if len(first) == 4 else f"{third}-{month:0>2}-{day:0>2}"
    try:
        read = parse_date(iso)
    except ValueError:
        read = None
    if read is None:
        raise ValidationError(_("“%(text)s” is not a day we can read, such as 2026-11-19.") % {"text": text[:40]})
    return read.isoformat()


def read_choice(field, text, _month_first):
    known = {name.casefold(): pk for pk, name in field.option_names.items()}
    if text.casefold() not in known:
        names = ", ".join(name for _pk, name, is_retired in field.options if not is_retired)
        said = {"text": text[:40], "names": names}
        raise ValidationError(_("“%(text)s” is none of: %(names)s.") % said)
    return known[text.casefold()]


def read_choices(field, text, month_first):
    words = [word.strip() for word in PARTED.split(text)]
    return sorted({read_choice(field, word, month_first) for word in words if word}) or None


def read_yes_no(_field, text, _month_first):
    word = text.casefold()
    if word in YES or word == _("Yes").casefold():
        return True
    if word in NO or word == _("No").casefold():
        return False
    raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})


def read_person(field, text, _month_first):
    """By e-mail or by name."""
    found = field.people.called.get(text.casefold(), ())
    if len(found) != 1:
        raise ValidationError(_("“%(text)s” is nobody here, by name or e-mail.") % {"text": text[:40]})
    return found[0]


READERS = {
    Kind.MONEY: read_money,
    Kind.DATE: read_day,
    Kind.CHOICE: read_choice,
    Kind.CHOICES: read_choices,
    Kind.YES_NO: read_yes_no,
    Kind.PERSON: read_person,
}


# ── words


def say(field, value):
    """A kept value in the reader's words; nothing for None."""
    if value is None:
        return ""
    return str(WORDS[field.kind](field, value))


WORDS = {
    Kind.TEXT: lambda _field, value: value,
    Kind.LINK: lambda _field, value: value,
    Kind.NUMBER: lambda _field, value: formats.number(Decimal(value), 6),
    Kind.MONEY: lambda field, value: formats.money(Decimal(value), field.currency),
    Kind.DATE: lambda _field, value: formats.day(parse_date(value)),
    Kind.CHOICE: lambda field, value: field.option_names.get(value, "…"),
    Kind.CHOICES: lambda field, value: ", ".join(field.option_names.get(one, "…") for one in value),
    Kind.YES_NO: lambda _field, value: _("Yes") if value else _("No"),
    Kind.PERSON: lambda field, value: field.people.names.get(value, "…"),
}


def cell(field, value):
    """A kept value as a file for spreadsheets has it, which `read_value` reads back; None for nothing."""
    if value is None:
        return None
    match field.kind:
        case Kind.NUMBER | Kind.MONEY:
            return Decimal(typed(field, value))
        case Kind.DATE:
            return parse_date(value)
        case Kind.CHOICES:
            return "; ".join(field.option_names.get(one, "…") for one in value)
        case _:
            return say(field, value)
