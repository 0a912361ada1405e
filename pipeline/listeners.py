"""What people do for a deal is care: it keeps the deal from going stale."""

from pipeline.models import Deal
from timeline.listeners import listen

NO_CARE = {"deal.ranked", "deal.reshaped", "deal.undone"}


@listen("touch", verbs=["deal.", "followup."])
def note_the_care(events):
    """Keep `touched_at` the moment somebody last did something for a deal; what machines did is no care."""
    cared = {}
    for event in filter(is_care, events):
        for pk in deals_in(event):
            cared[pk] = max(event.happened_at, cared.get(pk, event.happened_at))
    for pk, moment in sorted(cared.items()):
        Deal.objects.filter(pk=pk, touched_at__lt=moment).update(touched_at=moment)


def is_care(event):
    """By a person, for this deal: neither the clock nor the admin's surgery nor a file is care."""
    by_machine = event.actor_id is None or {"surgery", "import"} & event.details.keys()
    return not by_machine and event.verb not in NO_CARE


def deals_in(event):
    """The ids of the deals an event is about."""
    kinds = (key.partition(":") for key in event.about)
    return [int(pk) for kind, _colon, pk in kinds if kind == "deal"]
