"""What an admin writes of an entry, and which other one takes its place."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EntryForm(forms.Form):
    """The name of an entry, and its icon where the list has icons."""

    def __init__(self, kept, entry=None, data=None):
        self.kept, self.entry = kept, entry
        super().__init__(data, initial={name: getattr(entry, name) for name in kept.facts} if entry else None)
        field = kept.model._meta.get_field("name")
        self.fields["name"] = forms.CharField(
            label=_("Name"), max_length=field.max_length, error_messages={"required": kept.example}
        )
        if kept.icons:
            widget = forms.RadioSelect
            first = kept.icons[0][0]
            self.fields["icon"] = forms.ChoiceField(label=_("Icon"), choices=kept.icons, widget=widget, initial=first)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = self.kept.model.objects.exclude(pk=self.entry and self.entry.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is one of that name already, perhaps a retired one."))
        return name


class MergeForm(forms.Form):
    """Into which entry in use another one is merged."""

    def __init__(self, kept, entry, data=None):
        super().__init__(data)
        others = kept.model.objects.filter(retired_at=None).exclude(pk=entry.pk)
        self.fields["into"] = forms.ModelChoiceField(
            others.order_by(*([kept.within] if kept.within else []), "position", "pk"),
            label=_("Merge into"),
            empty_label=_("Choose"),
            error_messages={"required": _("Choose which one stays.")},
        )
        if kept.within:
            self.fields["into"].label_from_instance = lambda other: f"{getattr(other, kept.within)}: {other}"
