"""Acts on many deals: the bar that offers them, the short form of each, and the report of what became of every deal."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.bin.doing import go_to
from accounts.bin.refusals import gone_meanwhile
from accounts.rights import require
from kit import formats
from pipeline.actions.outcomes import Outcome, Report
from pipeline.actions.repeats import ActTaken
from pipeline.bulk_acts import ACTS
from pipeline.bulk_forms import MOST_AT_ONCE, chosen_deals
from pipeline.lane_forms import LaneClosed, facts_to_write, with_lane
from pipeline.models import Deal
from pipeline.queries.board import as_cards
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, refusals_as_toasts, toast
from pipeline.views.sight import deals_as_cards, is_list, look, look_at_list

RELATED = ("stage", "pipeline", "qualification", "company", "owner")


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def bulk(request):
    """The bar of acts; posted with deals, the form of one act; posted with its form, the act itself."""
    require(request.user, "deal.move")
    if request.method != "POST":
        return show_bar(request)
    seen = whole_filter(request) if "all" in request.POST else chosen_deals(request.POST.getlist("ids"))
    deals = deals_in_order(request.user, seen)
    if not seen or len(seen) > MOST_AT_ONCE:
        return choose_first(request, seen)
    if not deals:
        return gone(request, seen)
    act = ACTS.get(request.POST.get("act") or request.POST.get("ask"))
    if act is None:
        raise Http404
    do = carry_out if "act" in request.POST else show_form
    return do(request, act, deals, seen)


@require_safe
@refusals_as_toasts
def throw(request, pk):
    """What is asked before one deal is thrown away; it goes the way of many, and its owner and leaders may."""
    deal = get_object_or_404(Deal.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    require(request.user, ACTS["throw"].right)
    return show_form(request, ACTS["throw"], [deal], {pk: None})


def whole_filter(request):
    """Every deal of the list's filter, however many pages it has; each at the version it has now."""
    deals = look_at_list(request).deals.order_by("pk").values_list("pk", flat=True)
    return dict.fromkeys(deals[: MOST_AT_ONCE + 1])


def show_bar(request):
    """The bar for the script; without one the list offers it."""
    if not request.htmx:
        return redirect("pipeline:deal-list")
    return render(request, "pipeline/_bulk_bar.html", {"sight": sight_of(request, None)})


def deals_in_order(user, ids):
    """Those of the deals this person may see, in the order in which they were named."""
    found = Deal.objects.visible_to(user).select_related(*RELATED).in_bulk(list(ids)[:MOST_AT_ONCE])
    return [found[pk] for pk in ids if pk in found]


def sight_of(request, deal):
    """What stood on the page that asks: the list, or the board of the deal's pipeline."""
    return look_at_list(request) if is_list(request) else look(request, deal and deal.pipeline_id)


def gone(request, seen):
    """Somebody was faster with all of them: the list as it is now says so; an open board has seen it already."""
    words = gone_meanwhile(len(seen))
    if not is_list(request):
        return refuse_all(request, words, UNPROCESSABLE)
    messages.warning(request, words)
    return go_to(request, look_at_list(request).address)


def choose_first(request, seen):
    words = _("Choose a deal first.")
    if len(seen) > MOST_AT_ONCE:
        words = _("Choose at most %(most)s deals at once.") % {"most": formats.number(MOST_AT_ONCE)}
    return refuse_all(request, words, UNPROCESSABLE)


def refuse_all(request, words, status):
    """Nothing was done to any of them: a toast for the script, else a page."""
    if request.htmx:
        return toast(request, words, status=status)
    context = {"words": words, "sight": sight_of(request, None)}
    return render(request, "pipeline/bulk_done.html", context, status=status)


def show_form(request, act, deals, seen, form=None):
    """What the act still asks for: a dialog for the script, else a page."""
    context = {
        "sight": sight_of(request, deals[0]),
        "act": act,
        "deals": deals,
        "ids": ",".join(f"{deal.pk}.{seen[deal.pk] or deal.stage_version}" for deal in deals),
        "heading": act.heading(len(deals)),
        "missing": missing_words(len(seen) - len(deals)),
        "form": form or act.form(deals, request.user),
        "choices": act.choices(deals),
    }
    template = "pipeline/_bulk_dialog.html" if request.htmx else "pipeline/bulk.html"
    return render(request, template, context, status=UNPROCESSABLE if form else 200)


def carry_out(request, act, deals, seen):
    """Do it to every deal that may, and report."""
    require(request.user, act.right)
    form = act.form(deals, request.user, request.POST)
    if not form.is_valid():
        return show_form(request, act, deals, seen, form)
    try:
        facts = facts_to_write(request, deals, form)
    except LaneClosed as closed:
        return refuse_lane(request, deals, closed)
    by_month = request.GET.get("face") == "months"  # its cards carry the version of the facts
    asked = form.cleaned_data | {"between": getattr(form, "place_between", None), "seen": {} if by_month else seen}
    try:
        report = act.do(deals, asked | {"facts": facts}, by=request.user)
    except ActTaken as taken:
        return refuse_all(request, str(taken), CONFLICT)
    words = with_lane(act.words(report, asked), facts if report.done else {})
    return answer_many(request, report, words, stage=asked.get("stage"))


def refuse_lane(request, deals, closed):
    """The cards go back where they were, and one sentence says why."""
    report = Report(None, [Outcome(deal, refusal=str(closed)) for deal in deals])
    return answer_many(request, report, str(closed))


def answer_many(request, report, words, *, stage=None, can_undo=True):
    """Every card as it is now, the heads, one toast, and a list of those that stayed; without a script, a page."""
    deals = [outcome.deal for outcome in report.outcomes]
    sight = sight_of(request, deals[0])
    context = {"sight": sight, "report": report, "words": words, "stage": stage}
    context |= {"bulk": report.bulk if can_undo and report.can_undo else None}
    context |= {"stay": stay_words(len(report.refused)), "tone": "" if report.done else "error"}
    if not request.htmx:
        return show_done(request, context)
    ids = [deal.pk for deal in deals]
    seen = list(as_cards(deals_as_cards(request.user).on_board().filter(pk__in=ids)))
    context |= sight.heads() | {"cards": sight.cards(seen), "gone": set(ids) - {deal.pk for deal in seen}}
    return render(request, "pipeline/_bulk_answer.html", context, status=200 if report.done else CONFLICT)


def show_done(request, context):
    """Without a script: the page it was asked from, with the toast; a page of its own if some deals stay."""
    if context["stay"]:
        return render(request, "pipeline/bulk_done.html", context)
    toast_of_all = render_to_string("pipeline/_bulk_toast.html", context, request)
    messages.success(request, toast_of_all, extra_tags="toast")
    return redirect(context["sight"].address)


def missing_words(count):
    """“1 of those you chose is not there any more.”, or nothing."""
    words = ngettext(
        "%(count)s of those you chose is not there any more.", "%(count)s of those you chose are not there any more.",
        count,
    )  # fmt: skip
    return words % {"count": formats.number(count)} if count else ""


def stay_words(count):
    """“2 deals stay where they are”, or nothing."""
    words = ngettext("%(count)s deal stays as it is", "%(count)s deals stay as they are", count)
    return words % {"count": formats.number(count)} if count else ""
