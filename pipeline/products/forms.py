"""What a manager writes about a product, and what people look for among them."""

import django_filters as filters
from babel.numbers import list_currencies
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kit.filterbar import FilterBar
from kit.numbers import NumberField
from pipeline.forms import AmountField
from pipeline.models import Pipeline, Product
from pipeline.rates import workspace_currency

MORE_CURRENCIES = 2


class ProductForm(forms.ModelForm):
    """A product with a price for each currency the house sells in, and room for others."""

    tax_rate = NumberField(label=lazy("Tax in percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    term_months = forms.IntegerField(
        label=lazy("Term in months"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=lazy("How long one is bound."),
    )

    class Meta:
        model = Product
        fields = ["name", "code", "billing", "term_months", "unit", "tax_rate", "description"]
        widgets = {
            "description": forms.Textarea({"rows": 3}),
            "billing": forms.RadioSelect,
            "unit": forms.TextInput({"placeholder": lazy("vehicle, hour, licence…")}),
        }
        error_messages = {"name": {"required": lazy("Write what it is called on an offer.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["term_months"].widget.attrs["inputmode"] = "numeric"
        known = {price.currency: price.amount for price in self.instance.prices.all()} if self.instance.pk else {}
        self.currencies = currencies_of_house(known)
        for currency in self.currencies:
            label = _("Price in %(currency)s") % {"currency": currency}
            self.fields[f"price-{currency}"] = AmountField(label=label, required=False, initial=known.get(currency))
        for number in range(MORE_CURRENCIES):
            self.add_open_price(number)

    def add_open_price(self, number):
        letters = forms.TextInput({"size": 3, "autocapitalize": "characters", "placeholder": "USD"})
        self.fields[f"currency-{number}"] = forms.CharField(
            label=_("Another currency"), max_length=3, required=False, widget=letters
        )
        self.fields[f"amount-{number}"] = AmountField(label=_("Price in it"), required=False)

    def clean_code(self):
        code = self.cleaned_data["code"].strip()
        others = Product.objects.exclude(pk=self.instance.pk).filter(code__iexact=code)
        if code and (other := others.first()):
            raise forms.ValidationError(_("“%(name)s” has this code already.") % {"name": other.name})
        return code

    def clean(self):
        said = super().clean()
        if said.get("billing") == Product.Billing.ONCE and said.get("term_months"):
            self.add_error("term_months", _("Only what is billed every month or year has a term."))
        self.prices = {key: said[f"price-{key}"] for key in self.currencies if said.get(f"price-{key}") is not None}
        for number in range(MORE_CURRENCIES):
            self.take_open_price(number, said)
        return said

    def take_open_price(self, number, said):
        code, amount = said.get(f"currency-{number}", "").strip().upper(), said.get(f"amount-{number}")
        if code and code not in list_currencies():
            self.add_error(f"currency-{number}", _("Write the three letters of a currency, such as NOK."))
        elif code in self.prices:
            self.add_error(f"currency-{number}", _("The price in this currency stands above already."))
        elif amount is not None and not code:
            self.add_error(f"currency-{number}", _("Say in which currency."))
        elif code and amount is None:
            self.add_error(f"amount-{number}", _("Write the price, like 12,400."))
        elif code:
            self.prices[code] = amount

    def _post_clean(self):
        """The actions write; nothing is set on the product before."""

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    # ── For the page ──

    def price_fields(self):
        return [self[f"price-{currency}"] for currency in self.currencies]

    def open_price_fields(self):
        return [(self[f"currency-{number}"], self[f"amount-{number}"]) for number in range(MORE_CURRENCIES)]


def currencies_of_house(known):
    """The workspace's currency first, then those of its pipelines and of the prices there are."""
    pipelines = Pipeline.objects.standing().order_by("currency").values_list("currency", flat=True).distinct()
    return list(dict.fromkeys([workspace_currency(), *pipelines, *known]))


class ProductFilter(FilterBar, filters.FilterSet):
    """Narrow the list of products; those that are not sold any more are left out unless they are asked for."""

    q = filters.CharFilter(label=lazy("Search products"), method="search", max_length=100)
    billing = filters.MultipleChoiceFilter(
        label=lazy("Billed"), choices=Product.Billing, widget=forms.CheckboxSelectMultiple
    )
    retired = filters.BooleanFilter(label=lazy("Retired ones only"), method="only_retired", widget=forms.CheckboxInput)

    class Meta:
        model = Product
        fields = []

    BAR = [
        ("repeat", lazy("Billed"), ["billing"]),
        ("trash", lazy("Retired"), ["retired"]),
        ("search", lazy("Search"), ["q"]),
    ]

    @property
    def qs(self):
        return super().qs if "retired" in self.active else super().qs.standing()

    def search(self, products, _name, text):
        """In name, code and description."""
        return products.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(description__icontains=text))

    def only_retired(self, products, _name, is_wanted):
        return products.filter(retired_at__isnull=False) if is_wanted else products
