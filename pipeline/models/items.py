"""What a deal is made of: lines with prices, what is taken off the whole, and what they come to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from pipeline.items.totals import Discount, Line
from pipeline.models.deals import Deal
from pipeline.models.products import Product

MONEY = {"max_digits": 20, "decimal_places": 3, "default": 0}  # three places: a dinar has a thousand fils
PERCENT = {"max_digits": 5, "decimal_places": 2, "default": 0}
OF_A_LINE = (
    "quantity",
    "price",
    "discount",
    "tax_rate",
    "billing",
    "term_months",
    "part",
    "group",
    "is_chosen",
)


class StandingItems(models.Manager):
    """Lines that were not removed."""

    def get_queryset(self):
        return super().get_queryset().filter(removed_at=None)


class AllItems(models.Manager):
    """Every line there ever was."""


class LineItem(models.Model):
    """One line of a deal, in the deal's currency; the four sums are what `totals_of` said of it.

    Name, description and unit are copies: what a product is called later changes no deal. A line that was removed is
    kept and found through `everything` alone.
    """

    class Part(models.TextChoices):
        INCLUDED = "included", _("Included")
        OPTION = "option", _("Option")
        ALTERNATIVE = "alternative", _("Alternative")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(default=0)
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="items")
    name = models.CharField(_("item"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3, default=1)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=3)
    discount = models.DecimalField(_("discount in percent"), **PERCENT)
    tax_rate = models.DecimalField(_("tax in percent"), **PERCENT)
    billing = models.CharField(_("billed"), max_length=7, choices=Product.Billing, default=Product.Billing.ONCE)
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    part = models.CharField(_("part of the deal"), max_length=11, choices=Part, default=Part.INCLUDED)
    group = models.CharField(_("choice between"), max_length=60, blank=True, default="")
    is_chosen = models.BooleanField(_("chosen"), default=False)
    amount = models.DecimalField(**MONEY)
    net = models.DecimalField(**MONEY)
    tax = models.DecimalField(**MONEY)
    gross = models.DecimalField(**MONEY)
    version = models.PositiveIntegerField(default=1)  # rises with every edit
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())

    objects = StandingItems()
    everything = AllItems()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0, price__gte=0), name="item_not_negative"),
            models.CheckConstraint(
                condition=Q(discount__range=(0, 100), tax_rate__range=(0, 100)), name="item_percents_are_shares"
            ),
            models.CheckConstraint(
                condition=Q(term_months=None) | (Q(term_months__gte=1) & ~Q(billing="once")),
                name="item_term_is_of_what_recurs",
            ),
            models.UniqueConstraint(
                fields=["deal", "group"],
                condition=Q(part="alternative", is_chosen=True, removed_at=None),
                name="one_alternative_chosen",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def line(self):
        """The line as `totals_of` reads it."""
        return Line(self.pk, **{name: getattr(self, name) for name in OF_A_LINE})


class Pricing(models.Model):
    """What is taken off the whole of a deal's lines, and what `totals_of` said they come to."""

    deal = models.OneToOneField(Deal, models.CASCADE, primary_key=True, related_name="pricing")
    discount_name = models.CharField(_("discount"), max_length=80, blank=True, default="")
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    discount_amount = models.DecimalField(max_digits=18, decimal_places=3, null=True, blank=True)
    subtotal = models.DecimalField(**MONEY)
    discount = models.DecimalField(**MONEY)
    net = models.DecimalField(**MONEY)
    tax = models.DecimalField(**MONEY)
    gross = models.DecimalField(**MONEY)
    once = models.DecimalField(**MONEY)
    monthly = models.DecimalField(**MONEY)
    yearly = models.DecimalField(**MONEY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(discount_percent=None) | Q(discount_amount=None), name="discount_percent_or_amount"
            ),
            models.CheckConstraint(
                condition=Q(discount_percent=None) | Q(discount_percent__range=(0, 100)), name="discount_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(discount_amount=None) | Q(discount_amount__gte=0), name="discount_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.deal_id}: {self.net}"

    @property
    def on_the_whole(self):
        """The discount as `totals_of` reads it."""
        return Discount(self.discount_name, self.discount_percent, self.discount_amount)
