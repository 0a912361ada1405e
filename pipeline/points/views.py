"""The lists of what a sale turns on, each line changed in place; and notes marked as proof."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.bin.doing import say_thrown, toast_of
from pipeline.actions.merging import EditedMeanwhile
from pipeline.actions.proving import disprove, note_of, prove
from pipeline.models import Point
from pipeline.points import actions
from pipeline.points.forms import form_for
from pipeline.points.queries import sections_of
from pipeline.proof_forms import ProofForm
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, deal_to_change
from pipeline.views.deal_page import show_deal

KINDS = {"rival", *Point.Kind.values}


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk, kind):
    """Another competitor, pain, objection or criterion."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = form_for(deal, known(kind), data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        write = actions.add_rival if kind == "rival" else actions.add_point
        write(deal, by=request.user, **form.facts, **({} if kind == "rival" else {"kind": kind}))
        return done(request, deal)
    return show(request, deal, form, UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request, pk, kind, line):
    """A line as a form; `drop` throws it away."""
    deal = deal_to_change(request, pk, "deal.edit")
    found = find(deal, known(kind), line)
    if found is None or "drop" in request.POST:
        return dropped(request, deal, found)
    form = form_for(deal, kind, found, request.POST or None)
    if not form.is_bound or not form.is_valid():
        return show(request, deal, form, UNPROCESSABLE if form.is_bound else 200)
    return write(request, deal, form)


def known(kind):
    if kind not in KINDS:
        raise Http404
    return kind


def find(deal, kind, line):
    lines = deal.rivals if kind == "rival" else deal.points.filter(kind=kind)
    return lines.filter(pk=line).first()


def dropped(request, deal, found):
    """The lists without a line, whoever threw it away; who did so now may take it back."""
    if not found or request.method != "POST":
        return done(request, deal)
    drop = actions.drop_point if isinstance(found, Point) else actions.drop_rival
    binned, back = drop(found, by=request.user), points_of(deal)
    if request.htmx:
        return show(request, deal, None, toast=toast_of(request, binned, back) if binned else "")
    say_thrown(request, binned, back)
    return HttpResponseRedirect(back)


def write(request, deal, form):
    """Change the line, or ask about what somebody else changed, too."""
    change = actions.edit_rival if form.kind == "rival" else actions.edit_point
    try:
        change(form.line, by=request.user, seen=form.seen, **form.facts)
    except EditedMeanwhile as late:
        form.line.refresh_from_db()
        form.ask_again(late, form.line, in_words)
        return show(request, deal, form, CONFLICT)
    return done(request, deal)


def in_words(_name, value):
    return {True: _("yes"), False: _("no")}.get(value, value)


def done(request, deal):
    """The lists as they are now."""
    if request.htmx:
        return show(request, deal, None)
    return HttpResponseRedirect(points_of(deal))


def points_of(deal):
    return reverse("pipeline:deal", args=[deal.pk]) + "#points"


def show(request, deal, form, status=200, toast=""):
    """The panel for a script, else the whole page, with a form open where its line stands."""
    if not request.htmx:
        return show_deal(request, deal, line_form=form, status=status)
    context = {"deal": deal, "sections": sections_of(deal), "line_form": form, "toast": toast}
    return render(request, "pipeline/points/_panel.html", context, status=status)


@require_POST
def proof(request, pk):
    """Mark a note as proof of a BANT answer, or take the mark back."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = ProofForm(request.POST)
    event = form.is_valid() and note_of(deal, form.cleaned_data["event"])
    if not event:
        return show_deal(request, deal, status=UNPROCESSABLE)
    change = disprove if form.cleaned_data["drop"] else prove
    change(deal, topic=form.cleaned_data["topic"], event=event, by=request.user)
    return HttpResponseRedirect(reverse("pipeline:deal", args=[pk]) + "#timeline")
