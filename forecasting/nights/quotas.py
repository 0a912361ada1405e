"""What a period asks of somebody: the quota set for it, else what the quotas of its quarters and months come to."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.calendar import Period
from forecasting.models import ForecastSnapshot
from kit import formats

Scope = ForecastSnapshot.Scope
A_MONTH, A_QUARTER = 1, 3


@dataclass(frozen=True)
class Quota:
    """A sum asked for in a period, None without one, and the Periods that the quotas in it were set for."""

    amount: Decimal | None = None
    period: Period | None = None
    asked_for: frozenset = frozenset()

    @property
    def source(self):
        """Where the sum comes from, in words; none are needed where it was set for the period itself."""
        parts = [one for one in self.asked_for if one.days < self.period.days]
        if not parts:
            return ""
        if len(parts) < len(self.asked_for):
            return _("in part by its quarters or months")
        return sum_of_parts(parts, len(self.period.months))

    @classmethod
    def of(cls, period, entries):
        """What these entries ask for in a period together."""
        amount = sum((one.base_amount for one in entries), Decimal(0)) if entries else None
        return cls(amount, period, frozenset(Period(one.first, one.last) for one in entries))


def sum_of_parts(parts, months):
    """“sum of 4 quarters”, “3 of 4 quarters have a quota”; where some are by the month, all is told in months."""
    in_quarters = all(len(one.months) == A_QUARTER for one in parts)
    size, asked = (A_QUARTER if in_quarters else A_MONTH), {month for one in parts for month in one.months}
    found, all_of_them = len(asked) // size, months // size
    if found == all_of_them:
        told = _("sum of %(all)s quarters") if in_quarters else _("sum of %(all)s months")
    else:
        told = lacking_quarters(found) if in_quarters else lacking_months(found)
    return told % {"found": formats.number(found), "all": formats.number(all_of_them)}


def lacking_quarters(found):
    return ngettext("%(found)s of %(all)s quarters has a quota", "%(found)s of %(all)s quarters have a quota", found)


def lacking_months(found):
    return ngettext("%(found)s of %(all)s months has a quota", "%(found)s of %(all)s months have a quota", found)


def quota_of(held, scope, period):
    """The Quota of a NightScope: its own, else that of its teams and people, and of the parts of the period for others.

    `held` has the quotas in force as {(first, last): {(pipeline, person, team): entry}}.
    """
    return Quota.of(period, counted_in(held, scope, period))


def counted_in(held, scope, period):
    here = held.get((period.first, period.last), {})
    if own := here.get(scope.whose):
        return [own]
    parts = [counted_in(held, scope, part) for part in period.parts]
    return together(outermost(members_in(here, scope)), parts)


def members_in(here, scope):
    """What teams and people inside of a house or a team are asked for, over all pipelines."""
    if scope.kind not in (Scope.HOUSE, Scope.TEAM):
        return []
    said = [one for one in here.values() if not one.pipeline_id and (one.team_id or one.owner_id)]
    return [one for one in said if place_of(one).startswith(scope.path)]


def outermost(entries):
    """Those that lie in no other's team: what a team is asked for holds what its people are."""
    found = []
    for one in sorted(entries, key=place_of):
        if not (found and place_of(one).startswith(place_of(found[-1]))):
            found.append(one)
    return found


def together(whole, parts):
    """What is asked for a whole period, and for its parts of everybody else; who lies in a team that each part asks
    is asked by that."""
    each = [{place_of(one) for one in entries} for entries in parts]
    everywhere = set.intersection(*each) if each else set()
    whole = [one for one in whole if not any(is_inside(place_of(one), place) for place in everywhere)]
    asked = [place_of(one) for one in whole]
    return whole + [one for entries in parts for one in entries if not overlaps(place_of(one), asked)]


def is_inside(place, other):
    return place != other and place.startswith(other)


def overlaps(place, asked):
    return any(place.startswith(other) or other.startswith(place) for other in asked)


def place_of(entry):
    """Where somebody stands in the tree of the teams: it begins with the place of each team they are in."""
    if entry.owner_id:
        return f"{entry.owner.team_path}@{entry.owner_id}."
    return entry.team.path if entry.team_id else ""
