"""What a program hands in: read as strictly as a form is, every wrong field named."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from accounts.fields.facts import key_of
from accounts.fields.kinds import form_field, read_value, say
from accounts.fields.known import Kind, fields_of
from leads.capture.actions import Sent
from leads.capture.origin import PARTS, cut
from leads.capture.questions import ASKED, CUSTOM, PRESET, as_kept, plain_input

FACTS = (*ASKED, *PRESET)
REACHABLE = ("email", "phone", "name", "company_name")


def sent_in(data, operation):
    """(Sent, None) of what was handed in, or (None, {field: what is wrong})."""
    if not isinstance(data, dict):
        return None, {"": _("Send one JSON object.")}
    data = dict(data)
    custom, origin, consent = (data.pop(part, default) for part, default in PARTS_OF_BODY)
    wrong = wrong_shapes(custom, origin, consent)
    if wrong:
        return None, wrong
    customs = {field.key: field for field in fields_of("lead")}
    answers, wrong = read(data | {CUSTOM + key: value for key, value in custom.items()}, customs)
    if not wrong and not any(answers.get(fact) for fact in REACHABLE):
        wrong = {"": _("Send at least a name, a company, an e-mail or a phone.")}
    return (None, wrong) if wrong else (Sent(operation, answers, spoken(answers, customs), cut(origin), consent), None)


PARTS_OF_BODY = (("custom", {}), ("origin", {}), ("consent", ""))


def wrong_shapes(custom, origin, consent):
    wrong = {}
    if not isinstance(custom, dict):
        wrong["custom"] = _("Send an object of keys and values.")
    if not isinstance(origin, dict) or not all(
        part in PARTS and isinstance(said, str) and is_text(said) for part, said in origin.items()
    ):
        wrong["origin"] = _("Send an object of texts: %(parts)s.") % {"parts": ", ".join(PARTS)}
    if not isinstance(consent, str) or len(consent) > 2000 or not is_text(consent):
        wrong["consent"] = _("Send the words they agreed to, at most 2,000 letters.")
    return wrong


def read(data, customs):
    """({fact: value}, {field: what is wrong}) of the facts handed in."""
    answers, wrong = {}, {}
    for fact, said in data.items():
        try:
            value = value_of(fact, said, customs)
        except forms.ValidationError as error:
            wrong[fact] = " ".join(error.messages)
        else:
            answers |= {} if value is None else {fact: value}
    return answers, wrong


def value_of(fact, said, customs):
    """What the lead keeps; a program may write as people do (“Trucks; Vans”), or as JSON does (12.345, true, ids)."""
    custom = customs.get(key_of(fact)) if fact.startswith(CUSTOM) else None
    if custom is None and fact not in FACTS:
        raise forms.ValidationError(_("There is no such field."))
    if not all(is_text(one) for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)):
        raise forms.ValidationError(_("These are no letters that can be kept."))
    if isinstance(said, dict) or (isinstance(said, list) and not is_list_of(custom, said)):
        raise forms.ValidationError(_("This is not a value of this field."))
    if custom is None:
        one = plain_input(fact)
        one.required = False
        return as_kept(one.clean(said))
    return None if said in (None, []) else custom_value(custom, said)


def is_list_of(custom, said):
    """Whether a list may stand here: several options, all by their names or all by their ids."""
    is_several = custom is not None and custom.kind == Kind.CHOICES
    return said == [] or is_several and {type(one) for one in said} in ({int}, {str})


def custom_value(custom, said):
    if isinstance(said, list) and isinstance(said[0], str):
        return sorted({pk for one in said for pk in read_value(custom, one) or ()}) or None
    if isinstance(said, str) or custom.kind == Kind.DATE:
        return read_value(custom, str(said))
    one = form_field(custom)
    one.required = False
    return one.clean(Decimal(str(said)) if type(said) is float else said)


def is_text(said):
    """Whether it can be written as UTF-8 and holds no NUL."""
    return "\x00" not in said and not any("\ud800" <= letter <= "\udfff" for letter in said)


def spoken(answers, customs):
    """[what was said of, in words]: own fields by their names, options and people by theirs."""
    return [words_of(fact, value, customs.get(key_of(fact))) for fact, value in answers.items()]


def words_of(fact, value, custom):
    return [custom.name, say(custom, value)] if fact.startswith(CUSTOM) else [fact, str(value)]
