"""What is chosen when two are merged."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.duplicates.comparing import facts_of

SIDES = [("one", _("The first")), ("other", _("The second"))]


class MergeForm(forms.Form):
    """Which of the two stays, and from which each fact is taken; what is not said is the fuller one's."""

    def __init__(self, data, one, other, kept):
        super().__init__(data)
        self.facts = facts_of(one, other)
        self.fields["kept"] = forms.ChoiceField(choices=SIDES, required=False)
        self.is_first_kept = kept is one
        for fact in self.facts:
            self.fields[fact] = forms.ChoiceField(choices=SIDES, required=False)

    def keeps_first(self):
        kept = self.cleaned_data["kept"]
        return kept == "one" if kept else self.is_first_kept

    def choices(self):
        """{fact: “kept” or “gone”} of what was chosen."""
        kept = "one" if self.keeps_first() else "other"
        said = {fact: self.cleaned_data[fact] for fact in self.facts if self.cleaned_data[fact]}
        return {fact: "kept" if side == kept else "gone" for fact, side in said.items()}
