"""What a browser says when it throws away or restores; nothing of it is trusted."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import BinnedRecord

MOST_AT_ONCE = 1000
NUMBER = re.compile(r"[1-9]\d{0,17}")


class NoteForm(forms.ModelForm):
    """Why it is thrown away, for whoever finds it in the bin."""

    class Meta:
        model = BinnedRecord
        fields = ["note"]
        labels = {"note": _("Why?")}


def chosen(words):
    """The ids in “7”, “9”, or several with commas between, each once, in the order given."""
    numbers = [word for line in words for word in line.split(",") if NUMBER.fullmatch(word)]
    return list(dict.fromkeys(map(int, numbers[: MOST_AT_ONCE + 1])))
