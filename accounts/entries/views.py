"""Words on a timeline: commenting, answering, correcting, pinning, taking away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.entries import actions
from accounts.entries.forms import WordsForm
from accounts.entries.queries import entry_seen, versions_of
from accounts.records import page_of, record_named
from accounts.rights import may, require
from timeline.entries import as_entry

UNPROCESSABLE = 422


@require_POST
def comment(request, kind, pk):
    """Say something about a record."""
    thing = record_named(f"{kind}:{pk}", request.user)
    if thing is None:
        raise Http404
    require(request.user, "entry.comment", thing)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return ask(request, thing, form, _("Comment"))
    actions.comment_on(thing, by=request.user, **form.cleaned_data)
    return back_to(thing)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Answer what somebody wrote."""
    event, thing = entry_seen(request.user, pk)
    require(request.user, "entry.comment", thing)
    form = WordsForm(posted(request), auto_id=f"id_reply_{pk}_%s")
    if not form.is_valid():
        return ask(request, thing, form, _("Answer"), event)
    actions.reply_to(event, thing, by=request.user, **form.cleaned_data)
    return back_to(thing)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """One's own words, while they are fresh."""
    event, thing = own_entry(request, pk)
    words = as_entry(event).note
    form = WordsForm(posted(request), initial={"text": words}, auto_id=f"id_edit_{pk}_%s")
    if form.is_valid() and tried(form, actions.edit_entry, event, thing, by=request.user, **form.cleaned_data):
        return back_to(thing)
    return ask(request, thing, form, _("Save"), event)


@require_safe
def history(request, pk):
    """What an entry said before it was corrected."""
    event, thing = entry_seen(request.user, pk)
    entry = as_entry(event)
    if entry.is_taken:
        raise Http404
    context = {"entry": entry, "thing": thing, "page": page_of(thing), "versions": versions_of(event)}
    return render(request, "accounts/entries/history.html", context)


@require_POST
def pin(request, pk):
    """Keep an entry on top."""
    return act(request, pk, actions.pin_entry, "entry.pin")


@require_POST
def unpin(request, pk):
    """Let an entry go back to its place."""
    return act(request, pk, actions.unpin_entry, "entry.pin")


def act(request, pk, action, verb):
    event, thing = entry_seen(request.user, pk)
    require(request.user, verb, thing)
    return done(request, action, event, thing)


@require_POST
def take(request, pk):
    """Take what was written away: one's own, or as a manager anybody's."""
    return done(request, actions.take_entry, *own_entry(request, pk, or_may="entry.take"))


@require_POST
def bring_back(request, pk):
    """Bring back what was taken away."""
    return done(request, actions.bring_back_entry, *own_entry(request, pk, or_may="entry.take"))


def own_entry(request, pk, or_may=""):
    """(the event, its record) of what this person wrote, or may do with what others wrote; 404 for anything else."""
    event, thing = entry_seen(request.user, pk)
    if event.actor_id != request.user.pk and not (or_may and may(request.user, or_may, thing)):
        raise Http404
    return event, thing


def done(request, action, event, thing):
    try:
        action(event, thing, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return back_to(thing)


def tried(form, action, *args, **kwargs):
    """Whether it could be done; if not, the form says why."""
    try:
        action(*args, **kwargs)
    except ValidationError as refusal:
        form.add_error("text", refusal)
        return False
    return True


def ask(request, thing, form, act, event=None):
    """The small form where it was asked for, or a page of its own."""
    context = {"form": form, "thing": thing, "page": page_of(thing), "act": act}
    context |= {"entry": event and as_entry(event), "kind": thing._meta.model_name}
    whole = "accounts/entries/form.html"
    template = "accounts/entries/_form.html" if request.htmx and not form.is_bound else whole
    return render(request, template, context, status=UNPROCESSABLE if form.is_bound else 200)


def back_to(thing):
    return HttpResponseRedirect(page_of(thing) + "#timeline", status=303)


def posted(request):
    return request.POST if request.method == "POST" else None
