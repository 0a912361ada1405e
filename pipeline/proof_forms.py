"""What people say of notes as proof of BANT answers."""

from django import forms

from leads.models import Qualification


def topics():
    """(topic, its name) of the four answers of BANT."""
    return [(topic, Qualification._meta.get_field(topic).verbose_name.capitalize()) for topic in Qualification.TOPICS]


class ProofForm(forms.Form):
    """A note of the timeline as proof of one topic, or no longer."""

    event = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    topic = forms.ChoiceField(choices=topics)
    drop = forms.BooleanField(required=False)
