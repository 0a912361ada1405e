"""The name of a report somebody keeps, and who finds it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rights import may


class NameForm(forms.Form):
    """A name, and whether everybody finds the report; who may not share is not asked."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Give it a name, such as “Won value by source”.")},
    )
    is_shared = forms.BooleanField(
        label=_("Everybody finds it"), required=False, help_text=_("Each reader sees only what they may see anyway.")
    )

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        if not may(user, "reports.share"):
            del self.fields["is_shared"]


class KeepForm(NameForm):
    """The same of what the builder shows now."""

    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
