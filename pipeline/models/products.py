"""What is sold, and what it costs."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class ProductQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody inside sees what is sold."""
        return self if user.is_authenticated and user.is_active else self.none()

    def standing(self):
        """Products that are sold today."""
        return self.filter(retired_at=None)


class Product(models.Model):
    """Something that is sold; everybody of the house sees it. `tax_rate` is in percent of the net price."""

    class Billing(models.TextChoices):
        ONCE = "once", _("One-off")
        MONTHLY = "monthly", _("Every month")
        YEARLY = "yearly", _("Every year")

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=60, blank=True, default="")
    description = models.TextField(_("description"), max_length=4000, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    tax_rate = models.DecimalField(_("tax in percent"), max_digits=5, decimal_places=2, default=0)
    billing = models.CharField(_("billed"), max_length=7, choices=Billing, default=Billing.ONCE)
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)  # how long one is bound
    retired_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("code"), condition=~Q(code=""), name="one_product_per_code"),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lte=100), name="product_tax_is_a_share"),
            models.CheckConstraint(
                condition=Q(term_months=None) | (Q(term_months__gte=1) & ~Q(billing="once")),
                name="product_term_is_of_what_recurs",
            ),
        ]
        indexes = [models.Index(Lower("name"), name="product_name_small")]

    def __str__(self):
        return self.name

    @property
    def tax_share(self):
        """The tax as a share of 0 to 1."""
        return self.tax_rate / 100


class ProductPrice(models.Model):
    """What one unit of a product costs in a currency, before tax."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="prices")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("price"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(fields=["product", "currency"], name="one_price_per_currency"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="price_in_a_currency"),
        ]

    def __str__(self):
        return f"{self.currency} {self.amount}"
