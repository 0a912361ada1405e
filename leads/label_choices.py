"""Labels to choose from: set by set, once there is more than one set."""

from itertools import groupby

import django_filters as filters
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django_filters.fields import ModelMultipleChoiceField

from kit.ticks import GroupedTicks
from leads.models import Label


class LabelsBySet(ModelChoiceIterator):
    """The choices of a field of labels, under the names of their sets."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        labels = self.queryset.select_related("set").order_by("set__position", "set_id", "position", "pk")
        sets = [(one.name, [self.choice(label) for label in those]) for one, those in groupby(labels, set_of)]
        yield from sets if len(sets) > 1 else [choice for _name, those in sets for choice in those]


def set_of(label):
    return label.set


def offer_labels(field, current=None, empty_label=None):
    """Let a form's field offer the labels in use and the one that is `current` (an id), grouped by their sets."""
    field.iterator = LabelsBySet
    if empty_label is not None:
        field.empty_label = empty_label
    field.queryset = Label.objects.filter(Q(retired_at=None) | Q(pk=current))


class LabelsField(ModelMultipleChoiceField):
    iterator = LabelsBySet


class LabelFilter(filters.ModelMultipleChoiceFilter):
    """Ticks for labels, grouped by their sets."""

    field_class = LabelsField

    def __init__(self, *args, **options):
        super().__init__(*args, **({"widget": GroupedTicks} | options))
