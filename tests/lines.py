"""Random line items and discounts, for tests that hold what several places say of them together."""

from decimal import Decimal

from hypothesis import strategies as st

PERCENT = st.decimals(0, 100, places=2)
ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.just("Line"),
            "quantity": st.decimals(0, 5000, places=3),
            "price": st.decimals(0, 50_000, places=3),
            "discount": PERCENT,
            "tax_rate": st.sampled_from([Decimal(0), Decimal("9.5"), Decimal(25)]),
            "billing": st.sampled_from(["monthly", "yearly"]),
            "term_months": st.one_of(st.none(), st.integers(1, 36)),
            "part": st.sampled_from(["included", "option", "alternative"]),
            "is_chosen": st.booleans(),
        }
    ),
    min_size=1,
    max_size=5,
)
OFF = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"percent": PERCENT}),
    st.fixed_dictionaries({"amount": st.decimals(0, 100_000, places=3)}),
)


class Undone(Exception):
    """Ends an example: nothing of it stays."""
