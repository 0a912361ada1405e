"""What people look for among the files that were read."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from kit.filterbar import FilterBar
from leads.filters import owners
from leads.importing.kinds import registry
from leads.models import ImportBatch

TICKS = {"widget": forms.CheckboxSelectMultiple}


def kinds():
    return [(kind.name, kind.label) for kind in registry.values()]


class ImportFilter(FilterBar, filters.FilterSet):
    """Narrow imports that already came from `visible_to`."""

    kind = filters.MultipleChoiceFilter(label=_("What is in it"), choices=kinds, **TICKS)
    status = filters.MultipleChoiceFilter(label=_("Status"), choices=ImportBatch.Status, **TICKS)
    owner = filters.ModelMultipleChoiceFilter(label=_("Who"), queryset=owners, **TICKS)

    class Meta:
        model = ImportBatch
        fields = []

    BAR = [
        ("file", _("What is in it"), ["kind"]),
        ("repeat", _("Status"), ["status"]),
        ("user", _("Who"), ["owner"]),
    ]
