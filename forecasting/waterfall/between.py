"""Two days compared: every deal's part in what was open for a period then and after, by kinds that add up.

Both days are read as they were written down that night, today as it is. A deal that came and closed in between counts
once in and once out. Whoever may not see a deal on one of the days sees it come into view, or leave it, then.
"""

from collections import namedtuple
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.visibility import visible_owner_ids
from forecasting.calendar import Period
from pipeline.queries.then import ROOM_TO_SORT

NOTHING = Decimal(0)
MOST_SHOWN = 200

THAT_NIGHT = """
SELECT deal_id, status, amount, currency, base_amount AS base, closed_on, {seen} AS seen, {due} AS due
FROM forecasting_dealsnapshot side WHERE since <= %({day})s AND (until IS NULL OR until > %({day})s) AND {which}
"""
NOW = """
SELECT side.id AS deal_id, status, amount, currency, base_amount AS base,
       (closed_at AT TIME ZONE %(zone)s)::date AS closed_on, {seen} AS seen, {due} AS due
FROM (SELECT deal.*, coalesce(team.path, '') AS team_path FROM pipeline_deal deal
      JOIN accounts_user person ON person.id = deal.owner_id
      LEFT JOIN accounts_team team ON team.id = person.team_id) side
WHERE {which}
"""
CLOSED_ON = {True: "(closed_at AT TIME ZONE %(zone)s)::date", False: "closed_on"}  # by whether it is read as it is now
DEAL = {True: "side.id", False: "side.deal_id"}
SEEN = """(%(owners)s::bigint[] IS NULL OR owner_id = ANY(%(owners)s))
    AND (%(owner)s::bigint IS NULL OR owner_id = %(owner)s) AND (%(team)s::text IS NULL OR team_path LIKE %(team)s)
    AND (%(pipeline)s::bigint IS NULL OR pipeline_id = %(pipeline)s)
    AND (%(currency)s::text IS NULL OR currency = %(currency)s)"""
# An open deal whose date has passed is expected in the month of the day that looks at it; what closed, as it closed.
DUE = """CASE WHEN status = 'won' THEN (closed_on BETWEEN %(first)s AND %(last)s)
    ELSE expected_close IS NOT NULL
         AND greatest(date_trunc('month', expected_close),
                      date_trunc('month', CASE status WHEN 'lost' THEN closed_on ELSE %({day})s END))
             BETWEEN %(first)s AND %(last)s END"""

# Of all deals there ever were, few were open on one of the days or closed in between; each of those is looked up on the
# other day, too, however it stood.
SIDES = """
a_near AS MATERIALIZED ({a_near}), b_near AS MATERIALIZED ({b_near}),
a AS (SELECT * FROM a_near UNION ALL SELECT other.*
      FROM (SELECT deal_id FROM b_near EXCEPT SELECT deal_id FROM a_near) lone, LATERAL ({a_one}) other),
b AS (SELECT * FROM b_near UNION ALL SELECT other.*
      FROM (SELECT deal_id FROM a_near EXCEPT SELECT deal_id FROM b_near) lone, LATERAL ({b_one}) other),
"""

# What one unit is worth is told by the deal itself. Where only the value changed, a cent of rounding is no rate.
PARTS = """
pair AS MATERIALIZED (
    SELECT deal_id, a.deal_id IS NULL AS is_new, b.deal_id IS NULL AS is_gone,
           coalesce(a.seen AND a.due AND a.status = 'open', false) AS was_in,
           coalesce(b.seen AND b.due AND b.status = 'open', false) AS is_in,
           coalesce(b.seen AND b.due AND b.status <> 'open' AND b.closed_on > %(a)s, false) AS has_closed,
           a.seen AS a_seen, b.seen AS b_seen, a.status AS a_status, b.status AS b_status, a.base AS a_base,
           b.base AS b_base,
           CASE WHEN a.currency = b.currency AND a.amount > 0 AND b.amount > 0
                THEN round(a.amount * b.base / b.amount, 2) - a.base ELSE 0 END AS by_rate,
           CASE WHEN b.amount > 0 AND a.amount <> b.amount THEN 0.01 + a.amount / b.amount * 0.01 ELSE 0 END AS dust
    FROM a FULL JOIN b USING (deal_id)
), worth AS (
    SELECT *, was_in AND b_seen AS is_followed, CASE WHEN abs(by_rate) > dust THEN by_rate ELSE 0 END AS rate,
           CASE WHEN is_new AND EXISTS (SELECT FROM forecasting_dealsnapshot earlier
                                        WHERE earlier.deal_id = pair.deal_id AND earlier.since < %(a)s) THEN 'restored'
                WHEN is_new THEN 'created' WHEN NOT a_seen THEN 'came' WHEN a_status <> 'open' THEN 'reopened'
                ELSE 'pulled' END AS how_in,
           CASE WHEN is_gone THEN 'removed' WHEN NOT b_seen THEN 'left' WHEN b_status = 'won' THEN 'won'
                WHEN b_status = 'lost' THEN 'lost' ELSE 'pushed' END AS how_out
    FROM pair WHERE was_in OR is_in OR has_closed
), part AS (
    SELECT deal_id, 'opening' AS kind, a_base AS amount FROM worth WHERE was_in
    UNION ALL SELECT deal_id, how_in, b_base FROM worth WHERE NOT was_in
    UNION ALL SELECT deal_id, 'rate', rate FROM worth WHERE is_followed AND rate <> 0
    UNION ALL SELECT deal_id, CASE WHEN b_base - a_base > rate THEN 'grew' ELSE 'shrank' END, b_base - a_base - rate
              FROM worth WHERE is_followed AND b_base - a_base <> rate
    UNION ALL SELECT deal_id, how_out, CASE WHEN is_followed OR NOT was_in THEN -b_base ELSE -a_base END
              FROM worth WHERE NOT is_in
    UNION ALL SELECT deal_id, 'closing', b_base FROM worth WHERE is_in
)
"""
BY_KIND = "SELECT kind, count(*) AS count, sum(amount) AS amount FROM part GROUP BY kind"
OF_KIND = f"""
SELECT part.deal_id, part.amount, deal.title, company.name AS company, person.name AS owner,
       deal.id IS NOT NULL AND (%(owners)s::bigint[] IS NULL OR deal.owner_id = ANY(%(owners)s)) AS is_visible
FROM part LEFT JOIN pipeline_deal deal ON deal.id = part.deal_id
LEFT JOIN leads_company company ON company.id = deal.company_id
LEFT JOIN accounts_user person ON person.id = deal.owner_id
WHERE kind = %(kind)s ORDER BY abs(part.amount) DESC, part.deal_id LIMIT {MOST_SHOWN}
"""  # noqa: S608 - made of our own words alone


class Kind(TextChoices):
    """What can have happened to a deal of the period, in the order in which it is told."""

    OPENING = "opening", _("Open then")
    CREATED = "created", _("New")
    RESTORED = "restored", _("Restored")
    REOPENED = "reopened", _("Opened again")
    CAME = "came", _("Came into view")
    PULLED = "pulled", _("Pulled in")
    GREW = "grew", _("Grew")
    SHRANK = "shrank", _("Shrank")
    RATE = "rate", _("Exchange rate")
    PUSHED = "pushed", _("Pushed out")
    LEFT = "left", _("Left this view")
    REMOVED = "removed", _("Removed")
    LOST = "lost", _("Lost")
    WON = "won", _("Won")
    CLOSING = "closing", _("Open after")


ENDS = {Kind.OPENING, Kind.CLOSING}


@dataclass(frozen=True)
class Question:
    """Which deals, of which period, from the end of one day to the end of another; `this_day` is read as it is now."""

    user: object
    period: Period
    since: date
    until: date
    this_day: date
    zone: str
    pipeline: object = None
    owner: object = None
    team: object = None
    currency: str | None = None

    @property
    def parameters(self):
        return {
            "owners": visible_owner_ids(self.user),
            "owner": self.owner and self.owner.pk,
            "team": self.team and f"{self.team.path}%",
            "pipeline": self.pipeline and self.pipeline.pk,
            "currency": self.currency or None,
            "first": self.period.first,
            "last": self.period.last,
            "a": self.since,
            "b": self.until,
            "zone": self.zone,
        }

    @property
    def parts(self):
        """The SQL of every deal's parts, as the CTE `part`."""
        a_now, b_now = self.since >= self.this_day, self.until >= self.this_day
        near = f"(side.status = 'open' OR {CLOSED_ON[b_now]} > %(a)s)"
        sides = SIDES.format(
            a_near=side("a", "side.status = 'open'", is_now=a_now),
            b_near=side("b", near, is_now=b_now),
            a_one=side("a", f"{DEAL[a_now]} = lone.deal_id", is_now=a_now),
            b_one=side("b", f"{DEAL[b_now]} = lone.deal_id", is_now=b_now),
        )
        return f"WITH {sides} {PARTS}"


def side(day, which, *, is_now):
    """Those deals as they stood on one of the two days."""
    due = DUE.format(day=day)
    if is_now:
        return NOW.format(seen=SEEN, due=due.replace("closed_on", CLOSED_ON[True]), which=which)
    return THAT_NIGHT.format(day=day, seen=SEEN, due=due, which=which)


@dataclass(frozen=True)
class Bar:
    """What one kind of change did: to how many deals, and by how much."""

    kind: Kind
    count: int
    amount: Decimal


@dataclass(frozen=True)
class Waterfall:
    """From what was open to what is, by every kind of change that happened."""

    opening: Bar
    bars: list
    closing: Bar

    @property
    def difference(self):
        return self.closing.amount - self.opening.amount


def waterfall_between(question):
    """The waterfall of a question."""
    found = {row.kind: Bar(Kind(row.kind), row.count, row.amount) for row in run(question, BY_KIND)}
    ends = [found.get(end, Bar(end, 0, NOTHING)) for end in (Kind.OPENING, Kind.CLOSING)]
    return Waterfall(ends[0], [found[kind] for kind in Kind if kind in found and kind not in ENDS], ends[1])


def deals_of(question, kind):
    """The deals behind one bar, those that weigh most first: id, amount, title, company, owner, is it seen today."""
    return run(question, OF_KIND, kind=str(kind))


def run(question, select, **more):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM_TO_SORT)
        cursor.execute(question.parts + select, question.parameters | more)
        kind = namedtuple("Row", [column.name for column in cursor.description])  # noqa: PYI024 - its names come with it
        return [kind(*row) for row in cursor.fetchall()]
