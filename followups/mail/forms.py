"""What people type about letters."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rights import may
from followups.mail.attachments import refusal_of
from followups.mail.fields import known_gaps
from followups.mail.merging import unknown_gaps
from followups.models import LetterTemplate, Signature
from leads.models import Lead
from pipeline.models import Deal

OFFERED = 25


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; gives [(name, bytes)]."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        for file in files:
            if reason := refusal_of(file.name, file.size):
                raise forms.ValidationError(reason)
        return [(file.name, file.read()) for file in files]


class LetterForm(forms.Form):
    """A letter about a deal or a lead."""

    to = forms.EmailField(
        label=gettext_lazy("To"),
        max_length=254,
        error_messages={"required": gettext_lazy("Write the address it goes to.")},
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say in a few words what it is about.")},
    )
    body = forms.CharField(
        label=gettext_lazy("Letter"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
    )
    files = FilesField(label=gettext_lazy("Files"), required=False)
    template = forms.ModelChoiceField(
        LetterTemplate.objects.none(), label=gettext_lazy("Template"), required=False, empty_label=gettext_lazy("None")
    )

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.fields["template"].queryset = LetterTemplate.objects.usable_by(user)


class TemplateForm(forms.ModelForm):
    """A template; only those who may share give one to everybody."""

    WHOSE = [("everybody", gettext_lazy("Everybody’s")), ("own", gettext_lazy("Only mine"))]
    whose = forms.ChoiceField(label=gettext_lazy("Whose it is"), choices=WHOSE, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = LetterTemplate
        fields = ["name", "subject", "body", "language"]
        widgets = {"body": forms.Textarea({"rows": 14})}
        error_messages = {
            "name": {"required": gettext_lazy("Give it a name, such as “After the demo”.")},
            "subject": {"required": gettext_lazy("Write its subject.")},
            "body": {"required": gettext_lazy("Write what it says.")},
        }

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        is_own = self.instance.owner_id is not None if self.instance.pk else not may(user, "templates.share")
        self.initial.setdefault("whose", "own" if is_own else "everybody")
        if not may(user, "templates.share"):
            self.fields["whose"].choices = self.WHOSE[1:]

    def clean_subject(self):
        return self.refused_gaps(self.cleaned_data["subject"])

    def clean_body(self):
        return self.refused_gaps(self.cleaned_data["body"])

    def refused_gaps(self, text):
        if unknown := unknown_gaps(text):
            names = ", ".join(f"{{{{{name}}}}}" for name in unknown)
            raise forms.ValidationError(
                _("%(names)s is no field. Choose one from “Insert a field”.") % {"names": names}
            )
        return text

    @property
    def facts(self):
        """What the actions need."""
        kept = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return kept | {"owner": self.user if self.cleaned_data["whose"] == "own" else None}


class SignatureForm(forms.ModelForm):
    class Meta:
        model = Signature
        fields = ["phone", "text"]
        widgets = {"text": forms.Textarea({"rows": 4})}


class AboutForm(forms.Form):
    """A deal or a lead of those this person sees, as one word: “deal:7”."""

    about = forms.ChoiceField(
        label=gettext_lazy("Deal or lead"),
        error_messages={
            "required": gettext_lazy("Choose a deal or a lead."),
            "invalid_choice": gettext_lazy("Choose a deal or a lead."),
        },
    )

    def __init__(self, *args, user, required=True, **options):
        super().__init__(*args, **options)
        self.user = user
        self.fields["about"].required = required
        self.fields["about"].choices = [("", _("Choose")), *choices_for(user)]

    def clean_about(self):
        return find(self.cleaned_data["about"], self.user)


def choices_for(user):
    """The latest deals and leads this person sees, their own first."""
    deals = Deal.objects.visible_to(user).open().select_related("company").order_by("-touched_at", "-pk")[:OFFERED]
    leads = Lead.objects.visible_to(user).working().order_by("-created_at", "-pk")[:OFFERED]
    return [
        (_("Deals"), [(f"deal:{deal.pk}", deal_words(deal)) for deal in deals]),
        (_("Leads"), [(f"lead:{lead.pk}", lead.name) for lead in leads]),
    ]


def deal_words(deal):
    return f"{deal.title}, {deal.company}" if deal.company else deal.title


def find(name, user):
    """The deal or lead of this name, with all a letter tells of it; None when there is none this person sees."""
    kind, _colon, pk = name.partition(":")
    deals = Deal.objects.select_related("contact__company", "company", "stage", "owner__signature", "lead")
    leads = Lead.objects.select_related("contact", "company", "owner__signature")
    records = {"deal": deals, "lead": leads}.get(kind)
    return (
        records.visible_to(user).filter(pk=pk).first()
        if records is not None and pk.isdecimal() and len(pk) < 19
        else None
    )


def gap_choices():
    """[(code, label)] of every field a template may have."""
    return [(format_html("{{{{{}}}}}", name), gap.label) for name, gap in known_gaps().items()]
