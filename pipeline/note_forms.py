"""What people write into the composer of a deal: a note, a call or a meeting. Nothing of it is trusted."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models import Contact
from pipeline.forms import NoteForm

LONGEST_TALK = 24 * 60


class Reached(models.TextChoices):
    """Whether somebody picked up."""

    ANSWERED = "answered", _("Answered")
    NO_ANSWER = "no_answer", _("No answer")


class Talk(models.TextChoices):
    """What is written down."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")


class ComposerForm(NoteForm):
    """A note; of a call or a meeting also with whom of the committee, how long, and whether they picked up."""

    kind = forms.ChoiceField(choices=Talk.choices, required=False, initial=Talk.NOTE)
    people = forms.ModelMultipleChoiceField(Contact.objects.none(), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Reached.choices, required=False, initial=Reached.ANSWERED)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=LONGEST_TALK,
        required=False,
        error_messages={"invalid": _("Write the minutes as a whole number, like 20.")},
    )

    def __init__(self, deal, data=None):
        super().__init__(data)
        self.fields["people"].queryset = people_of(deal)
        self.kind_now = data.get("kind") if data and data.get("kind") in Talk.values else Talk.NOTE
        not_reached = self.kind_now == Talk.CALL and data.get("outcome") == Reached.NO_ANSWER
        self.fields["text"].required = not not_reached

    def facts(self):
        """What the chosen kind of talk is told with."""
        known = {Talk.NOTE: ["text"], Talk.CALL: ["text", "people", "outcome", "minutes"]}
        return {name: self.cleaned_data[name] for name in known.get(self.kind_now, ["text", "people", "minutes"])}

    def chosen_people(self):
        """The ids that are ticked, as texts."""
        return [str(pk) for pk in self["people"].value() or []]


def people_of(deal):
    """The people one talks to about a deal: its committee and its contact."""
    return (
        Contact.objects.filter(models.Q(committees__deal=deal) | models.Q(pk=deal.contact_id))
        .distinct()
        .order_by("name", "pk")
    )
