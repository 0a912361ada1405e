"""What people look for in the bin."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import kinds
from accounts.models import BinnedRecord, User
from accounts.visibility import visible_owner_ids
from kit.filterbar import FilterBar

SEARCHED = 100
TICKS = {"widget": forms.CheckboxSelectMultiple}


def known_kinds():
    return [(kind.name, kind.title) for kind in kinds.values()]


def colleagues(request):
    """The people whose records this reader sees, themselves included."""
    ids = visible_owner_ids(request.user)
    return User.objects.active() if ids is None else User.objects.active().filter(pk__in=ids)


class BinFilter(FilterBar, filters.FilterSet):
    """Narrow what already came from `visible_to`."""

    q = filters.CharFilter(label=_("Search the bin"), method="search", max_length=SEARCHED)
    kind = filters.MultipleChoiceFilter(label=_("Kind"), **TICKS)
    by = filters.ModelMultipleChoiceFilter(label=_("Thrown away by"), queryset=colleagues, **TICKS)

    class Meta:
        model = BinnedRecord
        fields = []

    BAR = [
        ("list", _("Kind"), ["kind"]),
        ("user", _("Thrown away by"), ["by"]),
        ("search", _("Search"), ["q"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = known_kinds()  # the floors above have said theirs by now

    def search(self, binned, _name, text):
        """In what it was called, and why it was thrown away."""
        return binned.filter(Q(title__icontains=text) | Q(note__icontains=text))
