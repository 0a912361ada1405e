"""What everybody did in a period, and how their open deals stand now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from accounts.zones import workspace_zone
from followups.models import FollowUp
from forecasting.queries import links
from pipeline.models import IS_AWAKE, Deal
from reports.activity.deeds import CALLS, MEETINGS, Deeds, deeds_in
from reports.rates import Rate
from reports.scopes import owner_ids
from reports.win_rate.closed import RATE, closed_in

OPEN = {
    "open": Count("pk"),
    "unplanned": Count("pk", filter=IS_AWAKE & Q(next_step_at=None)),
    "late_deals": Count("pk", filter=IS_AWAKE & Q(next_step_at__lt=Now())),
    "amount": Sum("base_amount", default=0),
}
BY_ICON = {"phone": CALLS, "meet": MEETINGS}  # what a follow-up of such a kind was, once it is done


@dataclass(frozen=True)
class Person:
    """What one person did in a period, and how their open deals stand now."""

    person: User
    kinds: dict
    latest: datetime | None
    done: int
    calls: int
    meetings: int
    late: int
    open: int
    unplanned: int
    late_deals: int
    stale: int
    rate: Rate
    open_url: str
    unplanned_url: str
    promises_url: str
    late_url: str
    stale_url: str
    closed_url: str
    lost_url: str

    @property
    def name(self):
        return self.person.name

    @property
    def days_ago(self):
        """The days since they last did something, None in a period they did nothing in."""
        return (timezone.now() - self.latest).total_seconds() / 86400 if self.latest else None


@dataclass(frozen=True)
class Activity:
    """Everything the report says of what people did."""

    deeds: Deeds
    before: int | None
    people: list
    rate: Rate
    addresses: dict

    def sum(self, part):
        return sum(getattr(one, part) for one in self.people)


def activity_of(scope, period, before=None):
    """What the people of a scope did in a period, beside how much it was in the one before."""
    zone, base = workspace_zone(), scope.link
    deeds, earlier = deeds_in(scope, period, before, zone)
    people = people_of(scope, period, zone, base, deeds)
    return Activity(
        deeds=deeds,
        before=earlier.count if before else None,
        people=people,
        rate=sum((one.rate for one in people), Rate()),
        addresses=addresses_of(base, period),
    )


def people_of(scope, period, zone, base, deeds):
    """Everybody who did something or has something to do, in order of name."""
    deals = scope.of(Deal.objects).order_by()
    open_now = by_owner(deals.open(), **OPEN)
    stale = by_owner(deals.stale(), stale=Count("pk"))
    closed = by_owner(closed_in(scope, period, zone), **RATE)
    done, late = done_in(scope, period, zone), late_now(scope)
    keys = open_now.keys() | closed.keys() | done.keys() | late.keys() | deeds.by_person.keys()
    known = User.objects.in_bulk(keys)
    found = [
        person_of(
            known[key],
            deeds,
            done.get(key, {}),
            late=late.get(key, 0),
            stale=stale.get(key, {}).get("stale", 0),
            standing=open_now.get(key, {}),
            rate=Rate(**closed[key]) if key in closed else Rate(),
            addresses=addresses_of(base | {"owner": key}, period),
        )
        for key in keys
    ]
    return sorted(found, key=lambda one: (one.name, one.person.pk))


def by_owner(deals, **sums):
    """{person id: the sums}."""
    rows = deals.values("owner_id").annotate(**sums)
    return {row.pop("owner_id"): row for row in rows}


def person_of(person, deeds, done, *, late, stale, standing, rate, addresses):
    kinds = deeds.by_person.get(person.pk, {})
    return Person(
        person=person,
        kinds=kinds,
        latest=deeds.latest.get(person.pk),
        done=sum(done.values()),
        calls=kinds.get(CALLS, 0) + done.get(CALLS, 0),
        meetings=kinds.get(MEETINGS, 0) + done.get(MEETINGS, 0),
        late=late,
        open=standing.get("open", 0),
        unplanned=standing.get("unplanned", 0),
        late_deals=standing.get("late_deals", 0),
        stale=stale,
        rate=rate,
        **addresses,
    )


def addresses_of(base, period):
    """The deals behind the figures of somebody, or of all."""
    return {
        "open_url": links.deals_url(status="open", **base),
        "unplanned_url": links.deals_url(status="open", no_next_step="1", **base),
        "promises_url": overdue_url(base),
        "late_url": links.deals_url(status="open", late_step="1", **base),
        "stale_url": links.deals_url(status="open", stale="1", **base),
        "closed_url": links.closed_in(period, **base),
        "lost_url": links.lost_in(period, **base),
    }


def overdue_url(base):
    """The overdue follow-ups behind a figure; what is promised does not depend on a pipeline, a source or a label."""
    asked = {name: base.get(name) for name in ("owner", "team") if base.get(name)}
    return f"{reverse('followups:promises')}?{urlencode({'due': 'overdue'} | asked)}"


def done_in(scope, period, zone):
    """{person id: {kind of deed: follow-ups done in a period}}."""
    start, end = period.bounds(zone)
    rows = theirs(scope).filter(done_at__isnull=False)
    rows = rows.filter(done_at__gte=start) if start else rows
    rows = rows.filter(done_at__lt=end) if end else rows
    found = {}
    for owner, icon, count in rows.values_list("owner_id", "kind__icon").annotate(Count("pk")):
        kinds = found.setdefault(owner, {})
        kind = BY_ICON.get(icon, "")
        kinds[kind] = kinds.get(kind, 0) + count
    return found


def late_now(scope):
    """{person id: follow-ups that are overdue, of those the reader sees}."""
    seen = theirs(scope).visible_to(scope.user).worth_doing().overdue()
    return dict(seen.values_list("owner_id").annotate(Count("pk")))


def theirs(scope):
    """The follow-ups the people of a scope promised."""
    rows, people = FollowUp.objects.order_by(), owner_ids(scope)
    return rows if people is None else rows.filter(owner_id__in=people)
