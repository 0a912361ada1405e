"""Deals that change carry their forecast with them, a few seconds later."""

from collections import defaultdict

from forecasting.actions import recompute
from pipeline.models import Deal, Pipeline, Stage
from timeline.listeners import listen

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
    """The pipeline and owner each deal has now."""
    ids = {int(event.subject.partition(":")[2]) for event in events if event.subject.startswith("deal:")}
    return {pk: rest for pk, *rest in Deal.objects.filter(pk__in=ids).values_list("pk", "pipeline_id", "owner_id")}


def owners_in(event):
    """Everybody who had or has the deal, as far as this event says."""
    return {owner for owner in [event.owner_id, *event.changes.get("owner", [])] if owner}


def pipelines_of(event, kind, key):
    """Pipelines an event changes as a whole."""
    if kind == "stage":
        return Stage.objects.filter(pk=key).values_list("pipeline_id", flat=True)
    if kind == "pipeline":
        return [int(key)]
    if event.verb == "rate.set":
        return Pipeline.objects.values_list("pk", flat=True)
    return [one for one in [event.details.get("pipeline"), *event.changes.get("pipeline", [])] if one]
