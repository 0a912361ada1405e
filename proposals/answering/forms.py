"""What a buyer writes: a signature, a reason, a question, a code."""

import uuid
import zoneinfo

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from proposals.answering.signatures import checked
from proposals.models import Answer

SEAL = "proposals.question"
OLDEST = 7 * 24 * 3600
Way = Answer.Signature


class SignForm(forms.Form):
    """Who accepts, and how they sign: drawn where something was drawn, else by what they typed."""

    name = forms.CharField(
        label=pgettext_lazy("paper", "Full name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": pgettext_lazy("paper", "Write your full name.")},
    )
    title = forms.CharField(
        label=pgettext_lazy("paper", "Title"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    typed = forms.CharField(
        label=pgettext_lazy("paper", "Signature: type your name"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    drawn = forms.CharField(max_length=60_000, required=False, widget=forms.HiddenInput)
    may_sign = forms.BooleanField(
        error_messages={"required": pgettext_lazy("paper", "Tick this: only somebody who may sign can accept.")}
    )
    zone = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not is_readable(name):
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_typed(self):
        """What was typed; signs that nobody sees are no signature."""
        return self.cleaned_data["typed"] if is_readable(self.cleaned_data["typed"]) else ""

    def clean_drawn(self):
        return checked(self.cleaned_data["drawn"]) if self.cleaned_data["drawn"] else ""

    def clean_zone(self):
        """A zone this machine knows, or UTC."""
        said = self.cleaned_data["zone"]
        return said if said in zoneinfo.available_timezones() else "UTC"

    def clean(self):
        said = super().clean()
        if not said.get("drawn") and not said.get("typed") and not self.errors.get("drawn"):
            self.add_error("typed", pgettext("paper", "Sign here: draw your signature or type your name."))
        return said

    @property
    def signatory(self):
        """What the statement says of whoever signs."""
        said = self.cleaned_data
        way = Way.DRAWN if said["drawn"] else Way.TYPED
        return {
            "name": said["name"],
            "title": " ".join(said["title"].split()),
            "way": str(way),
            "signature": said["drawn"] or " ".join(said["typed"].split()),
        }


def is_readable(text):
    return any(map(str.isalpha, text))


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=pgettext_lazy("paper", "What made you decide against it?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "required": pgettext_lazy("paper", "Write a few words: it helps us to offer something better.")
        },
    )


class QuestionForm(forms.Form):
    """Something to be answered first; the seal makes one opening of the form one question."""

    text = forms.CharField(
        label=pgettext_lazy("paper", "Your question"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": pgettext_lazy("paper", "Write what you want to know.")},
    )
    seal = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, link, data=None):
        super().__init__(data, initial={"seal": new_seal(link)})
        self.link = link

    def clean_seal(self):
        try:
            facts = signing.loads(self.cleaned_data["seal"], salt=SEAL, max_age=OLDEST)
        except signing.BadSignature:
            facts = {}
        if facts.get("link") != self.link.pk:
            raise ValidationError(pgettext("paper", "This page was open for a long time. Please send it once more."))
        return uuid.UUID(facts["operation"])


def new_seal(link):
    return signing.dumps({"link": link.pk, "operation": uuid.uuid4().hex}, salt=SEAL)


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=pgettext_lazy("paper", "Code from the e-mail"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": pgettext_lazy("paper", "Write the six digits from the e-mail.")},
    )


class ReplyForm(forms.Form):
    """What is written back to a question."""

    reply = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write the answer.")},
    )
