"""What people do for a deal is care: it keeps the deal from going stale. Boards learn new names of companies."""

from itertools import groupby

from django.db import transaction

from pipeline.models import Deal
from timeline.listeners import listen
from timeline.live.publish import publish

NAMED_ANEW = ["company.edited", "company.merged", "company.unmerged"]
NO_CARE = {"deal.ranked", "deal.reshaped", "deal.undone", "deal.thrown_away", "deal.restored"}


@listen("touch", verbs=["deal.", "followup.", "letter."])
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


@listen("company names", verbs=NAMED_ANEW)
def show_new_names(events):
    """Boards look again at the cards whose company is called otherwise, or is another one since a merge."""
    renamed = [event for event in events if event.verb != "company.edited" or "name" in event.changes]
    companies = {int(key[8:]) for event in renamed for key in event.about if key.startswith("company:")}
    deals = Deal.objects.on_board().filter(company__in=companies).select_related("owner__team").order_by("pk")
    whose = lambda deal: (deal.pipeline_id, deal.owner_id, deal.owner.team_path)  # noqa: E731 (what parts them)
    for (board, owner, path), found in groupby(sorted(deals, key=whose), whose):
        tell_to_look(board, [deal.pk for deal in found], [(owner, path)])


def tell_to_look(board, ids, scopes):
    transaction.on_commit(lambda: publish(board, "deals", {"ids": ids}, scopes), robust=True)
