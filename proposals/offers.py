"""What the palette offers of proposals: a new one on the page of its deal, and the pages of all."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from accounts.rights import may
from accounts.search.offers import offer, page, those_who_may
from pipeline.models import Deal


@offer
def about_a_deal(user, here):
    """On the page of a deal: an offer made from it."""
    if here.name != "pipeline:deal" or not may(user, "proposal.write"):
        return
    if Deal.objects.visible_to(user).open().filter(pk=here.pk).exists():
        yield replace(page(_("New proposal"), "file", "proposals:new", here.pk, words=_("offer quote")), is_here=True)


@offer
def pages(user, here):
    """All proposals, and what they begin with."""
    return those_who_may(
        user,
        (None, page(_("Go to proposals"), "file", "proposals:proposals", words=_("offers quotes"))),
        ("proposal_templates.edit", page(_("Proposal templates"), "file", "proposals:templates", words=_("offers"))),
    )
