"""What a day holds: promises by when they are due, deals nobody has promised anything for, leads to call first."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import Coalesce, Extract, Least, Now
from django.utils import timezone

from accounts.models import Role
from followups.models import ABOUT_PARKED, FollowUp, Notification
from followups.times import start_of
from leads.models import Company, Lead
from pipeline.models import Deal

SHOWN = 50
# What the size of a company adds to the score when the first call of the day is chosen.
SIZES = {Company.Size.SMALL: 2, Company.Size.MEDIUM: 5, Company.Size.LARGE: 8, Company.Size.HUGE: 10}
WORTH = Case(*(When(size=size, then=points) for size, points in SIZES.items()), default=0)
SHOWN_BESIDE = 5
TOLD_AT_ONCE = 3


@dataclass(frozen=True)
class Group:
    """The first rows of a list and how many there are in all."""

    rows: list
    count: int

    @property
    def hidden(self):
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Day:
    """The promises of one person, or of everybody whose work the viewer sees, around today in the viewer's zone."""

    overdue: Group
    today: Group
    week: Group
    done: Group

    @property
    def is_empty(self):
        return not (self.overdue.count or self.today.count or self.week.count or self.done.count)


@dataclass(frozen=True)
class Adrift:
    """Open deals without a next step; `total` is in the workspace's currency."""

    rows: list
    count: int
    total: Decimal


def day_of(user, *, team=False, everything=False):
    """The Day of this user, or with `team` of everybody; each list is cut at SHOWN rows unless `everything`."""
    promises = owned(FollowUp.objects.visible_to(user), user, team).select_related(
        "kind", "owner", "deal__company", "deal__stage", "deal__contact", "lead", "occurrence"
    )
    parts = parts_of_day(timezone.now())
    counts = promises.aggregate(**{name: Count("pk", filter=part) for name, part in parts.items()})
    limit = None if everything else SHOWN
    return Day(
        **{
            name: Group(list(promises.filter(part).order_by(*ORDER.get(name, ["due_at", "pk"]))[:limit]), counts[name])
            for name, part in parts.items()
        }
    )


ORDER = {"done": ["-done_at", "-pk"]}


def parts_of_day(now):
    """The four parts of a day as conditions, by the clock of the active zone."""
    zone, today = timezone.get_current_timezone(), timezone.localdate()
    begin, end, last = (start_of(today + timedelta(days=count), zone) for count in (0, 1, 8))
    lost = Q(deal__isnull=False, deal__status=Deal.Status.LOST)
    unfit = Q(deal__isnull=True, lead__status=Lead.Status.DISQUALIFIED)
    planned = Q(done_at=None, cancelled_at=None) & ~lost & ~unfit & ~ABOUT_PARKED
    return {
        "overdue": planned & Q(due_at__lt=now),
        "today": planned & Q(due_at__gte=now, due_at__lt=end),
        "week": planned & Q(due_at__gte=end, due_at__lt=last),
        "done": Q(done_at__gte=begin, done_at__lt=end),
    }


def deals_adrift(user, *, team=False):
    """Open deals for which nothing is planned, the most valuable first."""
    deals = owned(Deal.objects.visible_to(user).without_next_step(), user, team)
    sums = deals.aggregate(count=Count("pk"), total=Coalesce(Sum("base_amount"), Decimal(0)))
    rows = deals.for_cards().order_by("-base_amount", "pk")[:SHOWN_BESIDE]
    return Adrift(list(rows), **sums)


def leads_to_call(user, *, team=False):
    """Leads still being worked with nothing planned, in the order in which a call is worth most; each knows why.

    The score counts most; a larger company lifts a lead by up to ten points, and so do ten days of waiting.
    """
    leads = Lead.objects.visible_to(user).working()
    leads = leads if team else leads.filter(Q(owner=user) | Q(owner=None))
    leads = leads.exclude(follow_ups__in=FollowUp.objects.planned())
    rows = leads.select_related("label").annotate(waits_since=Coalesce("last_touch_at", "created_at"))
    rows = rows.annotate(worth_calling=F("score") + WORTH + Least(Extract(Now() - F("waits_since"), "day"), 10))
    rows = list(rows.order_by("-worth_calling", "waits_since", "pk")[:SHOWN_BESIDE])
    for lead in rows:
        lead.days_waiting = (timezone.now() - lead.waits_since).days
    return Group(rows, leads.count())


def upcoming_of(follow_up):
    """The occurrence of the same series that is planned next, None if it is of none or the series is over."""
    return FollowUp.objects.planned().filter(occurrence__series__occurrences__follow_up=follow_up).first()


def owned(rows, user, team):
    return rows if team else rows.filter(owner=user)


def may_see_team(user):
    """Whether My day offers the team's work beside one's own."""
    return user.role in {Role.MANAGER, Role.ADMIN}


def badges_of(user):
    """How many of the user's promises are overdue, how many notices are unread, and the id of the newest notice."""
    mine = FollowUp.objects.visible_to(user).worth_doing().overdue().filter(owner=user)
    told = Notification.objects.to(user)
    newest = told.values_list("pk", flat=True).first() or 0
    return {"overdue": mine.count(), "unread": told.unread().count(), "newest": newest}


def told_since(user, newest):
    """The unread notices that came after the one with this id, newest first; a few at most."""
    return Notification.objects.to(user).unread().filter(pk__gt=newest)[:TOLD_AT_ONCE]
