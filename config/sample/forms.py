"""Who stays when the sample goes."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import User


class IdentityForm(forms.Form):
    """A sample admin who removes the sample becomes the first real person."""

    company = forms.CharField(label=lazy("Your company"), max_length=120)
    name = forms.CharField(label=lazy("Your name"), max_length=120)
    email = forms.EmailField(label=lazy("Email"), max_length=254)
    password = forms.CharField(
        label=lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy("At least 12 characters. A sentence is easiest to remember."),
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("%(email)s already has an account.") % {"email": email})
        return email

    def clean(self):
        values = super().clean()
        if "password" in values:
            try:
                validate_password(values["password"], User(email=values.get("email", ""), name=values.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values
