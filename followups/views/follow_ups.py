"""Planning, doing, putting off and giving up one follow-up."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.rights import require
from followups.actions import (
    cancel_follow_up,
    complete_follow_up,
    edit_follow_up,
    end_series,
    hand_over_follow_up,
    plan_follow_up,
    plan_series,
    reopen_follow_up,
    snooze_follow_up,
    take_back_snooze,
    tell_outcome,
)
from followups.actions.series import make_last
from followups.forms import (
    FollowUpForm,
    HandOverForm,
    NewFollowUpForm,
    NextStepForm,
    OutcomeForm,
    SnoozeForm,
    first_kind,
    next_step_promise,
    step_owner,
)
from followups.views.answers import act, back, find_about, find_to_change, posted
from followups.views.day import days_to_choose, just_done, just_put_off
from pipeline.models import Deal

FORM = "followups/form.html"


@require_http_methods(["GET", "POST"])
def new(request):
    """Plan for one of one's own deals."""
    require(request.user, "followup.edit")
    form = NewFollowUpForm(posted(request), user=request.user)
    if form.is_valid() and tried(form, form.cleaned_data["deal"], request.user):
        return planned(request, form)
    return render(request, FORM, {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def plan(request, model, pk):
    """Plan for a deal or a lead."""
    about = find_about(request, model, pk)
    wish = {"title": request.GET.get("title", "")[:200]}
    form = FollowUpForm(posted(request), user=request.user, about=about, initial=wish)
    if form.is_valid() and tried(form, about, request.user):
        return planned(request, form)
    return render(request, FORM, {"form": form, "about": about}, status=422 if form.is_bound else 200)


def tried(form, about, user):
    """What was planned, or None with the reason on the form."""
    plan = partial(plan_series, repeat=form.repeat) if form.repeat else plan_follow_up
    try:
        return plan(about=about, by=user, **form.promise)
    except ValidationError as refusal:
        form.add_error("owner", refusal)
        return None


def planned(request, form):
    messages.success(request, _("Planned “%(title)s”.") % {"title": form.cleaned_data["title"]})
    return back(request)


@require_POST
def next_step(request, model, pk):
    """Plan the next step of a deal or a lead in one click."""
    about = find_about(request, model, pk)
    form = NextStepForm(request.POST)
    if not form.is_valid():
        return ask_in_full(request, about)
    promise = next_step_promise(about, user=request.user, **form.cleaned_data)
    plan_follow_up(about=about, by=request.user, **promise)
    messages.success(request, _("Planned “%(title)s”.") % {"title": promise["title"]})
    return back(request)


def ask_in_full(request, about):
    """The long form with what was typed in the short one, and what is wrong with it."""
    typed = {
        "owner": step_owner(about, request.user).pk,
        "kind": getattr(first_kind(), "pk", ""),
        **request.POST.dict(),
    }
    form = FollowUpForm(typed, user=request.user, about=about)
    return render(request, FORM, {"form": form, "about": about}, status=422)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change the words, the time or the person."""
    follow_up = find_to_change(request, pk)
    form = FollowUpForm(posted(request), user=request.user, instance=follow_up)
    if form.is_valid():
        try:
            keep_changes(follow_up, form, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved “%(title)s”.") % {"title": form.cleaned_data["title"]})
            return back(request)
    context = {"form": form, "follow_up": follow_up, "about": follow_up.about}
    return render(request, FORM, context, status=422 if form.is_bound else 200)


def keep_changes(follow_up, form, *, by):
    edit_follow_up(follow_up, by=by, repeat=form.new_rhythm, following=form.following, **form.promise)
    if form.ends_series:
        make_last(follow_up, by=by)


@require_http_methods(["GET", "POST"])
def done(request, pk):
    """Say that it is done, and go back to where the next step is asked for."""
    follow_up = find_to_change(request, pk)
    form = OutcomeForm(posted(request))
    if not form.is_valid():
        context = {"form": form, "follow_up": follow_up, "about": follow_up.about}
        return render(request, "followups/done.html", context, status=422 if form.is_bound else 200)
    is_done = act(request, lambda: complete_follow_up(follow_up, by=request.user, **form.cleaned_data))
    return back(request, done=follow_up if is_done else None)


@require_http_methods(["GET", "POST"])
def outcome(request, pk):
    """Say afterwards how it went."""
    follow_up = find_to_change(request, pk)
    form = OutcomeForm(posted(request), initial={"outcome": follow_up.outcome})
    if not form.is_valid():
        context = {"form": form, "follow_up": follow_up, "about": follow_up.about}
        return render(request, "followups/done.html", context, status=422 if form.is_bound else 200)
    act(request, lambda: tell_outcome(follow_up, by=request.user, **form.cleaned_data), _("Saved how it went."))
    return back(request)


@require_POST
def reopen(request, pk):
    """It was not done after all."""
    follow_up = find_to_change(request, pk)
    said = _("“%(title)s” is planned again.") % {"title": follow_up.title}
    act(request, lambda: reopen_follow_up(follow_up, by=request.user), said)
    return back(request)


@require_POST
def cancel(request, pk):
    """Give it up."""
    follow_up = find_to_change(request, pk)
    said = _("Cancelled “%(title)s”.") % {"title": follow_up.title}
    act(request, lambda: cancel_follow_up(follow_up, by=request.user), said)
    return back(request)


@require_POST
def end(request, pk):
    """Give it up with everything its series would still bring."""
    follow_up = find_to_change(request, pk)
    said = _("“%(title)s” comes back no more.") % {"title": follow_up.title}
    act(request, lambda: end_series(follow_up, by=request.user), said)
    return back(request)


@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    """Give it to a colleague, with a word about where it stands."""
    follow_up = find_to_change(request, pk)
    form = HandOverForm(posted(request), user=request.user, follow_up=follow_up)
    if form.is_valid():
        said = _("%(name)s has “%(title)s” now.") % {"name": form.cleaned_data["to"], "title": follow_up.title}
        act(request, lambda: hand_over_follow_up(follow_up, by=request.user, **form.cleaned_data), said)
        return back(request)
    context = {"form": form, "follow_up": follow_up, "about": follow_up.about}
    return render(request, "followups/hand_over.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def snooze(request, pk):
    """Put it off."""
    follow_up = find_to_change(request, pk)
    form = SnoozeForm(posted(request), user=request.user)
    if not form.is_valid():
        context = {"form": form, "follow_up": follow_up, "about": follow_up.about, **days_to_choose(request.user)}
        return render(request, "followups/snooze.html", context, status=422 if form.is_bound else 200)
    said = "" if request.htmx else _("Put off “%(title)s”.") % {"title": follow_up.title}
    is_put_off = act(request, lambda: snooze_follow_up(follow_up, by=request.user, **form.choice(follow_up)), said)
    return back(request, put_off=follow_up if is_put_off else None)


@require_POST
def unsnooze(request, pk):
    """It was not to be put off after all."""
    follow_up = find_to_change(request, pk)
    said = _("“%(title)s” is due when it was before.") % {"title": follow_up.title}
    act(request, lambda: take_back_snooze(follow_up, by=request.user), said)
    return back(request)


@require_GET
def panel(request, model, pk):
    """What is planned for a deal or a lead, the next step first: a part of its page, without script one of its own."""
    about = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    context = {
        "about": about,
        "about_kind": "deal" if model is Deal else "lead",
        "planned": about.follow_ups.next_steps(),
        "just_done": just_done(request),
        "put_off": just_put_off(request),
        "changed": request.GET.get("changed", ""),
        **days_to_choose(request.user, step_owner(about, request.user)),
    }
    return render(request, "followups/_panel.html" if request.htmx else "followups/panel.html", context)
