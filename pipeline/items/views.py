"""The lines of a deal, changed on its page: each answer to a script is the panel anew, without one the page again."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rights import may
from pipeline.items import actions, whole
from pipeline.items.actions import ItemChangedMeanwhile, ItemsRefused
from pipeline.items.forms import DiscountForm, EditItemForm, NewItemForm
from pipeline.items.queries import Panel, pricing_of
from pipeline.models import Deal, LineItem
from pipeline.rates import ValueRefused
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, deal_to_change

REFUSALS = (ItemsRefused, ValueRefused)
STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def items(request, pk):
    """The lines of a deal; sent a new one, with room for the next."""
    if request.method != "POST":
        deal = get_object_or_404(Deal.objects.visible_to(request.user).for_cards(), pk=pk)
        is_adding = "add" in request.GET and may(request.user, "deal.edit", deal)
        return show(request, deal, item_form=NewItemForm(deal) if is_adding else None)
    deal = deal_to_change(request, pk, "deal.edit")
    form = NewItemForm(deal, request.POST)
    if not form.is_valid():
        return show(request, deal, UNPROCESSABLE, item_form=form)
    return carry_out(
        request, deal, Act(lambda: actions.add_item(deal, by=request.user, **form.facts), form, again=True)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def item(request, pk, item):
    """One line as a form in its place."""
    deal, line = line_to_change(request, pk, item)
    form = EditItemForm(deal, request.POST or None, instance=line)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        act = Act(lambda: actions.change_item(line, by=request.user, seen=seen, **form.facts), form, editing=line.pk)
        return carry_out(request, deal, act)
    return show(request, deal, UNPROCESSABLE if form.is_bound else 200, item_form=form, editing=line.pk)


@require_POST
def remove(request, pk, item):
    """Take a line off; the answer offers to bring it back."""
    deal, line = line_to_change(request, pk, item)
    return carry_out(request, deal, Act(lambda: actions.remove_item(line, by=request.user), shown={"removed": line}))


@require_POST
def bring_back(request, pk, item):
    deal, line = line_to_change(request, pk, item)
    return carry_out(request, deal, Act(lambda: actions.return_item(line, by=request.user)))


@require_POST
def place(request, pk, item):
    """One place up or down."""
    deal, line = line_to_change(request, pk, item)
    step = STEPS.get(request.POST.get("step"), 0)
    return carry_out(request, deal, Act(lambda: step and actions.place_item(line, step=step, by=request.user)))


@require_POST
def choose(request, pk, item):
    """Take an option or an alternative, or leave it."""
    deal, line = line_to_change(request, pk, item)
    chosen = bool(request.POST.get("chosen"))
    return carry_out(request, deal, Act(lambda: actions.choose_item(line, is_chosen=chosen, by=request.user)))


@require_http_methods(["GET", "HEAD", "POST"])
def discount(request, pk):
    """What is taken off the whole."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = DiscountForm(deal, pricing_of(deal), request.POST or None)
    if form.is_valid():
        act = Act(lambda: whole.discount_deal(deal, by=request.user, **form.facts), form, name="discount_form")
        return carry_out(request, deal, act)
    return show(request, deal, UNPROCESSABLE if form.is_bound else 200, discount_form=form)


@require_POST
def value(request, pk):
    """Whether the lines make the value of the deal, or a hand does."""
    deal = deal_to_change(request, pk, "deal.edit")
    verb = whole.value_by_items if request.POST.get("source") == "items" else whole.value_by_hand
    return carry_out(request, deal, Act(lambda: verb(deal, by=request.user)))


@dataclass
class Act:
    """Something to be done, and how the panel looks if it is refused (`form`, `editing`) or done (`shown`)."""

    do: object
    form: object = None
    name: str = "item_form"
    editing: int | None = None
    again: bool = False
    shown: dict = field(default_factory=dict)


def carry_out(request, deal, act):
    """Do it and show the panel, or say what stands in the way with everything typed still there."""
    try:
        act.do()
    except ItemChangedMeanwhile as late:
        return show(request, deal, CONFLICT, item_form=typed_again(act.form, late), editing=act.editing)
    except REFUSALS as refusal:
        if act.form:
            act.form.add_error(None, str(refusal))
        shown = {act.name: act.form} if act.form else {"refusal": str(refusal)}
        return show(request, deal, UNPROCESSABLE, editing=act.editing, **shown)
    return done(request, deal.pk, act)


def done(request, pk, act):
    """The panel as it is now; without a script the deal's page."""
    if not request.htmx:
        if "removed" in act.shown:
            messages.success(request, _("%(name)s is off the deal.") % {"name": act.shown["removed"].name})
            return HttpResponseRedirect(f"{reverse('pipeline:items', args=[pk])}?removed={act.shown['removed'].pk}")
        return HttpResponseRedirect(reverse("pipeline:deal", args=[pk]) + "#items")
    deal = Deal.objects.for_cards().get(pk=pk)
    again = {"item_form": NewItemForm(deal)} if act.again else {}
    return show(request, deal, is_changed=True, **again, **act.shown)


def typed_again(form, late):
    """The same form as somebody sends it who has now seen what the other wrote."""
    form.data = form.data.copy()
    form.data["seen"] = late.item.version
    form.add_error(None, str(late))
    form.now = late.item
    return form


def line_to_change(request, pk, item):
    deal = deal_to_change(request, pk, "deal.edit")
    return deal, get_object_or_404(LineItem.everything.select_related("deal"), deal=deal, pk=item)


def show(request, deal, status=200, **more):
    """The panel alone for a script, on a page of its own without one."""
    removed = request.GET.get("removed", "")
    if "removed" not in more and removed.isdecimal() and len(removed) < 19:
        more["removed"] = LineItem.everything.filter(deal=deal, pk=removed).first()
    context = {"deal": deal, "panel": Panel(deal)} | {name: value for name, value in more.items() if value is not None}
    template = "pipeline/items/_panel.html" if request.htmx else "pipeline/items/page.html"
    return render(request, template, context, status=status)
