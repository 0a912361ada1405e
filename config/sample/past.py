"""What became of the deals of the last thirteen months: drawn with a fixed seed, so everybody sees the same year."""

from random import Random

from config.sample.companies import COMPANIES
from config.sample.people import RATES, REPS
from config.sample.prospects import SOURCES
from config.sample.story import Story, stays_until, walk

DEALS, SEED = 348, 290
GO_ON = (0.65, 0.70, 0.70, 0.67, 0.69, 0.77)  # the share of deals that leave each open stage upwards
LABELS = {"hot": (2, 1.08), "warm": (5, 1.0), "cold": (3, 0.9)}  # label: (weight, how well they go)
SOURCE_LUCK = dict(zip(SOURCES, (1.0, 0.98, 1.1, 0.9, 1.02), strict=True))
SEASON = (0.85, 0.95, 1.15, 0.95, 1.0, 1.2, 0.85, 0.7, 1.15, 1.0, 1.1, 1.25)  # closing by month of the year
REASONS = (6, 5, 4, 3, 5, 2, 6, 2)  # how often each reason to lose is given, in the order of the list
WORKS = (
    ("Route planning", "Routes"),
    ("Cold-chain alarms", "Cold chain"),
    ("Driver app", "Driver app"),
    ("Fuel audit", "Telemetry"),
    ("Depot charging", "Charging"),
    ("Trailer tracking", "Telemetry"),
    ("Delivery windows", "Routes"),
    ("Driver hours", "Driver app"),
    ("Insurance data feed", "Telemetry"),
    ("Workshop planner", "Telemetry"),
    ("E-van trial", "Charging"),
    ("Temperature log", "Cold chain"),
)
SCOPES = (
    "{n} vans",
    "{n} trucks",
    "phase 1",
    "phase 2",
    "two depots",
    "three sites",
    "pilot",
    "north",
    "winter season",
    "{n} units",
)


def past_deals(today):
    """The finished deals, newest last."""
    rng = Random(SEED)  # noqa: S311 - sample data, not secrets
    deals = [past_deal(rng, today) for _ in range(DEALS)]
    return sorted(deals, key=lambda deal: -deal.ended)


def past_deal(rng, today):
    owner = rng.choices(REPS, [rep.share for rep in REPS])[0]
    label = rng.choices(list(LABELS), [weight for weight, _luck in LABELS.values()])[0]
    source = rng.choice(SOURCES)
    luck = owner.skill * LABELS[label][1] * SOURCE_LUCK[source]
    last, won = how_far(luck, rng)
    customer, (work, product) = rng.choice(COMPANIES), rng.choice(WORKS)
    ended = days_ago(rng, today)
    return Story(
        title=f"{work}, {rng.choice(SCOPES).format(n=rng.randrange(12, 260, 2))}",
        customer=customer,
        owner=owner,
        amount=amount_in(customer.currency, rng, 1.35 if won else 1.0),
        label=label,
        source=source,
        product=product,
        bant=answers(last, won, rng),
        stays=stays_until(walk(last, rng), ended, rng, pace=1.0 if won else 1.35),
        outcome="won" if won else "lost",
        ended=ended,
        reason=rng.choices(range(len(REASONS)), REASONS)[0],
    )


def how_far(luck, rng):
    """The last open stage a deal saw, and whether it was won from there."""
    for stage, share in enumerate(GO_ON):
        if rng.random() > min(share * luck**0.8, 0.97):
            return stage, False
    return len(GO_ON) - 1, True


def days_ago(rng, today):
    """When a deal ended, in days before now: more of late, and by the season."""
    days = range(2, 396)
    weights = [SEASON[(today.month - 1 - day // 30) % 12] * (1.25 - day / 900) for day in days]
    return rng.choices(days, weights)[0] + rng.random() * 0.3


def amount_in(currency, rng, more=1.0):
    """A plausible value in a currency, to two significant digits."""
    euro = min(max(rng.lognormvariate(10.1, 0.5) * more, 5_500), 135_000)
    amount = euro / float(RATES[currency][1] if currency in RATES else 1)
    step = 10 ** (len(str(int(amount))) - 3)
    return round(amount / step) * step


def answers(last, won, rng):
    """BANT as far as the talks went."""
    if won:
        return "2222"
    return "".join(str(min(2, max(0, round(rng.gauss(last * 0.45, 0.7))))) for _ in range(4))
