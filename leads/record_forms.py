"""What people write about companies and contacts."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields.forms import WithCustomInputs
from leads.forms import OwnedForm
from leads.models import Company, Contact

OFFERED = 500


class NamedCompanyField(forms.CharField):
    """A company by its name, among those the reader sees; `known` is the one that stands there now."""

    reader = known = None

    def __init__(self, **options):
        widget = forms.TextInput({"list": "known-companies", "autocomplete": "off"})
        super().__init__(max_length=200, required=False, widget=widget, **options)

    def prepare_value(self, value):
        if isinstance(value, int):
            found = self.known if self.known and self.known.pk == value else Company.objects.filter(pk=value).first()
            return found.name if found else ""
        return str(value or "")

    def clean(self, value):
        name = " ".join(super().clean(value).split())
        if not name:
            return None
        if self.known and name.casefold() == self.known.name.casefold():
            return self.known
        found = Company.objects.visible_to(self.reader).filter(name__iexact=name).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(
                _("No company here is called “%(name)s”. Add it first, or choose another one.") % {"name": name}
            )
        return found


class NamesCompany(WithCustomInputs, OwnedForm):
    """A form in which one field, `COMPANY`, is a company by its name."""

    COMPANY = ""

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, reader=reader, **kwargs)
        field = self.fields[self.COMPANY]
        field.reader, field.known = reader, getattr(self.instance, self.COMPANY)
        names = Company.objects.visible_to(reader).order_by("name").values_list("name", flat=True)
        self.companies = names[:OFFERED]
        self.add_custom_fields(self.instance._meta.model_name, reader=reader, record=self.instance)

    def _post_clean(self):
        """The actions write; nothing is set on the record before."""


class CompanyForm(NamesCompany):
    COMPANY = "parent"
    parent = NamedCompanyField(label=gettext_lazy("Parent company"))

    class Meta:
        model = Company
        fields = ["name", "domain", "industry", "size", "country", "city", "parent", "owner"]


class ContactForm(NamesCompany):
    COMPANY = "company"
    company = NamedCompanyField(label=gettext_lazy("Company"))

    class Meta:
        model = Contact
        fields = ["name", "job_title", "decides", "email", "phone", "company", "owner"]


class RecordNoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("A note for everybody who works with them"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write what was said.")},
    )
