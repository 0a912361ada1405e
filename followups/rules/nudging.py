"""Deals that need a hand: found every hour, kept until they are helped, and said once to whoever owns them.

A deal is silent too long when nobody cared for it longer than for three of four deals that were won from its stage;
with fewer than 20 such deals the days count after which its stage says it is stale.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from followups.actions.notifications import notify, speaking_to
from followups.models import Nudge
from pipeline.models import Deal

ENOUGH = 20
SHOWN = 5
NOT_ANSWERED = timedelta(days=7)
TELLING = timedelta(days=2)
# Of each stay of a deal that was won the longest time without care, and what three of four stays did not pass.
USUAL = """
won AS (
    SELECT visit.id, visit.deal_id, visit.stage_id, visit.entered_at, visit.left_at FROM pipeline_stagevisit visit
    JOIN pipeline_deal deal ON deal.id = visit.deal_id AND deal.status = 'won'
    WHERE NOT visit.undone AND visit.left_at IS NOT NULL AND visit.exit IN ('moved', 'won')
        AND visit.left_at > now() - interval '2 years'
), cared AS (
    SELECT deal.id, event.happened_at FROM (SELECT DISTINCT deal_id AS id FROM won) deal
    JOIN timeline_event event ON event.about @> ARRAY['deal:' || deal.id]::varchar[]
    WHERE event.actor_id IS NOT NULL AND (event.verb LIKE 'deal.%%' OR event.verb LIKE 'followup.%%')
), care AS (
    SELECT id, stage_id, entered_at AS moment FROM won UNION ALL SELECT id, stage_id, left_at FROM won UNION ALL
    SELECT won.id, won.stage_id, cared.happened_at FROM won
    JOIN cared ON cared.id = won.deal_id AND cared.happened_at BETWEEN won.entered_at AND won.left_at
), gap AS (
    SELECT id, stage_id, moment - lag(moment) OVER (PARTITION BY id ORDER BY moment) AS length FROM care
), longest AS (
    SELECT stage_id, max(length) AS length FROM gap GROUP BY id, stage_id
), usual AS (
    SELECT stage_id, count(*) AS won,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY extract(epoch FROM length)) * interval '1 second' AS silence
    FROM longest GROUP BY stage_id HAVING count(*) >= %(enough)s
)"""
AWAKE = "deal.status = 'open' AND deal.parked_until IS NULL"
FOUND = f"""
WITH {USUAL}, quiet AS (
    SELECT deal.id, greatest(deal.touched_at, deal.entered_stage_at) AS since, coalesce(usual.won, 0) AS won,
        coalesce(usual.silence, stage.stale_days * interval '1 day') AS usual
    FROM pipeline_deal deal JOIN pipeline_stage stage ON stage.id = deal.stage_id
    LEFT JOIN usual ON usual.stage_id = deal.stage_id
    WHERE {AWAKE} AND (deal.next_step_at IS NULL OR deal.next_step_at <= now())
), letters AS (
    SELECT DISTINCT ON (name) substr(name, 6)::bigint AS deal_id, event.verb, event.happened_at
    FROM timeline_event event, unnest(event.about) name
    WHERE event.verb IN ('letter.sent', 'letter.received') AND name LIKE 'deal:%%'
        AND event.undone_by_id IS NULL AND event.undoes_id IS NULL
    ORDER BY name, event.happened_at DESC, event.id DESC
), waiting AS (
    SELECT deal.id, CASE WHEN deal.proposal IN ('sent', 'opened') THEN deal.proposal_on::timestamptz
        WHEN letters.verb = 'letter.sent' THEN letters.happened_at END AS since
    FROM pipeline_deal deal LEFT JOIN letters ON letters.deal_id = deal.id WHERE {AWAKE}
)
SELECT deal.id, 'adrift', greatest(deal.entered_stage_at, (SELECT max(coalesce(step.done_at, step.cancelled_at))
    FROM followups_followup step WHERE step.deal_id = deal.id)), 0, 0
FROM pipeline_deal deal WHERE {AWAKE} AND deal.next_step_at IS NULL
UNION ALL SELECT id, 'silent', since, ceil(extract(epoch FROM usual) / 86400)::int, won FROM quiet
    WHERE since + usual < now()
UNION ALL SELECT id, 'unanswered', since, %(days)s, 0 FROM waiting WHERE since < now() - %(limit)s::interval
ORDER BY 1, 2
"""  # noqa: S608 - all words are ours


def nudge_owners():
    """Keep the nudges as they are now and tell owners of what is new, once for each reason; returns how many stand."""
    found = find_nudges()
    keep(found)
    tell_owners()
    return len(found)


def find_nudges():
    """[(deal id, kind, since, usual days, of so many)] of every deal that needs a hand now."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"enough": ENOUGH, "limit": NOT_ANSWERED, "days": NOT_ANSWERED.days})
        return cursor.fetchall()


@transaction.atomic
def keep(found):
    """Write down the new ones, wake those that happened anew, and forget those that hold no more."""
    known = {(one.deal_id, one.kind): one for one in Nudge.objects.select_for_update().order_by("pk")}
    fresh = [Nudge(deal_id=pk, kind=kind, since=since, usual_days=usual, of=of) for pk, kind, since, usual, of in found]
    anew = [one for one in fresh if (old := known.get((one.deal_id, one.kind))) is None or old.since != one.since]
    there = {(one.deal_id, one.kind) for one in fresh}
    gone = [one.pk for key, one in known.items() if key not in there]
    again = [known[key].pk for one in anew if (key := (one.deal_id, one.kind)) in known]
    Nudge.objects.filter(pk__in=gone + again).delete()
    Nudge.objects.bulk_create(anew, ignore_conflicts=True)


def tell_owners():
    """A quiet word about what began to hold lately; what was so long before nobody is told of one by one."""
    lately = Nudge.objects.told().select_related("deal__owner__team", "deal__stage")
    for nudge in lately.order_by("pk").iterator(chunk_size=500):
        due = nudge.since + timedelta(days=nudge.usual_days)
        if due > timezone.now() - TELLING:
            tell_owner(nudge)


def tell_owner(nudge):
    deal, owner = nudge.deal, nudge.deal.owner
    with speaking_to(owner):
        words = f"{deal.title}: {nudge.words}"
    key = f"nudge:{deal.pk}:{nudge.kind}:{nudge.since:%Y%m%dT%H%M%S}"
    notify(owner, key=key, kind="nudge", text=words, url=reverse("pipeline:deal", args=[deal.pk]))


@transaction.atomic
def rest_nudge(deal, kind, *, by):
    """Lay it to rest until it happens anew."""
    Nudge.objects.filter(deal=deal, kind=kind, rested_at=None).update(rested_at=timezone.now(), rested_by=by)


def nudges_for(user, *, team=False):
    """The nudges about deals of this user, or of everybody they see, the longest first."""
    found = Nudge.objects.told().select_related("deal__stage", "deal__company")
    seen = Deal.objects.visible_to(user)
    found = found.filter(deal__in=seen.values("pk")) if team else found.filter(deal__owner=user)
    return found.order_by("since", "pk")[:SHOWN]
