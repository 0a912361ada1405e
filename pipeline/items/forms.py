"""What people write of a line, and of the discount on the whole. Nothing of it is trusted."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kit.numbers import NumberField
from pipeline.items.fields import ExactField
from pipeline.items.queries import items_of, price_in, product_named, products_offered, usual_tax
from pipeline.items.totals import places_of
from pipeline.models import LineItem, Product

PERCENT = {"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2}
TAKEN_OVER = ("unit", "description", "tax_rate", "billing", "term_months")


class ItemForm(forms.ModelForm):
    """A line; `seen` is the version the writer saw."""

    name = forms.CharField(
        label=lazy("Item"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": lazy("Write what is sold, such as “Fitting, per truck”.")},
    )
    quantity = ExactField(label=lazy("Quantity"), min_value=0, max_digits=12, decimal_places=3)
    price = ExactField(label=lazy("Price"), min_value=0, max_digits=17, decimal_places=2, required=False)
    discount = NumberField(label=lazy("Discount %"), required=False, **PERCENT)
    tax_rate = NumberField(label=lazy("Tax in percent"), required=False, **PERCENT)
    term_months = forms.IntegerField(label=lazy("Term in months"), min_value=1, max_value=240, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = LineItem
        fields = [
            "name",
            "quantity",
            "price",
            "discount",
            "tax_rate",
            "billing",
            "term_months",
            "part",
            "group",
            "unit",
            "description",
        ]
        widgets = {"description": forms.Textarea({"rows": 2}), "group": forms.TextInput({"autocomplete": "off"})}

    def __init__(self, deal, data=None, **options):
        super().__init__(data, auto_id="item_%s", **options)
        self.deal = deal
        self.fields["price"].label = _("Price in %(currency)s") % {"currency": deal.currency}
        self.fields["term_months"].widget.attrs["inputmode"] = "numeric"
        self.fields["group"].help_text = _("For alternatives: what they are of, such as “Size”.")
        self.initial["seen"] = self.instance.version
        self.allow_thousandths()
        for name in ("seen", "discount"):
            self.initial[name] = self.initial.get(name) or None

    def allow_thousandths(self):
        """Prices have the places of the currency, and those they have already."""
        has_thousandths = self.instance.price is not None and self.instance.price * 100 % 1
        if has_thousandths or places_of(self.deal.currency) == 3:
            price = ExactField(label=self.fields["price"].label, min_value=0, max_digits=18, decimal_places=3)
            price.required = self.fields["price"].required
            self.fields["price"] = price

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_group(self):
        return " ".join(self.cleaned_data["group"].split())

    def clean_discount(self):
        return self.cleaned_data["discount"] or Decimal(0)

    def clean(self):
        said = super().clean()
        if said.get("term_months") and said.get("billing") == Product.Billing.ONCE:
            self.add_error("term_months", _("Only what is billed every month or year has a term."))
        if said.get("part") != LineItem.Part.ALTERNATIVE:
            said["group"] = ""
        return said

    def _post_clean(self):
        """The actions write; nothing is set on the line before."""

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def main_fields(self):
        return [self[name] for name in ("name", "quantity", "price", "discount")]

    def more_fields(self):
        return [self[name] for name in ("billing", "term_months", "tax_rate", "unit", "part", "group")]

    def more_is_wrong(self):
        return any(field.errors for field in [*self.more_fields(), self["description"]])


class EditItemForm(ItemForm):
    """The same line again, each fact of it said."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["price"].required = True
        self.fields["price"].error_messages["required"] = _("Write the price, like 12,400.")

    def clean_tax_rate(self):
        return self.cleaned_data["tax_rate"] or Decimal(0)


class NewItemForm(ItemForm):
    """A new line by the name of a product or in free words; what is left out is as the product says."""

    billing = forms.ChoiceField(
        label=lazy("Billed"), choices=[("", lazy("As on the price list")), *Product.Billing.choices], required=False
    )

    def __init__(self, deal, data=None):
        super().__init__(deal, data)
        self.product = None
        self.fields["name"].widget.attrs["list"] = "products"
        self.fields["tax_rate"].help_text = _("Left as it is, what is on the price list keeps its own.")
        self.fields["tax_rate"].show_hidden_initial = True
        self.initial |= {"quantity": 1, "billing": "", "tax_rate": usual_tax(items_of(deal))}
        self.products = products_offered()

    def clean(self):
        said = super().clean()
        self.product = product_named(said["name"]) if said.get("name") else None
        if said.get("price") is None and "price" not in self.errors and said.get("name"):
            said["price"] = self.price_on_list(said["name"])
        if not self.product:
            self.say_without_product(said)
        return said

    def price_on_list(self, name):
        """The product's price in the deal's currency, or a sentence that asks for it."""
        currency = self.deal.currency
        price = price_in(self.product, currency) if self.product else None
        if price is None and self.product:
            told = {"name": self.product.name, "currency": currency}
            self.add_error("price", _("“%(name)s” has no price in %(currency)s yet: write one here.") % told)
        elif price is None:
            self.add_error("price", _("“%(name)s” is not on the price list: write its price.") % {"name": name})
        return price

    def say_without_product(self, said):
        said["billing"] = said.get("billing") or Product.Billing.ONCE
        said["tax_rate"] = said.get("tax_rate") or Decimal(0)
        if said.get("term_months") and said["billing"] == Product.Billing.ONCE and "term_months" not in self.errors:
            self.add_error("term_months", _("Only what is billed every month or year has a term."))

    @property
    def facts(self):
        """What was said; what was not is left to the product, whose own name it bears."""
        facts = super().facts
        if not self.product:
            return facts
        said = {name: value for name, value in facts.items() if name not in TAKEN_OVER or self.is_said(name, value)}
        if said.get("billing") == Product.Billing.ONCE:
            said["term_months"] = None
        elif said.get("term_months") and self.product.billing == Product.Billing.ONCE and "billing" not in said:
            said.pop("term_months")
        return said | {"name": self.product.name, "product": self.product}

    def is_said(self, name, value):
        """Whether somebody wrote this: the tax stands there before anybody does."""
        return value not in ("", None) and (name != "tax_rate" or name in self.changed_data)


class DiscountForm(forms.Form):
    """What is taken off the whole: “5%” or an amount, and how it is called."""

    name = forms.CharField(label=lazy("Name"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=lazy("Kind"), choices=[("percent", "%"), ("amount", "")], widget=forms.RadioSelect, initial="percent"
    )
    off = ExactField(label=lazy("Discount"), min_value=0, max_digits=17, decimal_places=2, required=False)

    def __init__(self, deal, pricing, data=None):
        kind = "amount" if pricing.discount_amount is not None else "percent"
        off = pricing.discount_amount if kind == "amount" else pricing.discount_percent
        initial = {"name": pricing.discount_name, "kind": kind, "off": off}
        super().__init__(data, initial=initial, auto_id="discount_%s")
        self.fields["kind"].choices = [("percent", "%"), ("amount", deal.currency)]
        self.fields["name"].widget.attrs["placeholder"] = _("Two-batch discount")
        if places_of(deal.currency) == 3:
            self.fields["off"].decimal_places = 3

    def clean(self):
        said = super().clean()
        if said.get("kind") == "percent" and (said.get("off") or 0) > 100:
            self.add_error("off", _("Write a percentage up to 100."))
        return said

    @property
    def facts(self):
        said = self.cleaned_data
        return {"name": said["name"], said["kind"]: said["off"] or None} if said["off"] else {}
