"""Who works at Tamar Fleet Systems, and what one unit of each currency they sell in is worth in euro."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Role

WORKSPACE = "Tamar Fleet Systems"
CURRENCY = "EUR"
TIME_ZONE = "Europe/Berlin"
TEAMS = {"Sales": "", "North": "Sales", "South": "Sales"}  # team: the team above it


@dataclass(frozen=True)
class Person:
    """`skill` multiplies the chance to win each step, `share` is how many of the deals are theirs."""

    key: str
    name: str
    role: str
    team: str
    skill: float = 1.0
    share: int = 0

    @property
    def email(self):
        return f"{self.key}@tamar.example"


CAST = [
    Person("leila", "Leila Haddadi", Role.REP, "South", skill=1.14, share=21),
    Person("tomas", "Tomás Ferreira", Role.REP, "South", skill=1.05, share=19),
    Person("priya", "Priya Raman", Role.REP, "South", skill=0.98, share=17),
    Person("ngozi", "Ngozi Okafor", Role.REP, "North", skill=1.02, share=18),
    Person("jonas", "Jonas Lindqvist", Role.REP, "North", skill=0.88, share=19),
    Person("aiko", "Aiko Mori", Role.REP, "North", skill=1.0, share=6),
    Person("samira", "Samira Karimi", Role.MANAGER, "Sales"),
    Person("elif", "Elif Aydın", Role.ADMIN, "Sales"),
    Person("marta", "Marta Nowak", Role.GUEST, "Sales"),
]
REPS = [person for person in CAST if person.role == Role.REP]

# currency: (fourteen months ago, five months ago)
RATES = {
    "AED": (Decimal("0.2510"), Decimal("0.2360")),
    "GBP": (Decimal("1.1840"), Decimal("1.1550")),
    "IDR": (Decimal("0.0000575"), Decimal("0.0000555")),
    "INR": (Decimal("0.0110"), Decimal("0.0107")),
    "JPY": (Decimal("0.0062"), Decimal("0.0061")),
    "KES": (Decimal("0.0069"), Decimal("0.0067")),
    "MAD": (Decimal("0.0930"), Decimal("0.0925")),
    "MXN": (Decimal("0.0470"), Decimal("0.0475")),
    "NGN": (Decimal("0.00060"), Decimal("0.00057")),
    "NOK": (Decimal("0.0850"), Decimal("0.0858")),
    "PEN": (Decimal("0.2430"), Decimal("0.2460")),
    "PLN": (Decimal("0.2330"), Decimal("0.2340")),
    "SEK": (Decimal("0.0875"), Decimal("0.0885")),
}
