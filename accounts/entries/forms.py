"""Words people add to a timeline. Nothing of them is trusted."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordsForm(forms.Form):
    """A comment, an answer, or one's own words put better."""

    text = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
