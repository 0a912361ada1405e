"""Forms that remember what their writer saw, so that nobody's newer words are overwritten unasked."""

from django import forms

from pipeline.actions.merging import is_same, plain_lines

SEEN = "seen_"


class WithSeen:
    """Mix into a form: hidden fields bring back what each of its facts was when the form was drawn."""

    def remember(self, values):
        """Let the form bring these values back as what was seen."""
        self.remembered = values
        for name, value in values.items():
            hidden = forms.CharField(required=False, strip=False, widget=forms.HiddenInput, initial=value)
            self.fields[f"{SEEN}{name}"] = hidden

    def hidden_seen(self):
        """The hidden fields, for the template."""
        return [self[f"{SEEN}{name}"] for name in self.remembered]

    @property
    def facts(self):
        """What was written, without what was seen; the ends of lines are our own."""
        written = self.cleaned_data.items()
        return {name: plain_lines(value) for name, value in written if not name.startswith(SEEN)}

    @property
    def seen(self):
        """What was seen of each fact, as the facts themselves are; nothing of what was not brought back."""
        brought = [name for name in self.remembered if self.add_prefix(f"{SEEN}{name}") in self.data]
        return {name: plain_lines(self.as_fact(name, self.cleaned_data[f"{SEEN}{name}"])) for name in brought}

    def as_fact(self, name, text):
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return text == "True"
        return field.coerce(text) if isinstance(field, forms.TypedChoiceField) and text else text

    def ask_again(self, late, row, words):
        """Keep what was typed, take over what only somebody else changed, and say at each fact both changed what they
        made of it; saved once more it stands. `words(name, value)` says a value.
        """
        self.data = self.data.copy()
        for name in self.remembered:
            now = getattr(row, name)
            self.data[f"{SEEN}{name}"] = str(now)
            if name not in late.mine and not is_same(now, self.cleaned_data[name]):
                self.data[name] = now
        for name, (theirs, mine) in late.conflicts.items():
            self.add_error(name, late.told(words(name, theirs), words(name, mine)))
