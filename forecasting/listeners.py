"""Deals that change carry their forecast with them, a few seconds later."""

from collections import defaultdict

from accounts.models import BinnedRow
from forecasting.actions import recompute
from pipeline.models import Deal, Pipeline, Stage
from timeline.listeners import listen
from timeline.models import Event

OF_NO_ACCOUNT = {"deal.noted", "deal.call", "deal.meeting", "deal.ranked", "deal.qualified"}
EVERYBODY = None


@listen("forecast", verbs=["deal.", "deals.", "stage.", "pipeline.", "rate."])
def keep_the_forecast(events):
    """Write anew what the events touched: once for each pipeline, however many deals moved in it."""
    events = [event for event in events if event.verb not in OF_NO_ACCOUNT]
    for pipeline_id, (owners, deals) in sorted(touched(events).items()):
        if EVERYBODY in owners:
            recompute(pipeline_id)
        else:
            recompute(pipeline_id, sorted(owners), sorted(deals))


def touched(events):
    """Whose lines in which pipelines may be others now, and the deals it comes from, as {pipeline: (owners, deals)}."""
    found = defaultdict(lambda: (set(), set()))
    deals = deals_of(events)
    for event in events:
        kind, key = event.subject.split(":")
        if kind == "deal" and int(key) in deals:
            pipeline_id, owner_id = deals[int(key)]
            found[pipeline_id][0].update({owner_id, *owners_in(event)})
            found[pipeline_id][1].add(int(key))
        for pipeline_id in pipelines_of(event, kind, key):
            found[pipeline_id][0].add(EVERYBODY)
    return found


def deals_of(events):
    """The pipeline and owner each deal has now; of those that are gone the last they had."""
    ids = {int(event.subject.partition(":")[2]) for event in events if event.subject.startswith("deal:")}
    found = Deal.objects.filter(pk__in=ids).values_list("pk", "pipeline_id", "owner_id")
    there = {pk: rest for pk, *rest in found}
    return there | last_of(ids - there.keys()) if ids - there.keys() else there


def last_of(ids):
    """Where deals were and whose they were when they went: into the bin, or undone as if never opened."""
    undone = Event.objects.filter(subject__in=[f"deal:{pk}" for pk in ids], verb="deal.undone")
    found = undone.filter(details__has_key="pipeline").values_list("subject", "details__pipeline", "owner_id")
    went = {int(subject.partition(":")[2]): [pipeline_id, owner_id] for subject, pipeline_id, owner_id in found}
    binned = BinnedRow.objects.filter(model=Deal._meta.label_lower, key__in=map(str, ids))
    held = binned.values_list("key", "row__pipeline_id", "row__owner_id")
    return went | {int(key): [pipeline_id, owner_id] for key, pipeline_id, owner_id in held}


def owners_in(event):
    """Everybody who had or has the deal, as far as this event says."""
    return {owner for owner in [event.owner_id, *event.changes.get("owner", [])] if owner}


def pipelines_of(event, kind, key):
    """Pipelines an event changes as a whole."""
    if kind == "stage":
        return Stage.objects.filter(pk=key).values_list("pipeline_id", flat=True)
    if kind == "pipeline":
        return [int(key)]
    if event.verb in ("rate.set", "rate.began"):
        return Pipeline.objects.values_list("pk", flat=True)
    said = None if kind == "deal" else event.details.get("pipeline")
    return [one for one in [said, *event.changes.get("pipeline", [])] if one]
