"""What an admin writes of a field and of the options of a choice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields.known import Kind
from accounts.models import CustomField, CustomOption
from kit.currencies import currency_choices

MOST_FIELDS = 60
MOST_OPTIONS = 200
TAKEN = _("There is one of that name already, perhaps a retired one.")


class FieldForm(forms.Form):
    """What can be changed of a field at any time."""

    name = forms.CharField(
        label=_("Name"), max_length=60, error_messages={"required": _("Give the field a name, such as “Fleet size”.")}
    )
    hint = forms.CharField(label=_("Hint below it"), max_length=200, required=False)
    is_required = forms.BooleanField(label=_("Must be filled in"), required=False)

    def __init__(self, record, field=None, data=None):
        self.record, self.field = record, field
        super().__init__(
            data, initial={name: getattr(field, name) for name in FieldForm.base_fields} if field else None
        )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = CustomField.objects.filter(record=self.record).exclude(pk=self.field and self.field.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(TAKEN)
        return name


class NewFieldForm(FieldForm):
    """A new field: its kind stays what it is, and so does the currency of money."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    currency = forms.ChoiceField(label=_("Currency, for money"), choices=currency_choices, required=False)
    options = forms.CharField(
        label=_("To choose from, one on each line"), required=False, widget=forms.Textarea({"rows": 4})
    )

    field_order = ["name", "kind", "options", "currency", "hint", "is_required"]

    def __init__(self, record, currency, data=None):
        super().__init__(record, data=data)
        self.fields["currency"].initial = currency

    def clean_options(self):
        lines = (" ".join(line.split()) for line in self.cleaned_data["options"].splitlines())
        names = {line.casefold(): line for line in lines if line}
        return list(names.values())

    def clean(self):
        given = super().clean()
        self.clean_kind_of_choice(given)
        self.clean_kind_of_money(given)
        if CustomField.objects.of(self.record).count() >= MOST_FIELDS:
            self.add_error(None, _("These are more fields than anybody fills in. Retire one first."))
        return given

    def clean_kind_of_choice(self, given):
        options = given.get("options", [])
        if given.get("kind") not in (Kind.CHOICE, Kind.CHOICES):
            given["options"] = []
        elif not options:
            self.add_error("options", _("Write what there is to choose from, one on each line."))
        elif len(options) > MOST_OPTIONS or any(len(option) > 80 for option in options):
            self.add_error("options", _("At most 200 options of at most 80 letters."))
        elif given["kind"] == Kind.CHOICES and any(";" in option for option in options):
            self.add_error("options", _("An option has no semicolon: files part several of them by it."))

    def clean_kind_of_money(self, given):
        given["currency"] = given.get("currency", "") if given.get("kind") == Kind.MONEY else ""
        if given.get("kind") == Kind.MONEY and not given["currency"] and "currency" not in self.errors:
            self.add_error("currency", _("Choose the currency of its values."))


class OptionForm(forms.Form):
    """The name of an option, new or old."""

    name = forms.CharField(
        label=_("Option"), max_length=80, error_messages={"required": _("Write what there is to choose.")}
    )

    def __init__(self, field, option=None, data=None):
        self.field, self.option = field, option
        super().__init__(
            data,
            initial={"name": option.name} if option else None,
            auto_id=f"option_{option.pk if option else 'new'}_%s",
        )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        others = CustomOption.objects.filter(field=self.field).exclude(pk=self.option and self.option.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(TAKEN)
        if self.field.kind == Kind.CHOICES and ";" in name:
            raise forms.ValidationError(_("An option has no semicolon: files part several of them by it."))
        if others.count() >= MOST_OPTIONS:
            raise forms.ValidationError(_("At most 200 options of at most 80 letters."))
        return name
