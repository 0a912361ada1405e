"""Acts on many leads: the short form of each, the report of what became of every lead, and taking all of it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.bin.doing import go_to, threw_away
from accounts.bin.kinds import kinds as bin_kinds
from accounts.bin.refusals import gone_meanwhile
from accounts.rights import require
from kit import formats
from leads.actions.bulk import ActTaken
from leads.actions.reverting import CannotUndo, leads_to_take_back, undo_bulk
from leads.bulk_acts import acts
from leads.bulk_forms import MOST_AT_ONCE, chosen_leads
from leads.duplicates.pairs import pair_of
from leads.duplicates.side_by_side import MOST_TO_MERGE, back_of
from leads.models import Lead
from leads.views.sight import Sight

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request):
    """Asked for an act (`ask`), its form; posted with `act`, the act itself."""
    require(request.user, "lead.edit")
    asked = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and not asked.get("ask"):
        return redirect("leads:list")
    ids = whole_filter(request) if "all" in request.POST else chosen_leads(asked.getlist("ids"))
    leads = leads_in_order(request.user, ids)
    if not ids or len(ids) > MOST_AT_ONCE:
        return choose_first(request, ids)
    if not leads:
        return gone(request, ids)
    if request.POST.get("ask") in ELSEWHERE:
        return ELSEWHERE[request.POST["ask"]](request, leads)
    act = acts.get(request.POST.get("act") or asked.get("ask"))
    if act is None:
        raise Http404
    is_done = "act" in request.POST or (act.asks_nothing and request.method == "POST")
    return carry_out(request, act, leads) if is_done else show_form(request, act, leads)


def whole_filter(request):
    """Every lead of the list's filter, however far it goes on."""
    return list(Sight(request).leads.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])


def leads_in_order(user, ids):
    """Those of the leads this person may see, in the order in which they were named."""
    found = Lead.objects.visible_to(user).in_bulk(ids[:MOST_AT_ONCE])
    return [found[pk] for pk in ids if pk in found]


def compare_chosen(request, leads):
    """Two leads or several side by side, whence they can be merged."""
    require(request.user, "leads.merge")
    if not 2 <= len(leads) <= MOST_TO_MERGE:
        most = formats.number(MOST_TO_MERGE)
        return refuse(request, _("Choose two leads to merge, or up to %(most)s.") % {"most": most}, UNPROCESSABLE)
    asked = {"next": Sight(request).address}
    if len(leads) == 2:
        address = reverse("leads:compare", args=[pair_of(*leads).pk])
    else:
        address, asked["ids"] = reverse("leads:merge-many"), ",".join(str(lead.pk) for lead in leads)
    return go_to(request, f"{address}?{urlencode(asked)}")


def throw_chosen(request, leads):
    """All of them into the bin, whence a toast takes them out again."""
    return threw_away(request, bin_kinds["lead"], leads, back=Sight(request).address)


ELSEWHERE = {"merge": compare_chosen, "throw-away": throw_chosen}


def gone(request, ids):
    """Somebody was faster: the list as it is now says so."""
    messages.warning(request, gone_meanwhile(len(ids)))
    return go_to(request, Sight(request).address)


def choose_first(request, ids):
    words = _("Choose a lead first.")
    if len(ids) > MOST_AT_ONCE:
        words = _("Choose at most %(most)s leads at once.") % {"most": formats.number(MOST_AT_ONCE)}
    return refuse(request, words, UNPROCESSABLE)


def refuse(request, words, status):
    """Nothing was done to any of them: a toast for the script, else a page."""
    context = {"words": words, "tone": "error", "sight": Sight(request)}
    template = "leads/_bulk_toast.html" if request.htmx else "leads/bulk_done.html"
    return render(request, template, context, status=status)


def show_form(request, act, leads, form=None):
    """What the act still asks for: a dialog for the script, else a page."""
    require(request.user, act.right)
    context = {
        "sight": Sight(request),
        "act": act,
        "leads": leads,
        "ids": ",".join(str(lead.pk) for lead in leads),
        "heading": act.heading(len(leads)),
        "form": form or act.form(leads, request.user),
    }
    template = "leads/_bulk_dialog.html" if request.htmx else "leads/bulk.html"
    return render(request, template, context, status=UNPROCESSABLE if form else 200)


def carry_out(request, act, leads):
    """Do it to every lead that may, and report."""
    require(request.user, act.right)
    form = act.form(leads, request.user, request.POST)
    if not form.is_valid():
        return show_form(request, act, leads, form)
    try:
        report = act.do(leads, form.cleaned_data, by=request.user)
    except ActTaken as taken:
        return refuse(request, str(taken), CONFLICT)
    return answer(request, report, act.words(report, form.cleaned_data), can_undo=report.can_undo)


def answer(request, report, words, *, can_undo):
    """The list with one toast; a page of its own if some leads stay as they are."""
    context = {"sight": Sight(request), "report": report, "words": words, "stay": stay_words(len(report.refused))}
    context |= {"bulk": report.bulk if can_undo else None, "tone": "" if report.done else "error"}
    if context["stay"]:
        return render(request, "leads/bulk_done.html", context, status=200 if report.done else CONFLICT)
    messages.success(request, render_to_string("leads/_bulk_toast.html", context, request), extra_tags="toast")
    return go_to(request, back_of(request) or context["sight"].address)


def stay_words(count):
    """“2 leads stay as they are”, or nothing."""
    words = ngettext("%(count)s lead stays as it is", "%(count)s leads stay as they are", count)
    return words % {"count": formats.number(count)} if count else ""


@require_POST
def take_back(request, bulk):
    """Undo an act over leads, as far as it can be."""
    leads = list(leads_to_take_back(request.user, bulk))
    if not leads:
        raise Http404
    require(request.user, "lead.edit")
    try:
        report = undo_bulk(bulk, by=request.user, leads=leads)
    except CannotUndo as refusal:
        messages.warning(request, str(refusal))
        return redirect(back_of(request) or Sight(request).address)
    count = len({outcome.lead.pk for outcome in report.done})
    words = ngettext("Undone: %(name)s is as before", "Undone: %(count)s leads are as before", count)
    named = {"count": formats.number(count), "name": report.done[0].lead.name}
    return answer(request, report, words % named, can_undo=False)
