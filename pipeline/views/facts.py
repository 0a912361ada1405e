"""One fact of a deal, changed where it stands on its page."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.fields.facts import is_custom
from kit import formats
from pipeline.actions import EditedMeanwhile, company_named, edit_deal
from pipeline.forms import FactForm, facts_in_place
from pipeline.queries.deals import edits_of_others, last_edit
from pipeline.rates import ValueRefused
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, deal_to_change, refusals_as_toasts
from pipeline.views.cells import typed_again
from pipeline.views.deal_page import deal_seen, facts_context, path_context, show_deal
from pipeline.words import fact_name_then

HEAD = {"title", "value", "owner", "label"}  # these stand above the path, all others among the key facts


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def fact(request, pk, name):
    """The small form of a fact, what became of it, or with `?leave` the fact as it stands."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = FactForm(deal, request.user, name, request.POST or None) if facts_in_place(name) else None
    if not form or not form.own_fields():
        raise Http404
    if not form.is_bound:
        return show(request, deal, name, None if "leave" in request.GET else form)
    if not form.is_valid():
        return show(request, deal, name, form, UNPROCESSABLE)
    return write(request, deal, name, form)


def write(request, deal, name, form):
    """Change the fact, or say who was faster with what was typed still there."""
    facts = form.cleaned_data.copy()
    try:
        if "company" in facts:
            facts["company"] = company_named(facts["company"], by=request.user)
        done = edit_deal(deal, by=request.user, **facts)
    except EditedMeanwhile as late:
        return show(request, late.deal, name, typed_again(form, late), CONFLICT)
    except ValueRefused as refusal:
        form.add_error(refusal.fact if refusal.fact in form.fields else None, str(refusal))
        return show(request, deal, name, form, UNPROCESSABLE)
    return show(request, done, name, None, since=facts["version"] or deal.version)


def show(request, deal, name, form, status=200, since=None):
    """The place of the fact for a script, else the page of the deal with the form open in it."""
    if not request.htmx:
        return show_deal(request, deal, editing=name, fact_form=form, status=status)
    seen = deal_seen(request, deal.pk)
    opened = {"place": name, "part": part_of(name), "editing": name if form else "", "fact_form": form}
    context = {"deal": seen, **opened, **facts_context(seen, name)}
    if since is not None:
        context |= after_writing(seen, since, request.user)
    return render(request, "pipeline/_fact_answer.html", context, status=status)


def after_writing(deal, since, user):
    """What a change says and what it changes around it: the toast with its way back, the path and the guide."""
    event = last_edit(deal, since=since)
    own = event if event and event.actor == user else None
    return {"event": own, "words": saved_words(deal, since, user), **path_context(deal)}


def part_of(name):
    """The part of the page where a fact stands."""
    if is_custom(name):
        return "pipeline/_deal_facts.html#own"
    return f"pipeline/{'_deal_head' if name in HEAD else '_deal_facts'}.html#{name}"


def saved_words(deal, since, by):
    """“Saved”, and whose newer changes of other facts were kept."""
    kept = [kept_words(event) for event in edits_of_others(deal, since, by)]
    return ". ".join([_("Saved"), *dict.fromkeys(kept)])


def kept_words(event):
    who = event.actor.name if event.actor else "Kariz"
    names = formats.listed([fact_name_then(event, name).lower() for name in event.changes])
    return _("What %(who)s changed is kept: %(facts)s") % {"who": who, "facts": names}
