"""What is chosen when several are merged."""

from django import forms

from leads.duplicates.comparing import facts_of, in_keeping_order


class MergeForm(forms.Form):
    """Which of {side: record} stays, and from which each fact is taken; what is not said is the fullest one's."""

    def __init__(self, data, sides):
        super().__init__(data)
        self.sides, self.facts = sides, facts_of(*sides.values())
        offered = [(side, record.name) for side, record in sides.items()]
        for name in ("kept", *self.facts):
            self.fields[name] = forms.ChoiceField(choices=offered, required=False)

    def kept(self):
        """The record that stays."""
        return self.sides.get(self.cleaned_data["kept"]) or in_keeping_order(self.sides.values())[0]

    def choices(self):
        """{fact: the record it is taken from} of what was chosen."""
        said = {fact: self.cleaned_data[fact] for fact in self.facts}
        return {fact: self.sides[side] for fact, side in said.items() if side}
