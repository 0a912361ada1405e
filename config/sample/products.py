"""What Tamar Fleet Systems sells, and what it costs."""

from decimal import Decimal

from pipeline.models import Product, ProductPrice

ONCE, MONTHLY, YEARLY = Product.Billing
VEHICLE, DEPOT, HOUR = "vehicle", "depot", "hour"

# name, code, billing, term in months, unit, {currency: price}, what it is
PRODUCTS = (
    ("Telemetry", "TEL-100", MONTHLY, 24, VEHICLE, {"EUR": "14.90", "GBP": "12.90", "PLN": "64"},
     "Position, fuel and engine of each vehicle, once a second."),
    ("Telemetry box", "TEL-BOX", ONCE, None, "box", {"EUR": "89", "GBP": "77", "PLN": "380"},
     "The box behind the dashboard, with its SIM card."),
    ("Routes", "RTE-100", MONTHLY, 12, VEHICLE, {"EUR": "9.50", "GBP": "8.20"},
     "Plans the day of every driver round traffic and delivery windows."),
    ("Cold chain", "CLD-100", MONTHLY, 24, VEHICLE, {"EUR": "11", "GBP": "9.50"},
     "Temperature of every compartment, with alarms and a log for the inspector."),
    ("Driver app", "DRV-100", MONTHLY, 12, "driver", {"EUR": "4.50", "GBP": "3.90", "INR": "390"},
     "Hours, papers and messages on the driver’s phone."),
    ("Charging", "CHG-200", YEARLY, 36, DEPOT, {"EUR": "3900", "NOK": "45500"},
     "Charges a depot’s electric vans when power is cheap and before they must leave."),
    ("Installation", "SRV-INS", ONCE, None, VEHICLE, {"EUR": "65", "GBP": "56"},
     "Our fitters come to the depot; an hour for each vehicle."),
    ("Training", "SRV-TRN", ONCE, None, HOUR, {"EUR": "120", "GBP": "105"},
     "For dispatchers and drivers, on site or by video."),
)  # fmt: skip
TAX = Decimal(19)


def set_up_products():
    """The price list."""
    products = Product.objects.bulk_create(
        Product(
            name=name, code=code, billing=billing, term_months=term, unit=unit, description=about, tax_rate=TAX,
            is_sample=True,
        )
        for name, code, billing, term, unit, _prices, about in PRODUCTS
    )  # fmt: skip
    ProductPrice.objects.bulk_create(
        ProductPrice(product=product, currency=currency, amount=Decimal(amount))
        for product, row in zip(products, PRODUCTS, strict=True)
        for currency, amount in row[5].items()
    )
