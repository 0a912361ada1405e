"""What a link in a mail opens: a page with one button, for programs that read mail open every link in it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from followups import doors
from followups.actions import complete_follow_up, snooze_follow_up
from followups.actions.notifications import speaking_to
from followups.forms import SnoozeForm
from followups.letters import page_of, when_words

GONE = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request, token):
    """Show what the link would do; POST does it. It needs no session, for the token is the key to this one thing."""
    try:
        door = doors.opened(token)
    except doors.Forged as error:
        raise Http404 from error
    except doors.Over:
        return render(request, "followups/by_mail.html", {"is_over": True}, status=GONE)
    with speaking_to(door.user):
        return answer(request, door)


def answer(request, door):
    if request.method == "POST" and door.follow_up.is_planned:
        refusal = do(door)
        if not refusal:
            return HttpResponseRedirect(f"{request.path}?did", status=303)
        return show(request, door, refusal=refusal, status=422)
    return show(request, door, is_done="did" in request.GET)


def do(door):
    """Do what the door allows; returns the refusal in words, or nothing."""
    try:
        if door.act == "done":
            complete_follow_up(door.follow_up, by=door.user)
        else:
            form = SnoozeForm({"until": door.act}, user=door.user)
            form.is_valid()
            snooze_follow_up(door.follow_up, by=door.user, **form.choice(door.follow_up))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def show(request, door, *, is_done=False, refusal="", status=200):
    follow_up = door.follow_up
    context = {
        "door": door,
        "follow_up": follow_up,
        "when": when_words(follow_up),
        "page_url": page_of(follow_up),
        "is_done": is_done or not follow_up.is_planned,
        "said": said(follow_up),
        "refusal": refusal,
    }
    return render(request, "followups/by_mail.html", context, status=status)


def said(follow_up):
    facts = {"title": follow_up.title, "when": when_words(follow_up)}
    if follow_up.done_at:
        return _("“%(title)s” is done.") % facts
    if follow_up.cancelled_at:
        return _("“%(title)s” was cancelled.") % facts
    return _("“%(title)s” is due %(when)s now.") % facts
