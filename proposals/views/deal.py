"""The proposals of a deal: the panel on its page, a new one in two clicks, links to copy, and the list of all."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.rights import require
from pipeline.models import Deal
from proposals.actions.making import make_proposal
from proposals.actions.reminding import remind_buyers
from proposals.forms import StartForm
from proposals.links.actions import give_again
from proposals.models import Link, ProposalTemplate, Version
from proposals.queries import PAGE_OF_LIST, cards_of, cards_of_deal, version_seen

WRITE = "proposal.write"
UNPROCESSABLE = 422


def deal_seen(request, pk):
    deals = Deal.objects.visible_to(request.user).select_related("company", "contact", "owner")
    return get_object_or_404(deals, pk=pk)


@require_safe
def panel(request, pk):
    """The proposals of a deal, as the panel of its page or as a page of their own."""
    deal = deal_seen(request, pk)
    context = {"deal": deal, "cards": cards_of_deal(deal), "templates": ProposalTemplate.objects.standing()}
    template = "proposals/_deal_panel.html" if request.htmx else "proposals/deal_panel.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, pk):
    """Choose a template, and write on."""
    deal = deal_seen(request, pk)
    require(request.user, WRITE)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = make_proposal(deal, form.cleaned_data["template"], by=request.user)
        return redirect("proposals:proposal", version.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "proposals/new.html", {"deal": deal, "form": form}, status=status)


@require_POST
def link(request, pk):
    """A fresh address of a buyer's link, shown once to be copied."""
    found = get_object_or_404(
        Link.objects.visible_to(request.user).select_related("contact", "version__proposal"), pk=pk
    )
    require(request.user, WRITE)
    try:
        address = give_again(found, by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("proposals:proposal", found.version_id)
    template = "proposals/_address.html" if request.htmx else "proposals/address.html"
    return render(request, template, {"link": found, "address": address})


@require_POST
def remind(request, pk):
    """A friendly word to whoever has not answered yet."""
    version = get_object_or_404(version_seen(request.user), pk=pk)
    require(request.user, WRITE)
    try:
        remind_buyers(version, by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, _("A friendly word is on its way."))
    return redirect("pipeline:deal", version.proposal.deal_id)


@require_safe
def proposals(request):
    """All proposals this user may see, the latest version of each."""
    versions = Version.objects.visible_to(request.user).latest_of_each()
    state, owner = request.GET.get("state", ""), request.GET.get("owner", "")
    if state in Version.State:
        versions = versions.filter(state=state)
    if owner.isdecimal() and len(owner) < 19:
        versions = versions.filter(proposal__deal__owner=owner)
    page = Paginator(versions.order_by("-proposal_id"), PAGE_OF_LIST).get_page(request.GET.get("page"))
    owners = User.objects.filter(pk__in=Deal.objects.visible_to(request.user).values("owner")).order_by("name")
    context = {"page": page, "cards": cards_of(page.object_list), "state": state, "owner": owner, "owners": owners}
    return render(request, "proposals/list.html", context | {"states": Version.State.choices})
