"""What a program hands in: read as strictly as a form is, every wrong field named."""

from django import forms
from django.utils.translation import gettext as _

from leads.capture.actions import Sent
from leads.capture.origin import PARTS, cut
from leads.capture.questions import ASKED, CUSTOM, PRESET, as_kept, customs_in_use, input_of

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
    answers, wrong = read(data | {CUSTOM + key: value for key, value in custom.items()})
    if not wrong and not any(answers.get(fact) for fact in REACHABLE):
        wrong = {"": _("Send at least a name, a company, an e-mail or a phone.")}
    return (None, wrong) if wrong else (Sent(operation, answers, spoken(answers), cut(origin), consent), None)


PARTS_OF_BODY = (("custom", {}), ("origin", {}), ("consent", ""))


def wrong_shapes(custom, origin, consent):
    wrong = {}
    if not isinstance(custom, dict):
        wrong["custom"] = _("Send an object of keys and values.")
    if not isinstance(origin, dict) or not all(
        part in PARTS and isinstance(said, str) for part, said in origin.items()
    ):
        wrong["origin"] = _("Send an object of texts: %(parts)s.") % {"parts": ", ".join(PARTS)}
    if not isinstance(consent, str) or len(consent) > 2000 or not is_text(consent):
        wrong["consent"] = _("Send the words they agreed to, at most 2,000 letters.")
    return wrong


def read(data):
    """({fact: value}, {field: what is wrong}) of the facts handed in."""
    answers, wrong, customs = {}, {}, customs_in_use()
    for fact, said in data.items():
        one = input_of(fact, customs) if fact in FACTS or fact.startswith(CUSTOM) else None
        try:
            value = as_kept(cleaned(one, said))
        except forms.ValidationError as error:
            wrong[fact] = " ".join(error.messages)
        else:
            answers |= {} if value is None else {fact: value}
    return answers, wrong


def cleaned(one, said):
    if one is None:
        raise forms.ValidationError(_("There is no such field."))
    if isinstance(said, dict) or (isinstance(said, list) != isinstance(one, forms.MultipleChoiceField) and said != []):
        raise forms.ValidationError(_("This is not a value of this field."))
    if isinstance(said, str) and not is_text(said):
        raise forms.ValidationError(_("These are no letters that can be kept."))
    one.required = False
    return one.clean(said)


def is_text(said):
    """Whether it can be written as UTF-8 and holds no NUL."""
    return "\x00" not in said and not any("\ud800" <= letter <= "\udfff" for letter in said)


def spoken(answers):
    return [[fact.removeprefix(CUSTOM), str(value)] for fact, value in answers.items()]
