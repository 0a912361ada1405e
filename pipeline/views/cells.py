"""A fact of a deal changed where it stands: in a cell of the list, or in a small dialog on a board."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.fields.known import fields_of
from pipeline.actions import EditedMeanwhile, edit_deal
from pipeline.forms import CellForm, facts_of_cell
from pipeline.models import Deal
from pipeline.queries.deal_list import totals_of
from pipeline.queries.deals import last_edit
from pipeline.rates import ValueRefused
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, answer, deal_to_change, refusals_as_toasts
from pipeline.views.moves import dialog_or_page
from pipeline.views.sight import is_list, look, look_at_list
from pipeline.words import describe, fact_name_then


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def cell(request, pk, name):
    """The small form of a fact, or what became of it."""
    if not facts_of_cell(name):
        raise Http404
    deal = deal_to_change(request, pk, "deal.edit")
    form = CellForm(deal, request.user, name, request.POST or None)
    if not form.own_fields():
        raise Http404
    if not form.is_bound:
        return show_form(request, deal, name, form)
    if not form.is_valid():
        return show_form(request, deal, name, form, UNPROCESSABLE)
    return write(request, deal, name, form)


def write(request, deal, name, form):
    """Change the fact, or say who was faster with what was typed still there."""
    try:
        done = edit_deal(deal, by=request.user, **form.cleaned_data)
    except EditedMeanwhile as late:
        return show_form(request, late.deal, name, typed_again(form, late), CONFLICT)
    except ValueRefused as refusal:
        form.add_error(facts_of_cell(name)[0], str(refusal))
        return show_form(request, deal, name, form, UNPROCESSABLE)
    event = last_edit(done, since=deal.version)
    if is_list(request) and request.htmx:
        return show_row(request, done, event=event, words=words_for(event))
    return answer(request, done, words_for(event), event=event)


def typed_again(form, late):
    """The same form for somebody who has seen now what the other wrote; what only they changed is taken over."""
    fresh = type(form)(late.deal, form.user, form.place)
    form.data = form.data.copy()
    form.data["version"] = late.deal.version
    for name in form.fields:
        if name != "version" and name not in late.mine:
            form.data[name] = fresh[name].value()
    for name, (theirs, mine) in late.conflicts.items():
        form.add_error(name, late.told(describe(late.deal, name, theirs), describe(late.deal, name, mine)))
    return form


def words_for(event):
    """“Value €50,000”, “2 facts changed”."""
    if event is None:
        return _("Nothing changed")
    return _("Changed: %(facts)s") % {"facts": ", ".join(fact_name_then(event, name).lower() for name in event.changes)}


@require_safe
def row(request, pk):
    """One row of the list as it is now."""
    get_object_or_404(Deal.objects.visible_to(request.user), pk=pk)
    return show_row(request, Deal(pk=pk))


def show_form(request, deal, name, form, status=200):
    """The form in its row for the list, in a dialog for a board, on a page of its own without a script."""
    if is_list(request) and request.htmx:
        return show_row(request, deal, status=status, editing=name, form=form)
    context = {"sight": look(request, deal.pipeline_id), "deal": deal, "name": name, "form": form}
    return render(request, dialog_or_page(request, "cell"), context, status=status)


def show_row(request, deal, *, status=200, event=None, **more):
    """The row as it is now, or nothing where the deal left the reader's sight; the totals follow what was written."""
    sight = look_at_list(request)
    seen = Deal.objects.visible_to(request.user).for_cards().filter(pk=deal.pk).first()
    context = {"sight": sight, "deal": seen, "event": event, "answered": deal.pk} | more
    context["customs"] = fields_of("deal")
    if event:
        context["totals"] = totals_of(sight.deals)
    return render(request, "pipeline/_deal_row_answer.html", context, status=status)
