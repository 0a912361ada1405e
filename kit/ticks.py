"""Tick boxes in groups: the first of each group carries its name."""

from django import forms


class GroupedTicks(forms.CheckboxSelectMultiple):
    def optgroups(self, name, value, attrs=None):
        """As Django's; a template that walks the ticks finds the name of a group as `tick.data.group`."""
        groups = super().optgroups(name, value, attrs)
        for title, ticks, _index in groups:
            if title and ticks:
                ticks[0]["group"] = title
        return groups
