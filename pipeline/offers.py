"""What the palette offers of deals: on the page of one its moves, everywhere new ones and the boards."""

from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.bin.rights import may_throw_away
from accounts.rights import may
from accounts.search.offers import Command, offer, page, those_who_may
from pipeline.models import Deal, Stage


@offer
def about_a_deal(user, here):
    """On the page of a deal: what its keys do, and where it may go."""
    deal = deal_seen(user, here)
    if not deal:
        return
    if may(user, "deal.note"):
        yield Command(_("Add a note"), "note", press="n", keys="N", words=_("write comment"), is_here=True)
    if may(user, "followup.edit"):
        yield Command(
            _("Next step is done"), "circlecheck", press="e", keys="E", words=_("complete task"), is_here=True
        )
        yield Command(_("Plan a follow-up"), "plus", press="f", keys="F", words=_("task reminder call"), is_here=True)
    if may(user, "deal.move"):
        yield from ways_of(deal)
    if may_throw_away(user, deal):
        yield there(_("Throw away…"), "trash", "pipeline:deal-throw", deal, words=_("delete remove bin"))


def deal_seen(user, here):
    if here.name != "pipeline:deal":
        return None
    return Deal.objects.visible_to(user).filter(pk=here.pk).select_related("stage", "owner").first()


def ways_of(deal):
    """Won and lost, and each other stage of its pipeline."""
    if deal.status != Deal.Status.OPEN:
        yield there(_("Open again"), "repeat", "pipeline:deal-reopen", deal, fields={"back": "deal"})
        return
    yield there(_("Mark as lost…"), "x-circle", "pipeline:deal-lose", deal, words=_("lose close"))
    yield there(_("Park until…"), "pause", "pipeline:deal-park", deal, words=_("rest later"))
    for stage in Stage.objects.standing().filter(pipeline=deal.pipeline_id).exclude(pk=deal.stage_id):
        is_won = stage.kind == Stage.Kind.WON
        name = say("Mark as won") if is_won else say("Move to %(stage)s") % {"stage": stage.name}
        words = say("win close") if is_won else say("stage")
        yield there(name, "won" if is_won else "swap", "pipeline:deal-move", deal, words, move_to(deal, stage))


def there(name, icon, url_name, deal, words="", fields=None):
    address = reverse(url_name, args=[deal.pk])
    return Command(
        name, icon, address if fields else f"{address}?back=deal", words=words, fields=fields or {}, is_here=True
    )


def move_to(deal, stage):
    """What the form of a move says."""
    return {"stage": stage.pk, "place": "top", "version": deal.stage_version, "op": uuid4(), "back": "deal"}


@offer
def pages(user, here):
    """New deals, and where they stand."""
    return those_who_may(
        user,
        ("deal.create", page(_("New deal"), "plus", "pipeline:deal-new", words=_("add create"))),
        (None, page(_("Go to the board"), "board", "pipeline:board", keys="G B", words=_("pipeline stages kanban"))),
        (None, page(_("Go to deals"), "list", "pipeline:deal-list", keys="G D", words=_("list table"))),
        (None, page(_("Go to months"), "cal", "pipeline:months", words=_("close dates calendar"))),
        (None, page(_("Products"), "book", "pipeline:products", words=_("prices"))),
        ("products.edit", page(_("New product"), "plus", "pipeline:product-new", words=_("add create"))),
        ("stages.edit", page(_("Pipelines and stages"), "board", "pipeline:stages", words=_("gates rules"))),
        ("stages.edit", page(_("Currencies and rates"), "swap", "pipeline:rates", words=_("exchange money"))),
    )
