"""The rows of each breakdown of the closed deals: their names, their rates, and the addresses of their deals."""

from dataclasses import dataclass

from accounts.models import Team, User
from forecasting.calendar import Period, Quarter, last_of
from forecasting.periods import fiscal_start
from forecasting.queries import links
from kit import formats
from leads.models import Company, Label
from pipeline.models import LostReason
from reports.periods import quarter_name
from reports.rates import Rate
from reports.win_rate.closed import group_of, own

MONTHS_IN_A_ROW = 14


@dataclass(frozen=True)
class Reason:
    name: str
    count: int
    amount: object
    url: str


def by_rep(rates, period, base):
    people = User.objects.in_bulk(list(rates))
    return in_order(
        group_of(people[pk].name, rate, period, base | {"owner": pk}, people[pk]) for pk, rate in rates.items()
    )


def by_team(rates, period, base, within):
    """By team, each with its branches; within the team asked for, if one was."""
    paths = dict(Team.objects.values_list("pk", "path"))
    found = []
    for team in Team.objects.all():
        rate = sum((rate for pk, rate in rates.items() if pk and paths[pk].startswith(team.path)), Rate())
        if rate.closed and (within is None or team.path.startswith(within.path)):
            found.append(group_of(team.name, rate, period, base | {"team": team.pk}))
    return in_order(found)


def by_label(rates, period, base, name="label"):
    """In the order in which people find them, deals without one last; `name` is how an address asks for one."""
    labels = {label.pk: label for label in Label.objects.filter(pk__in=[pk for pk in rates if pk])}
    rows = sorted(rates.items(), key=lambda row: (row[0] is None, row[0] and labels[row[0]].position, row[0]))
    return [group_of(labels[pk].name if pk else "", rate, period, base | own(name, pk)) for pk, rate in rows]


def by_word(rates, name, period, base):
    """By a free text, such as the source; the same word in other letters is the same."""
    found, names = {}, {}
    for word, rate in sorted(rates.items()):
        key = word.casefold()
        names.setdefault(key, word)
        found[key] = found.get(key, Rate()) + rate
    return in_order(group_of(names[key], rate, period, base | own(name, names[key])) for key, rate in found.items())


def by_size(rates, period, base):
    """By how many work there, the smallest first."""
    sizes = dict(Company.Size.choices) | {"": ""}
    return [
        group_of(str(name), rates[size], period, base | own("size", size)) for size, name in sizes.items()
        if size in rates
    ]  # fmt: skip


def by_time(rates, base):
    """By month of closing, or by quarter where there are many months."""
    months = {moment.date(): rate for moment, rate in sorted(rates.items())}
    if len(months) <= MONTHS_IN_A_ROW:
        return [
            group_of(formats.month(first), rate, Period(first, last_of(first)), base) for first, rate in months.items()
        ]
    quarters = {}
    for first, rate in months.items():
        quarters[Quarter.of(first)] = quarters.get(Quarter.of(first), Rate()) + rate
    start = fiscal_start()
    return [group_of(quarter_name(quarter, start), rate, quarter, base) for quarter, rate in quarters.items()]


def reasons_of(rates, period, base):
    """Why deals were lost, the most frequent first."""
    names = dict(LostReason.objects.values_list("pk", "name"))
    found = [
        Reason(names.get(pk, ""), rate.lost, rate.lost_amount, reason_url(pk, period, base))
        for pk, rate in rates.items() if rate.lost
    ]  # fmt: skip
    return sorted(found, key=lambda reason: (-reason.count, -reason.amount, reason.name))


def reason_url(reason_id, period, base):
    return links.lost_in(period, **base, **({"lost_reason": reason_id} if reason_id else {"lacking": "reason"}))


def in_order(groups):
    """The highest rate first; those on few deals come after all others."""
    return sorted(groups, key=lambda group: (group.rate.is_small, -group.rate.by_count, -group.rate.closed, group.name))
